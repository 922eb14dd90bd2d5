import { existsSync } from 'node:fs';
import { isAbsolute, resolve } from 'node:path';
import { Failure } from '../../findings/failure.ts';
import { withoutLogins } from '../../packages/sources/without-logins.ts';

/**
 * A package source as it was typed: an address of the web stays, a path becomes absolute.
 * Throws a Failure `usage` for anything that is neither.
 */
export function sourceAddress(flag: string, typed: string, cwd: string): string {
  if (/^(?:https?|file):\/\/\S+$/i.test(typed)) return typed;
  const path = isAbsolute(typed) ? typed : resolve(cwd, typed);
  if (!/^[a-z][a-z0-9+.-]+:\/\//i.test(typed) && existsSync(path)) return path;
  throw new Failure({
    kind: 'usage',
    code: 'source-address',
    found: `${flag} ${withoutLogins(typed)} is neither an address nor a folder here.`,
    need: 'An address that begins with https://, http:// or file://, or a folder that exists.',
  });
}
