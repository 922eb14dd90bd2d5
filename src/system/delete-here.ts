import { chmodSync, lstatSync, readdirSync, rmdirSync, unlinkSync } from 'node:fs';
import { errorCode } from './files.ts';

/** What is in the current folder, which is opened where its mode forbids looking. */
export function namesHere(): readonly string[] {
  try {
    return readdirSync('.');
  } catch (error) {
    if (errorCode(error) !== 'EACCES') throw error;
    chmodSync('.', 0o700);
    return readdirSync('.');
  }
}

/** Removes a file or a link of the current folder; false where it has gone already. */
export function unlink(name: string): boolean {
  return stubbornly(name, () => unlinkSync(name));
}

/** Removes an empty folder of the current one; false where it has gone, or is none, by now. */
export function removeEmpty(name: string): boolean {
  const seen = lstatSync(name, { throwIfNoEntry: false });
  return seen?.isDirectory() === true && stubbornly(name, () => rmdirSync(name));
}

/** Removes, once more after opening what a mode forbids: the folder it is in, or on Windows the file itself. */
function stubbornly(name: string, remove: () => void): boolean {
  try {
    remove();
  } catch (error) {
    if (errorCode(error) === 'ENOENT') return false;
    if (!['EACCES', 'EPERM'].includes(errorCode(error) ?? '')) throw error;
    chmodSync('.', 0o700);
    if (process.platform === 'win32' && lstatSync(name).isFile()) chmodSync(name, 0o600);
    remove();
  }
  return true;
}
