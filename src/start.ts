import { existsSync, readFileSync } from 'node:fs';
import { homedir } from 'node:os';
import { join } from 'node:path';
import { keepCode, keptCode } from './system/code-cache.ts';
import { directories } from './system/directories.ts';
import { loadProgram } from './system/load-program.ts';

type Entry = { readonly main: (argv: readonly string[]) => Promise<number> };

/** Endings after which a command has shown what it usually does: ok, and not ready. */
const USUAL = [0, 3];

/**
 * Runs one command line from the bundle in `dist`, with the code that an earlier run of the same command compiled, and
 * returns the exit code. `NODE_DISABLE_COMPILE_CACHE` does without.
 */
export async function start(argv: readonly string[], dist: string): Promise<number> {
  const file = cacheFile(argv, dist);
  const build = readFileSync(join(dist, 'build-id'), 'utf8');
  const program = loadProgram(dist, file === null ? new Map() : keptCode(file, build));
  const { main } = program.require('./sdn.cjs') as Entry;
  const code = await main(argv);
  if (file !== null && USUAL.includes(code) && program.compiled()) keepCode(file, build, program.code);
  return code;
}

/** One file for each command, because each runs other parts of what they share. */
function cacheFile(argv: readonly string[], dist: string): string | null {
  const { platform, env } = process;
  if (env.NODE_DISABLE_COMPILE_CACHE) return null;
  const { cache } = directories({ platform, env, home: homedir() });
  return join(cache, 'code', `${commandOf(argv, dist)?.replace('/', '-') ?? 'help'}.bin`);
}

/** As its file below `commands` is called; null where the help is asked for, or no command. */
function commandOf(argv: readonly string[], dist: string): string | null {
  if (argv.includes('--help') || argv.includes('-h')) return null;
  const [first = '', second = ''] = argv.filter((word) => /^[a-z-]+$/.test(word));
  const ids = [`${first}/${second}`, first];
  return ids.find((id) => id !== '' && existsSync(join(dist, 'commands', `${id}.cjs`))) ?? null;
}
