import type { Directories } from './directories.ts';
import type { Run } from './run.ts';

/** Everything through which sdn touches the machine. Tests pass their own; nothing else reads the process. */
export type System = {
  readonly platform: NodeJS.Platform;
  readonly arch: string;
  readonly env: Readonly<Record<string, string | undefined>>;
  /** Where `/proc`, `/sys` and `/dev` are found: `/`, or a recorded tree. */
  readonly root: string;
  readonly cwd: string;
  readonly home: string;
  readonly directories: Directories;
  readonly run: Run;
  readonly now: () => Date;
  /** Aborts when the user or the system asks sdn to stop. */
  readonly signal: AbortSignal;
};

/** The variables of `env` that are set, as a child's environment. */
export function definedEnv(env: System['env']): Record<string, string> {
  return Object.fromEntries(
    Object.entries(env).filter((entry): entry is [string, string] => entry[1] !== undefined),
  );
}
