import { readdir } from 'node:fs/promises';
import { delimiter, isAbsolute, join } from 'node:path';
import type { System } from '../../system/system.ts';

const MINORS = ['3.12', '3.11', '3.13', '3.10', '3.14', '3.9'];

/**
 * Every absolute path at which a Python may be, in the order of a user's own preference: PATH, then the usual
 * homes of the Python managers. Nothing is started here, and nothing is taken from the current folder.
 */
export async function pythonCandidates(system: System): Promise<readonly string[]> {
  const managed = await Promise.all(managedFolders(system).map(pythonsBelow));
  return [...new Set([...onPath(system), ...managed.flat(), ...fixedPlaces(system)])];
}

/** pyenv's shims are slow scripts: one tells which Python the user means, the others are looked up below. */
function onPath(system: System): readonly string[] {
  const shims = join(pyenvRoot(system), 'shims');
  const folders = (system.env.PATH ?? system.env.Path ?? '').split(delimiter).filter(isAbsolute);
  return folders.flatMap((folder) =>
    (folder === shims ? ['python3'] : executableNames(system)).map((name) => join(folder, name)),
  );
}

function executableNames({ platform }: System): readonly string[] {
  if (platform === 'win32') return ['python.exe', 'python3.exe'];
  return ['python3', 'python', ...MINORS.map((minor) => `python${minor}`)];
}

type Managed = { readonly folder: string; readonly python: readonly string[] };

function managedFolders({ platform, env, home }: System): readonly Managed[] {
  if (platform === 'win32') return windowsFolders(env, home);
  const bin = ['bin', 'python3'];
  return [
    { folder: join(pyenvRoot({ env, home }), 'versions'), python: bin },
    { folder: join(env.XDG_DATA_HOME ?? join(home, '.local', 'share'), 'uv', 'python'), python: bin },
    { folder: '/Library/Frameworks/Python.framework/Versions', python: bin },
  ];
}

function pyenvRoot({ env, home }: Pick<System, 'env' | 'home'>): string {
  return env.PYENV_ROOT ?? join(home, '.pyenv');
}

function windowsFolders(env: System['env'], home: string): readonly Managed[] {
  const local = env.LOCALAPPDATA ?? join(home, 'AppData', 'Local');
  return [
    { folder: join(local, 'Programs', 'Python'), python: ['python.exe'] },
    { folder: join(env.APPDATA ?? join(home, 'AppData', 'Roaming'), 'uv', 'python'), python: ['python.exe'] },
    { folder: join(home, '.pyenv', 'pyenv-win', 'versions'), python: ['python.exe'] },
    { folder: env.ProgramFiles ?? 'C:\\Program Files', python: ['python.exe'] },
  ];
}

async function pythonsBelow({ folder, python }: Managed): Promise<readonly string[]> {
  const names = await readdir(folder).catch(() => []);
  return names.map((name) => join(folder, name, ...python));
}

function fixedPlaces({ platform }: System): readonly string[] {
  if (platform === 'win32') return [];
  const folders = ['/usr/local/bin', '/opt/homebrew/bin', '/usr/bin'];
  return folders.flatMap((folder) =>
    ['python3', ...MINORS.map((minor) => `python${minor}`)].map((name) => join(folder, name)),
  );
}
