import { readdir } from 'node:fs/promises';
import { delimiter, isAbsolute, join } from 'node:path';
import { errorCode } from '../../system/files.ts';
import type { System } from '../../system/system.ts';

/** What a Python is called, the likeliest first; later minors come after these. */
const NAMES = [
  'python3',
  'python',
  ...['3.12', '3.11', '3.13', '3.10', '3.14', '3.9'].map((minor) => `python${minor}`),
];
const WINDOWS_NAMES = ['python.exe', 'python3.exe'];

/**
 * Every absolute path at which a Python may be, in the order of a user's own preference: PATH, then the usual
 * homes of the Python managers. Nothing is started here, and nothing is taken from the current folder.
 */
export async function pythonCandidates(system: System): Promise<readonly string[]> {
  const onPath = foldersOnPath(system);
  const usual = usualFolders(system).filter((folder) => !onPath.includes(folder));
  const found = await Promise.all([
    ...onPath.map((folder) => pythonsIn(folder, system)),
    ...managedFolders(system).map(pythonsBelow),
    ...usual.map((folder) => pythonsIn(folder, system)),
  ]);
  return [...new Set(found.flat())];
}

function foldersOnPath({ env }: System): readonly string[] {
  return (env.PATH ?? env.Path ?? '').split(delimiter).filter(isAbsolute);
}

function usualFolders({ platform }: System): readonly string[] {
  return platform === 'win32' ? [] : ['/usr/local/bin', '/opt/homebrew/bin', '/usr/bin'];
}

/** pyenv's shims are slow scripts: one tells which Python the user means, the others are looked up below. */
async function pythonsIn(folder: string, system: System): Promise<readonly string[]> {
  const onWindows = system.platform === 'win32';
  const expected = onWindows ? WINDOWS_NAMES : NAMES;
  if (folder === join(pyenvRoot(system), 'shims')) return [join(folder, 'python3')];
  const names = await readdir(folder).catch(unlessHidden(expected));
  const written = onWindows ? names.map((name) => name.toLowerCase()) : names;
  const found = written.filter(
    (name) => expected.includes(name) || (!onWindows && /^python3\.\d\d?$/.test(name)),
  );
  return found.toSorted(byPlaceIn(expected)).map((name) => join(folder, name));
}

/** A folder may be closed to looking and open to starting what is in it. */
function unlessHidden(expected: readonly string[]) {
  return (error: unknown) => (errorCode(error) === 'EACCES' ? [...expected] : []);
}

function byPlaceIn(expected: readonly string[]) {
  const place = (name: string) => (expected.includes(name) ? expected.indexOf(name) : expected.length);
  return (left: string, right: string) => place(left) - place(right);
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
