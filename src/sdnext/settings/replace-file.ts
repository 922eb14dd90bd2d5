import { mkdir, open, readFile, realpath, rename, rm, stat } from 'node:fs/promises';
import { basename, dirname, join, relative, sep } from 'node:path';
import { Failure } from '../../findings/failure.ts';
import { resourceFailure } from '../../install/stage/resources.ts';
import { randomHex } from '../../system/digest.ts';

/** A file that was changed, and where its old content is kept. `backup` null: there was no file before. */
export type Replaced = { readonly path: string; readonly backup: string | null };

/**
 * Puts `content` in the place of a file below `dir`, atomically and with its permissions, and keeps the old content
 * in `<dir>/.sdn/backup`. Throws a `Failure` where the file really lies outside `dir`, or cannot be written.
 */
export async function replaceFile(dir: string, path: string, content: string | Buffer): Promise<Replaced> {
  const real = await realPath(path);
  await requireInside(dir, real);
  try {
    const backup = await keep(dir, real);
    await swap(real, content);
    return { path: real, backup };
  } catch (error) {
    throw resourceFailure(error, real) ?? error;
  }
}

async function realPath(path: string): Promise<string> {
  return realpath(path).catch(async () =>
    join(await realpath(dirname(path)).catch(() => dirname(path)), basename(path)),
  );
}

async function requireInside(dir: string, path: string): Promise<void> {
  const inside = relative(await realpath(dir), path);
  if (inside !== '' && !inside.startsWith(`..${sep}`) && inside !== '..' && !inside.includes(':')) return;
  throw new Failure({
    kind: 'refused',
    code: 'settings-elsewhere',
    found: `${path} lies outside ${dir}; sdn writes nothing there.`,
    need: 'A file in the folder that --dir names.',
  });
}

async function keep(dir: string, path: string): Promise<string | null> {
  const old = await readFile(path).catch(() => null);
  if (old === null) return null;
  const folder = join(dir, '.sdn', 'backup');
  await mkdir(folder, { recursive: true });
  const backup = join(folder, `${basename(path)}.${new Date().toISOString().replace(/[:.]/g, '-')}`);
  await write(backup, old, 0o600);
  return backup;
}

async function swap(path: string, content: string | Buffer): Promise<void> {
  const mode = (await stat(path).catch(() => null))?.mode ?? 0o644;
  const staged = join(dirname(path), `.${randomHex(6)}.tmp`);
  try {
    await write(staged, content, mode & 0o777);
    await rename(staged, path);
  } catch (error) {
    await rm(staged, { force: true });
    throw error;
  }
}

async function write(path: string, content: string | Buffer, mode: number): Promise<void> {
  const file = await open(path, 'wx', mode);
  try {
    await file.chmod(mode);
    await file.writeFile(content);
    await file.sync();
  } finally {
    await file.close();
  }
}
