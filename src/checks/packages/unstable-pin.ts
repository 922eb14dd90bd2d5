import type { Check } from '../../findings/check.ts';
import type { Finding } from '../../findings/finding.ts';
import { pass, warn } from '../say.ts';
import { type Subject, skipWithoutCheckout, updateCommand } from '../subject.ts';

export const unstablePin: Check<Subject> = {
  id: 'packages.unstable-pin',
  group: 'packages',
  title: 'The pinned releases stay on their index',
  skipReason: skipWithoutCheckout,
  run(subject) {
    const { checkout, switches, offered } = subject;
    const pins = checkout?.pins;
    const named = [pins?.openvino?.openvino, pins?.openvino?.torch, pins?.cuda?.torch, pins?.xpu?.torch];
    const commands = [switches.env.OPENVINO_COMMAND, switches.env.TORCH_COMMAND];
    const unstable = [...named, ...commands].filter((pin) =>
      /\.dev\d|nightly|[ab]\d+\b(?=\+|$)/.test(pin ?? ''),
    );
    const wanted = pins?.openvino?.openvino;
    if (unstable.length === 0 && wanted !== undefined && offered !== null)
      return onSources(wanted, offered, subject);
    if (unstable.length === 0) return pass(unstablePin);
    return warn(unstablePin, {
      found: `This checkout asks for a build that indexes remove after a while: ${unstable.join(', ')}.`,
      need: 'A released version. openvino-nightly, for one, is no longer on PyPI.',
      fix: ['Update SD.Next, or name a release.', updateCommand(subject)],
    });
  },
};

function onSources(wanted: string, offered: readonly string[], subject: Subject): readonly Finding[] {
  if (offered.includes(wanted)) return pass(unstablePin, `openvino ${wanted} can be had`);
  const newest = offered.find((release) => /^[\d.]+$/.test(release));
  return warn(unstablePin, {
    found: `openvino ${wanted}, which this checkout pins, is on none of the package sources. Newest there: ${newest ?? 'none'}.`,
    need: 'A release that can still be had: no reinstall can fetch this one.',
    fix: [
      'Update SD.Next, or install a release that is there.',
      updateCommand(subject),
      ...instead(newest, subject),
    ],
  });
}

function instead(newest: string | undefined, { where }: Subject): readonly string[] {
  if (newest === undefined) return [];
  return [`echo openvino==${newest} > pins.txt`, `sdn reinstall --use-openvino --pins pins.txt${where}`];
}
