import { FORMATS, type Format } from './flags.ts';

/** How the report leaves: read from the raw arguments, so that a usage error comes in the asked-for format too. */
export type Presentation = {
  readonly format: Format;
  /** False where the format is the default one, so that a CI service may get its own words as well. */
  readonly formatNamed: boolean;
  readonly output: string | null;
  readonly verbose: boolean;
  readonly quiet: boolean;
  readonly color: boolean;
  readonly progress: boolean;
  readonly redact: boolean;
};

export function presentationOf(argv: readonly string[]): Presentation {
  const own = argv.includes('--') ? argv.slice(0, argv.indexOf('--')) : argv;
  return {
    format: formatOf(own),
    formatNamed: own.includes('--json') || flagValue(own, '--format') !== null,
    output: flagValue(own, '--output'),
    verbose: own.includes('--verbose') || own.includes('-v'),
    quiet: own.includes('--quiet'),
    color: !own.includes('--no-color'),
    progress: !own.includes('--no-progress') && !own.includes('--quiet'),
    redact: !own.includes('--no-redact'),
  };
}

function formatOf(argv: readonly string[]): Format {
  const named = flagValue(argv, '--format');
  const known = FORMATS.find((format) => format === named);
  if (known !== undefined) return known;
  return argv.includes('--json') ? 'json' : 'text';
}

function flagValue(argv: readonly string[], flag: string): string | null {
  const joined = argv.find((arg) => arg.startsWith(`${flag}=`));
  if (joined !== undefined) return joined.slice(flag.length + 1);
  const at = argv.indexOf(flag);
  return at === -1 ? null : (argv[at + 1] ?? null);
}
