import { delimiter, dirname, join } from 'node:path';
import type { Variant } from '../../variants/decision.ts';
import type { EnvironmentView } from '../environment/environment-view.ts';
import { splitArguments } from '../switches/split-arguments.ts';

/** Variables that would make SD.Next install something else than what is there, or take another backend. */
const INSTALL_TIME =
  /^(?:SD_USE(?:CUDA|ROCM|IPEX|OPENVINO|DIRECTML|ZLUDA|NIGHTLY)|SD_REINSTALL|TORCH_COMMAND|OPENVINO_COMMAND)$/;
/** Variables of another Python that would reach into this one. */
const OTHER_PYTHON = /^(?:PYTHONHOME|CONDA_\w+|__PYVENV_LAUNCHER__)$/;

type Wish = {
  readonly env: Readonly<Record<string, string | undefined>>;
  readonly environment: EnvironmentView;
  readonly variant: Variant | null;
  readonly platform: NodeJS.Platform;
  /** Files for pip and uv, named without blanks, at which both would split the name. */
  readonly constraints: string;
  readonly overrides: string;
};

export type LaunchEnv = {
  /** The child's whole environment. */
  readonly env: Readonly<Record<string, string>>;
  /** What sdn sets, for the reader. */
  readonly set: Readonly<Record<string, string>>;
  readonly removed: readonly string[];
};

/** The environment SD.Next is started with: the user's own, with this venv in front and nothing that reinstalls. */
export function launchEnv(wish: Wish): LaunchEnv {
  const own = Object.entries(wish.env).filter((entry): entry is [string, string] => entry[1] !== undefined);
  const removed = own
    .map(([name]) => name)
    .filter((name) => INSTALL_TIME.test(name) || OTHER_PYTHON.test(name));
  const kept = Object.fromEntries(own.filter(([name]) => !removed.includes(name)));
  const set = { ...venvVariables(wish), ...variantVariables(wish), ...constraintVariables(wish) };
  return { env: { ...withoutPath(kept, wish.platform), ...withArguments(kept), ...set }, set, removed };
}

function venvVariables({ env, environment, platform }: Wish): Record<string, string> {
  const path = env.PATH ?? env.Path ?? '';
  const folder = dirname(environment.python.path);
  const variables = {
    VIRTUAL_ENV: environment.path,
    PATH: [folder, path].filter((each) => each !== '').join(delimiter),
  };
  if (platform !== 'linux' || env.DISABLE_VENV_LIBS) return variables;
  // As webui.sh does, but in front of what the user has instead of in its place.
  const libraries = [join(environment.path, 'lib'), env.LD_LIBRARY_PATH].filter((each) => each);
  return { ...variables, LD_LIBRARY_PATH: libraries.join(':') };
}

/** Windows has one PATH whose name may be spelled Path. */
function withoutPath(
  env: Readonly<Record<string, string>>,
  platform: NodeJS.Platform,
): Record<string, string> {
  if (platform !== 'win32') return { ...env };
  return Object.fromEntries(Object.entries(env).filter(([name]) => name.toUpperCase() !== 'PATH'));
}

function variantVariables({ env, variant }: Wish): Record<string, string> {
  if (variant === 'openvino') return { PYTORCH_TRACING_MODE: env.PYTORCH_TRACING_MODE ?? 'TORCHFX' };
  return variant === 'mps' ? { PYTORCH_ENABLE_MPS_FALLBACK: env.PYTORCH_ENABLE_MPS_FALLBACK ?? '1' } : {};
}

/** pip and uv read these at every call that SD.Next makes. What the user set for them counts as well. */
function constraintVariables({ env, constraints, overrides }: Wish): Record<string, string> {
  const beside = (file: string, own: string | undefined) => (own ? `${file} ${own}` : file);
  return {
    PIP_CONSTRAINT: beside(constraints, env.PIP_CONSTRAINT),
    UV_CONSTRAINT: beside(constraints, env.UV_CONSTRAINT),
    UV_OVERRIDE: beside(overrides, env.UV_OVERRIDE),
  };
}

/** COMMANDLINE_ARGS without what is decided at installation. */
function withArguments({ COMMANDLINE_ARGS }: Readonly<Record<string, string>>): Record<string, string> {
  if (COMMANDLINE_ARGS === undefined) return {};
  const kept = splitArguments(COMMANDLINE_ARGS).filter(({ word }) => !isInstallTime(word));
  return { COMMANDLINE_ARGS: kept.map(({ raw }) => raw).join(' ') };
}

function isInstallTime(arg: string): boolean {
  return /^--(?:use-(?!xformers)|reinstall$|reset$)/.test(arg);
}
