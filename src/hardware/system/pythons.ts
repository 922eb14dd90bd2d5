import { realpath } from 'node:fs/promises';
import type { System } from '../../system/system.ts';
import type { Python } from '../probe.ts';
import { failureOf, runTool } from '../tool.ts';

const FAVOURITES = ['3.12', '3.11', '3.13', '3.10', '3.14'];
const SAY =
  'import sys,platform;print(platform.python_version(),sys.implementation.name,platform.machine(),sys.maxsize>2**32)';

export type Pythons = { readonly python: Python | null; readonly pythons: Python[] };

export type PythonSearch = {
  /** Absolute paths at which a Python may be, best first; looked for while the devices are. */
  readonly paths: Promise<readonly string[]>;
  /** Starting one to hear its exact version takes longer than all other probes together. */
  readonly version: 'asked' | 'by-path';
};

/**
 * Interpreters by what their paths say ("/usr/bin/python3" is a link to python3.11). At most the one that an
 * installation would take is started, to hear its exact version where the path does not hold it.
 */
export async function readPythons(system: System, search: PythonSearch): Promise<Pythons> {
  const paths = await search.paths;
  const targets = await Promise.all(paths.map((path) => realpath(path).catch(() => null)));
  const seen = new Map<string, Python>();
  paths.forEach((path, index) => {
    const target = targets[index];
    if (target && !seen.has(target) && !path.includes('shims'))
      seen.set(target, { path, version: versionIn(target) });
  });
  const pythons = [...seen.values()];
  const first = favourite(pythons);
  const asked = first === null || search.version === 'by-path' ? first : await ask(system, first);
  return { python: asked, pythons: pythons.map((each) => (each === first && asked !== null ? asked : each)) };
}

/** "3.11.7" or "3.11" from a path such as `versions/3.11.7/bin/python3.11` or `Python312\python.exe`. */
export function versionIn(path: string): string | null {
  const full = /(?:^|[^\d.])(3\.\d{1,2}\.\d{1,2})(?=[^\d]|$)/.exec(path)?.[1];
  const minor =
    /python-?(3\.\d{1,2})t?(?:\.exe)?$/i.exec(path)?.[1] ?? /[\\/](3\.\d{1,2})[\\/]/.exec(path)?.[1];
  const folder = /Python3(\d{1,2})[\\/]python\.exe$/i.exec(path)?.[1];
  return full ?? minor ?? (folder === undefined ? null : `3.${folder}`);
}

/** "3.12.4 cpython x86_64 True" as a Python says it of itself. */
export function parsePythonSays(text: string): Python | null {
  const [version, implementation, machine = '', wide] = text.trim().split(' ');
  if (version === undefined || !/^\d+\.\d+/.test(version)) return null;
  const arm = /^(?:arm64|aarch64)$/i.test(machine);
  return {
    version,
    implementation: implementation ?? null,
    arch: wide === 'False' ? 'ia32' : arm ? 'arm64' : 'x64',
  };
}

function favourite(pythons: readonly Python[]): Python | null {
  const ranked = FAVOURITES.map((minor) =>
    pythons.find(({ version }) => `${version}.`.startsWith(`${minor}.`)),
  );
  return ranked.find((each) => each !== undefined) ?? pythons[0] ?? null;
}

/** On a Mac the path does not tell whether it is an arm64 Python; on Linux a whole version is all there is to ask. */
function isWhole(version: string | null | undefined): boolean {
  return version?.split('.').length === 3;
}

async function ask(system: System, { path, version }: Python): Promise<Python> {
  const known = { path, version };
  if (!path || (system.platform === 'linux' && isWhole(version))) return known;
  const outcome = await runTool(system, path, ['-I', '-S', '-c', SAY]);
  const said = failureOf(outcome) === null ? parsePythonSays(outcome.stdout) : null;
  return said === null ? known : { ...said, path };
}
