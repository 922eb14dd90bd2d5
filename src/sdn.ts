import { fileURLToPath } from 'node:url';
import { Errors, type Interfaces, run } from '@oclif/core';
import pjson from '../package.json' with { type: 'json' };

/** Runs one command line and returns the exit code; nothing here ends the process. */
export async function main(argv: readonly string[]): Promise<number> {
  const root = fileURLToPath(new URL('..', import.meta.url));
  try {
    // Told what it would look for: where the package is, and what is in it.
    const code: unknown = await run([...argv], { root, pjson: pjson as Interfaces.PJSON });
    return typeof code === 'number' ? code : 0;
  } catch (thrown) {
    if (thrown instanceof Errors.ExitError) return thrown.oclif.exit ?? 0;
    const { reportThrown } = await import('./cli/outside-command.ts');
    return reportThrown(thrown, argv);
  }
}
