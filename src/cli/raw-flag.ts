/** The value of a flag in arguments that nobody has parsed yet: `--dir X` or `--dir=X`; null where it is not there. */
export function rawFlag(argv: readonly string[], flag: string): string | null {
  const own = ownArguments(argv);
  const joined = own.find((arg) => arg.startsWith(`${flag}=`));
  if (joined !== undefined) return joined.slice(flag.length + 1);
  const at = own.indexOf(flag);
  return at === -1 ? null : (own[at + 1] ?? null);
}

/** What comes before `--`; the rest is SD.Next's. */
export function ownArguments(argv: readonly string[]): readonly string[] {
  return argv.includes('--') ? argv.slice(0, argv.indexOf('--')) : argv;
}

/** The environment that a command line is about, where it names one. */
export function rawPlace(argv: readonly string[]): Readonly<Record<string, string>> {
  const [dir, venv] = [rawFlag(argv, '--dir'), rawFlag(argv, '--venv')];
  return { ...(dir === null ? {} : { dir }), ...(venv === null ? {} : { venv }) };
}
