import { errorCode } from './files.ts';

const REASONS: Readonly<Record<string, string>> = {
  ENOENT: 'it does not exist',
  ENOTDIR: 'a part of the path is not a folder',
  EISDIR: 'it is a folder',
  ENOTREG: 'it is not a regular file',
  EACCES: 'this user may not read it',
  EPERM: 'this user may not read it',
  ELOOP: 'its links lead in a circle',
  ENXIO: 'nothing can be read from it',
  ENAMETOOLONG: 'the path is longer than a path can be',
};

/** Why a file could not be read, in words; a cause that has none keeps the name the system has for it. */
export function whyUnreadable(error: unknown): string {
  const code = errorCode(error);
  if (code === null) return error instanceof Error ? error.message : String(error);
  return REASONS[code] ?? `reading it ended with ${code}`;
}
