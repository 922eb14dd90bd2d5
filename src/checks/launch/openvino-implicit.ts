import type { Check } from '../../findings/check.ts';
import { isSince } from '../../sdnext/checkout/checkout.ts';
import { fail, info, pass } from '../say.ts';
import {
  installedVariant,
  reinstallCommand,
  type Subject,
  skipWithoutCheckout,
  updateCommand,
} from '../subject.ts';
import { forgetArguments } from './forget.ts';

/** vladmandic/sdnext cfe1650c8: from then on OpenVINO is taken only when asked for. */
const ONLY_WHEN_ASKED_SINCE = '2024-12-22';

export const openvinoImplicit: Check<Subject> = {
  id: 'launch.openvino-implicit',
  group: 'launch',
  title: 'OpenVINO runs because it was asked for',
  skipReason: skipWithoutCheckout,
  run(subject) {
    const spelled = subject.switches.args.findIndex((arg) => /^--(?:no-)?use-openvino/.test(arg));
    const typed = subject.switches.args.slice(Math.max(0, spelled), spelled + 2).join(' ');
    if (spelled !== -1 && /=|--no-| (?:false|0|no|off)$/i.test(typed))
      return noOffForm(subject, typed.split(' ').filter(isSpelling).join(' '));
    const asked = subject.switches.requests.some(({ backend }) => backend === 'openvino');
    if (installedVariant(subject) !== 'openvino' || asked) return pass(openvinoImplicit);
    if (isSince(subject.checkout, ONLY_WHEN_ASKED_SINCE) === false) return olderThanThat(subject);
    return info(
      openvinoImplicit,
      'SD.Next uses OpenVINO only with --use-openvino at every start; sdn launch adds it.',
    );
  },
};

const VALUE = /^(?:true|false|yes|no|on|off|[01])$/i;

function isSpelling(word: string, at: number): boolean {
  return at === 0 || VALUE.test(word);
}

function noOffForm(subject: Subject, typed: string) {
  const words = typed.split(' ');
  const [summary, ...commands] = forgetArguments(subject, (arg) => !words.includes(arg));
  return fail(openvinoImplicit, {
    found: `COMMANDLINE_ARGS holds "${typed}". The flag has no off form: it is an error, or it switches OpenVINO on.`,
    need: 'No such flag; the environment decides.',
    fix: [`${summary} Then replace the environment.`, ...commands, reinstallCommand(subject, null)],
  });
}

function olderThanThat(subject: Subject) {
  return fail(openvinoImplicit, {
    found:
      'OpenVINO is installed and nobody asks for it: until 2024-12-22 SD.Next took it by itself, also on a Mac.',
    need: 'A newer SD.Next and the environment that belongs to this machine.',
    fix: ['Update, then replace the environment.', updateCommand(subject), reinstallCommand(subject, null)],
  });
}
