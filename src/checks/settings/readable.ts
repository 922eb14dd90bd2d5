import type { Check } from '../../findings/check.ts';
import { fail, info, pass, warn } from '../say.ts';
import { type Subject, skipWithoutCheckout } from '../subject.ts';

export const readable: Check<Subject> = {
  id: 'settings.readable',
  group: 'settings',
  title: 'config.json can be read',
  skipReason: skipWithoutCheckout,
  run({ settings, where }) {
    const { path, state, why, linksTo, from, onlyEncoding } = settings;
    if (state === 'absent') return pass(readable, `none yet; SD.Next uses its defaults (${path})`);
    if (state === 'unreadable') {
      return fail(readable, {
        found: `${path} cannot be read: ${why}. SD.Next goes on with its defaults, and writes over the file when it saves.`,
        need: 'A JSON object in UTF-8 that this user can read.',
        fix: onlyEncoding
          ? ['Let sdn write it as UTF-8.', `sdn doctor --only settings --fix${where}`]
          : ['Mend the file before the next start, or move it away: SD.Next writes a new one.'],
        ...(onlyEncoding ? { fixer: 'settings-encoding' } : {}),
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
