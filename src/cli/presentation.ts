import { FORMATS, type Format } from './flags.ts';
import { ownArguments, rawFlag } from './raw-flag.ts';

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
  const own = ownArguments(argv);
  return {
    format: formatOf(own),
    formatNamed: own.includes('--json') || rawFlag(own, '--format') !== null,
    output: rawFlag(own, '--output'),
    verbose: own.includes('--verbose') || own.includes('-v'),
    quiet: own.includes('--quiet'),
    color: !own.includes('--no-color'),
    progress: !own.includes('--no-progress') && !own.includes('--quiet'),
    redact: !own.includes('--no-redact'),
  };
}

function formatOf(argv: readonly string[]): Format {
  const named = rawFlag(argv, '--format');
  const known = FORMATS.find((format) => format === named);
  if (known !== undefined) return known;
  return argv.includes('--json') ? 'json' : 'text';
}
