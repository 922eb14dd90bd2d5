import table from '../../../templates/tables/pins.json' with { type: 'json' };
import type { Check } from '../../findings/check.ts';
import { info, pass } from '../say.ts';
import { type Subject, skipWithoutCheckout } from '../subject.ts';

export const ownTable: Check<Subject> = {
  id: 'packages.own-table',
  group: 'packages',
  title: 'sdn’s own table of pins agrees with this checkout',
  skipReason(subject) {
    const without = skipWithoutCheckout(subject);
    if (without !== null) return without;
    return (subject.checkout?.pins?.openvino ?? null) === null
      ? 'The pins of this checkout cannot be read.'
      : null;
  },
  run({ checkout }) {
    const theirs = checkout?.pins?.openvino;
    const ours = table.rows.find(({ variant }) => variant === 'openvino');
    const own = ours?.packages[0]?.split('==')[1] ?? '';
    if (theirs?.openvino === own) return pass(ownTable, `openvino ${own}`);
    return info(
      ownTable,
      `SD.Next moved its OpenVINO pin from ${own} to ${theirs?.openvino} (torch ${theirs?.torch}). sdn installs what this checkout wants.`,
      [{ kind: 'file', source: checkout?.pins?.source ?? 'installer.py', value: theirs?.openvino ?? '' }],
    );
  },
};
