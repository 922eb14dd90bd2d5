import type { Check } from '../../findings/check.ts';
import { pass, warn } from '../say.ts';
import { type Subject, skipWithoutCheckout } from '../subject.ts';

/** SD.Next, "Installation": no blanks, no synchronised folders, no hidden folders above the checkout. */
const TROUBLES: readonly (readonly [RegExp, string])[] = [
  [/\s/, 'blanks, which some of its installers do not quote'],
  [
    /OneDrive|Dropbox|Google ?Drive|iCloud/i,
    'a folder that is synchronised, which locks files while they are written',
  ],
  [/[\\/]\.[^\\/.][^\\/]*[\\/]/, 'a hidden folder, which some extensions skip'],
  [
    /^[A-Z]:\\Windows|^[A-Z]:\\Program Files/i,
    'a folder of Windows itself, where writing needs an administrator',
  ],
  [/[^\x00-\x7f]/, 'letters outside ASCII, which some libraries cannot open'],
];

export const path: Check<Subject> = {
  id: 'system.path',
  group: 'system',
  title: 'The checkout lies where its tools can work',
  skipReason: skipWithoutCheckout,
  run({ dir }) {
    const why = TROUBLES.filter(([pattern]) => pattern.test(dir)).map(([, text]) => text);
    if (why.length === 0) return pass(path, dir);
    return warn(path, {
      found: `The path ${dir} has ${why.join(' and ')}.`,
      need: 'A short path of plain letters, outside synchronised and system folders.',
      fix: ['Move the checkout; then make the environment again, which does not survive a move.'],
      subject: dir,
    });
  },
};
