import type { Check } from '../../findings/check.ts';
import { isSince } from '../../sdnext/checkout/checkout.ts';
import { info, pass, unknown, warn } from '../say.ts';
import { isOpenvino, type Subject, skipWithoutCheckout, updateCommand } from '../subject.ts';

/** Releases that changed what OpenVINO users see, oldest first. */
const CHANGES: readonly { readonly since: string; readonly without: string }[] = [
  { since: '2024-12-22', without: 'takes OpenVINO by itself on a machine without another accelerator' },
  { since: '2025-05-13', without: 'uses an NVIDIA GPU even under --use-openvino' },
  { since: '2026-04-12', without: 'chooses the OpenVINO device by --device-id and other names than today' },
];

export const sdnextVersion: Check<Subject> = {
  id: 'system.sdnext-version',
  group: 'system',
  title: 'This SD.Next is current enough for what is installed',
  skipReason: skipWithoutCheckout,
  run(subject) {
    const { checkout } = subject;
    const date = checkout?.date ?? null;
    if (date === null)
      return unknown(sdnextVersion, 'Neither git nor the change log tells how old this checkout is.');
    const missing = isOpenvino(subject)
      ? CHANGES.filter(({ since }) => isSince(checkout, since) === false)
      : [];
    if (missing.length === 0) return current(date, isOpenvino(subject));
    return warn(sdnextVersion, {
      found: `This SD.Next is of ${date}. It ${missing.map(({ without }) => without).join(', and ')}.`,
      need: 'SD.Next of 2026-04-29 or newer.',
      fix: ['Update it.', updateCommand(subject)],
      evidence: [{ kind: 'command', source: 'git show --format=%cs', value: date }],
    });
  },
};

function current(date: string, openvino: boolean) {
  // vladmandic/sdnext #4689, #4939: partly repaired in September 2026.
  if (!openvino || date >= '2026-10-01') return pass(sdnextVersion, `of ${date}`);
  return info(
    sdnextVersion,
    `SD.Next of ${date}: the second image compiles the model once more, a fault of SD.Next that releases after September 2026 mend.`,
  );
}
