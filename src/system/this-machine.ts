import { homedir } from 'node:os';
import { directories } from './directories.ts';
import { run } from './run.ts';
import type { System } from './system.ts';

/** The machine sdn runs on. The one place that reads the process. */
export function thisMachine(signal: AbortSignal): System {
  const surroundings = { platform: process.platform, env: process.env, home: homedir() };
  return {
    ...surroundings,
    arch: process.arch,
    root: '/',
    cwd: process.cwd(),
    directories: directories(surroundings),
    run,
    now: () => new Date(),
    signal,
  };
}
