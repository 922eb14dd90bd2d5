import { Flags } from '@oclif/core';
import { GROUPS } from '../findings/finding.ts';

/** The switches of `sdn doctor`. */
export const doctorFlags = {
  log: Flags.string({
    summary: 'Say what an SD.Next log means: a file, a folder, or - for stdin. Alone: sdnext.log in --dir.',
    helpValue: 'FILE',
  }),
  only: Flags.option({
    options: GROUPS,
    multiple: true,
    delimiter: ',',
    summary: 'Only these groups of checks.',
  })(),
  fix: Flags.boolean({ summary: 'Repair what can be repaired safely; shows each action first.' }),
  'clear-cache': Flags.boolean({ summary: 'With --fix: remove the cache of compiled models as well.' }),
  undo: Flags.boolean({ summary: 'Take the last repair back.', exclusive: ['fix', 'log'] }),
  strict: Flags.boolean({ summary: 'Warnings count as failures.' }),
} as const;

/** `--log` without a value means the log of the checkout. */
export function withLogFile(argv: readonly string[]): string[] {
  return argv.map((arg, at) => (arg === '--log' && !isValue(argv[at + 1]) ? '--log=' : arg));
}

function isValue(next: string | undefined): boolean {
  return next !== undefined && (next === '-' || !next.startsWith('-'));
}
