import { fileURLToPath } from 'node:url';
import { type Command, run } from '@oclif/core';
import CleanVenv from './commands/clean-venv.ts';
import Detect from './commands/detect.ts';
import Doctor from './commands/doctor.ts';
import Install from './commands/install.ts';
import Reinstall from './commands/reinstall.ts';
import Verify from './commands/verify.ts';

/** The command table of the bundle; oclif finds commands here by name. */
export const COMMANDS: Readonly<Record<string, Command.Class>> = {
  'clean-venv': CleanVenv,
  detect: Detect,
  doctor: Doctor,
  install: Install,
  reinstall: Reinstall,
  verify: Verify,
};

/** Runs one command line and returns the exit code; nothing here ends the process. */
export async function main(argv: readonly string[]): Promise<number> {
  const root = fileURLToPath(new URL('..', import.meta.url));
  const code: unknown = await run([...argv], root);
  return typeof code === 'number' ? code : 0;
}
