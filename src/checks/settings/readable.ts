import type { Check } from '../../findings/check.ts';
import { fail, info, pass, warn } from '../say.ts';
import { type Subject, skipWithoutCheckout } from '../subject.ts';

export const readable: Check<Subject> = {
  id: 'settings.readable',
  group: 'settings',
  title: 'config.json can be read',
  skipReason: skipWithoutCheckout,
  run({ settings }) {
    const { path, state, why, linksTo, from } = settings;
    if (state === 'absent') return pass(readable, `none yet; SD.Next uses its defaults (${path})`);
    if (state === 'unreadable') {
      return fail(readable, {
        found: `${path} cannot be read: ${why}. SD.Next goes on with its defaults, or stops.`,
        need: 'A JSON object that this user can read.',
        fix: ['Mend the file, or move it away: SD.Next writes a new one.'],
        subject: path,
        evidence: [{ kind: 'setting', source: from, value: path }],
      });
    }
    if (linksTo === null) return pass(readable, path);
    if (from !== 'default') return info(readable, `${path} is a link to ${linksTo}.`);
    return warn(readable, {
      found: `${path} is a link to ${linksTo}, outside the checkout. sdn reads it and does not write through it.`,
      need: 'A file in the checkout, or its real place in SD_CONFIG.',
      fix: ['Name the place in the launcher file.', `export SD_CONFIG=${linksTo}`],
      subject: path,
    });
  },
};
