import type { Check } from '../../findings/check.ts';
import { isSince } from '../../sdnext/checkout/checkout.ts';
import { FLAGS_ARE_READ_SINCE, looksFalse } from '../../sdnext/switches/env-flag.ts';
import { fail, pass, warn } from '../say.ts';
import type { Subject } from '../subject.ts';
import { forget } from './forget.ts';

export const envFalse: Check<Subject> = {
  id: 'launch.env-false',
  group: 'launch',
  title: 'No variable says "false" and means "on"',
  run(subject) {
    const named = Object.entries(subject.switches.env).filter(
      ([name, value]) => /^SD_(?:USE[A-Z]+|MEDVRAM|LOWVRAM|FREEZE)$/.test(name) && looksFalse(value),
    );
    const modern = isSince(subject.checkout, FLAGS_ARE_READ_SINCE);
    const switchedOn = named.filter(([name]) => modern !== true || !name.startsWith('SD_USE'));
    const [first] = switchedOn;
    if (first === undefined) return pass(envFalse);
    const ways = switchedOn.map(([name]) => forget(subject, name));
    const list = switchedOn.map(([name, value]) => `${name}=${value}`).join(', ');
    const say = modern === null && switchedOn.every(([name]) => name.startsWith('SD_USE')) ? warn : fail;
    return say(envFalse, {
      found: `${list} switches it on: this SD.Next takes any text for a yes${modern === null ? ', if it is older than 2026-04-02' : ''}.`,
      need: 'The variable unset. There is no value that means no.',
      fix: [
        [...new Set(ways.map(([summary]) => summary))].join(' '),
        ...ways.flatMap(([, ...commands]) => commands),
      ],
      evidence: switchedOn.map(([source, value]) => ({ kind: 'env', source, value: value ?? '' })),
    });
  },
};
