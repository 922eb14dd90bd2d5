import { join } from 'node:path';
import { readBoundedIfThere } from '../bounded-file.ts';
import { envFlag } from './env-flag.ts';
import { splitArguments } from './split-arguments.ts';
import { type Assignment, assignmentsIn } from './user-script.ts';

const BACKEND_FLAGS = ['cuda', 'rocm', 'ipex', 'openvino', 'directml', 'zluda'] as const;
export type BackendFlag = (typeof BACKEND_FLAGS)[number];

/** One place that asks SD.Next for a backend. */
export type Request = {
  readonly backend: BackendFlag;
  /** `SD_USEOPENVINO`, `COMMANDLINE_ARGS`, `webui-user.sh line 3`. */
  readonly source: string;
  /** The text found there. */
  readonly value: string;
};

/** What the surroundings of a start say, before anyone types an argument. */
export type Switches = {
  readonly requests: readonly Request[];
  /** Boolean variables whose meaning depends on an age that is not known. */
  readonly unclear: readonly Request[];
  /** The arguments of COMMANDLINE_ARGS, wherever it is set. */
  readonly args: readonly string[];
  readonly userScript: readonly Assignment[];
  /** Every variable that a start would see: the process's, overlaid by the launcher file's. */
  readonly env: Readonly<Record<string, string | undefined>>;
};

const LARGEST_SCRIPT = 1024 * 1024;

type Surroundings = {
  readonly dir: string;
  readonly env: Readonly<Record<string, string | undefined>>;
  readonly platform: NodeJS.Platform;
  /** Whether this SD.Next reads `SD_USE*` as yes or no; null where its age is unknown. */
  readonly modern: boolean | null;
};

/** Environment variables, COMMANDLINE_ARGS and `webui-user.sh` (which Windows does not read), taken together. */
export async function readSwitches(surroundings: Surroundings): Promise<Switches> {
  const { dir, platform } = surroundings;
  const path = join(dir, 'webui-user.sh');
  const script =
    platform === 'win32' ? null : await readBoundedIfThere(path, LARGEST_SCRIPT).catch(() => null);
  return switchesOf(surroundings, assignmentsIn(script ?? ''));
}

/** The same from what was read. */
export function switchesOf(
  { env: own, modern }: Pick<Surroundings, 'env' | 'modern'>,
  userScript: readonly Assignment[],
): Switches {
  const set = userScript
    .filter((each) => each.value !== null && isSeen(each, own))
    .map(({ name, value }) => [name, value ?? '']);
  const env: Switches['env'] = { ...own, ...Object.fromEntries(set) };
  const args = splitArguments(env.COMMANDLINE_ARGS ?? '').map(({ word }) => word);
  const variables = BACKEND_FLAGS.flatMap((backend) => fromVariable(backend, { env, userScript, modern }));
  const named = fromArguments(args, sourceOf('COMMANDLINE_ARGS', userScript));
  return {
    requests: [...variables.filter(({ on }) => on === true), ...named].map(({ on: _on, ...each }) => each),
    unclear: variables.filter(({ on }) => on === null).map(({ on: _on, ...each }) => each),
    args,
    userScript,
    env,
  };
}

/** What webui.sh uses itself; everything else reaches SD.Next only when it is exported, there or before. */
const LAUNCHER_OWN = [
  'venv_dir',
  'PYTHON',
  'GIT',
  'LD_LIBRARY_PATH',
  'DISABLE_VENV_LIBS',
  'ACCELERATE',
  'IPEXRUN',
];

/** Whether an assignment of webui-user.sh has an effect. */
function isSeen({ name, exported }: Assignment, own: Surroundings['env']): boolean {
  return exported || own[name] !== undefined || LAUNCHER_OWN.includes(name);
}

type Judged = Request & { readonly on: boolean | null };
type Known = Pick<Switches, 'env' | 'userScript'> & Pick<Surroundings, 'modern'>;

function fromVariable(backend: BackendFlag, { env, userScript, modern }: Known): readonly Judged[] {
  const name = `SD_USE${backend.toUpperCase()}`;
  const value = env[name];
  if (value === undefined) return [];
  return [{ backend, source: sourceOf(name, userScript), value, on: envFlag(value, modern) }];
}

function sourceOf(name: string, userScript: readonly Assignment[]): string {
  const assigned = userScript.findLast((each) => each.name === name);
  return assigned === undefined ? name : `webui-user.sh line ${assigned.line}`;
}

/** The backends that an argument list switches on. SD.Next's parser takes any unambiguous beginning of a flag. */
export function fromArguments(args: readonly string[], source: string): readonly Judged[] {
  return args.flatMap((arg) => {
    const matches = BACKEND_FLAGS.filter((backend) => arg.length > 6 && `--use-${backend}`.startsWith(arg));
    const [backend] = matches;
    return backend === undefined || matches.length > 1 ? [] : [{ backend, source, value: arg, on: true }];
  });
}

/** The distinct backends that are asked for, in SD.Next's order. */
export function requestedBackends(switches: Switches): readonly BackendFlag[] {
  return BACKEND_FLAGS.filter((backend) => switches.requests.some((each) => each.backend === backend));
}
