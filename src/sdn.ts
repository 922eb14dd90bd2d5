import { fileURLToPath } from 'node:url';
import { Errors, run } from '@oclif/core';

/** Runs one command line and returns the exit code; nothing here ends the process. */
export async function main(argv: readonly string[]): Promise<number> {
  const root = fileURLToPath(new URL('..', import.meta.url));
  try {
    const code: unknown = await run([...argv], root);
    return typeof code === 'number' ? code : 0;
  } catch (thrown) {
    if (thrown instanceof Errors.ExitError) return thrown.oclif.exit ?? 0;
    const { reportThrown } = await import('./cli/outside-command.ts');
    return reportThrown(thrown, argv);
  }
}
