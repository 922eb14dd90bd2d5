import type { Check } from '../../findings/check.ts';
import { isSince } from '../../sdnext/checkout/checkout.ts';
import { envFlag, FLAGS_ARE_READ_SINCE } from '../../sdnext/switches/env-flag.ts';
import { pass, warn } from '../say.ts';
import type { Subject } from '../subject.ts';
import { forget, forgetArguments } from './forget.ts';

export const reinstallLeft: Check<Subject> = {
  id: 'launch.reinstall-left',
  group: 'launch',
  title: 'Nothing is installed again at every start',
  run(subject) {
    const { env, args } = subject.switches;
    const modern = isSince(subject.checkout, FLAGS_ARE_READ_SINCE);
    const byVariable = envFlag(env.SD_REINSTALL, modern) === true;
    if (!byVariable && !args.includes('--reinstall')) return pass(reinstallLeft);
    return warn(reinstallLeft, {
      found: `${byVariable ? 'SD_REINSTALL is set' : 'COMMANDLINE_ARGS holds --reinstall'}: every start downloads torch and all packages anew.`,
      need: 'It only for the one start that needs it.',
      fix: byVariable
        ? forget(subject, 'SD_REINSTALL')
        : forgetArguments(subject, (arg) => arg !== '--reinstall'),
    });
  },
};
