import { Flags } from '@oclif/core';

export const FORMATS = ['text', 'json', 'ndjson', 'markdown', 'junit', 'github', 'html'] as const;
export type Format = (typeof FORMATS)[number];

/** What every command understands. */
export const commonFlags = {
  dir: Flags.string({
    default: '.',
    summary: 'An SD.Next checkout, or any folder.',
    helpValue: 'DIR',
    helpGroup: 'COMMON',
  }),
  venv: Flags.string({
    summary: 'The environment. Default: DIR/venv.',
    helpValue: 'PATH',
    helpGroup: 'COMMON',
  }),
  json: Flags.boolean({
    summary: 'One JSON document on stdout. Same as --format json.',
    helpGroup: 'COMMON',
  }),
  format: Flags.option({ options: FORMATS, summary: 'How the report is written.', helpGroup: 'COMMON' })(),
  output: Flags.string({ summary: 'Write the report to FILE.', helpValue: 'FILE', helpGroup: 'COMMON' }),
  verbose: Flags.boolean({
    char: 'v',
    summary: 'Every finding, with evidence and durations.',
    helpGroup: 'COMMON',
  }),
  quiet: Flags.boolean({ summary: 'Only the verdict.', helpGroup: 'COMMON' }),
  'no-color': Flags.boolean({ summary: 'No colour.', helpGroup: 'COMMON' }),
  'no-progress': Flags.boolean({ summary: 'No progress lines.', helpGroup: 'COMMON' }),
  'no-redact': Flags.boolean({
    summary: 'Keep home folder, user and host names in the report.',
    helpGroup: 'COMMON',
  }),
  yes: Flags.boolean({ char: 'y', summary: 'Answer yes to every question.', helpGroup: 'COMMON' }),
  'dry-run': Flags.boolean({ summary: 'Show what would be done and change nothing.', helpGroup: 'COMMON' }),
} as const;
