import { lstat, readdir } from 'node:fs/promises';
import { join } from 'node:path';
import * as v from 'valibot';
import { readIfThere } from '../../system/files.ts';
import { LOCK_DOCUMENT } from '../transaction/stray.ts';
import { type Manifest, ManifestSchema } from './manifest.ts';

/** The manifest's file name inside an environment. */
export const MANIFEST_FILE = 'sdn-environment.json';

/** What is at the path of an environment. Only `ours`, `foreign` and `damaged` are environments at all. */
export type Environment =
  | { readonly kind: 'nothing' }
  | { readonly kind: 'file' }
  | { readonly kind: 'link' }
  /** Made by sdn, with a manifest that can be read and a Python. */
  | { readonly kind: 'ours'; readonly manifest: Manifest; readonly extra: readonly string[] }
  /** A venv that something else made. */
  | { readonly kind: 'foreign'; readonly madeBy: string | null; readonly extra: readonly string[] }
  /** An environment with a part missing. */
  | { readonly kind: 'damaged'; readonly why: string; readonly extra: readonly string[] }
  /** A folder that is no environment, or that holds more than one. */
  | { readonly kind: 'lookalike'; readonly why: string };

export type EnvironmentKind = Environment['kind'];

/** Looks at a path and changes nothing. `extra`: entries at the top that no venv, pip or uv puts there. */
export async function examineEnvironment(path: string): Promise<Environment> {
  const seen = await lstat(path).catch(() => null);
  if (seen === null) return { kind: 'nothing' };
  if (seen.isSymbolicLink()) return { kind: 'link' };
  return seen.isDirectory() ? examineFolder(path) : { kind: 'file' };
}

/** The Python of an environment, where its platform puts it. */
export function pythonOf(venv: string, platform: NodeJS.Platform): string {
  return platform === 'win32' ? join(venv, 'Scripts', 'python.exe') : join(venv, 'bin', 'python');
}

async function examineFolder(path: string): Promise<Environment> {
  const names = await readdir(path);
  const extra = names.filter((name) => !TOP_LEVEL.has(name.toLowerCase())).sort();
  const config = await readIfThere(join(path, 'pyvenv.cfg')).catch(() => null);
  const manifest = await readIfThere(join(path, MANIFEST_FILE)).catch(() => '');
  if (config === null && manifest === null) return { kind: 'lookalike', why: 'it has no pyvenv.cfg' };
  if (manifest === null && extra.length > 0) return { kind: 'lookalike', why: holds(extra) };
  const why = await damage(path, config);
  if (why !== null) return { kind: 'damaged', why, extra };
  return manifest === null ? foreign(config, extra) : ours(manifest, extra);
}

/** What venv, virtualenv, uv, pip and the data files of wheels put at the top of an environment. */
const TOP_LEVEL: ReadonlySet<string> = new Set([
  ...['bin', 'scripts', 'lib', 'lib64', 'include', 'share', 'etc', 'man', 'doc', 'pyvenv.cfg', '.gitignore'],
  ...['cachedir.tag', '.lock', MANIFEST_FILE, LOCK_DOCUMENT],
]);

function holds(extra: readonly string[]): string {
  const shown = extra.slice(0, 5).join(', ');
  const more = extra.length > 5 ? ` and ${extra.length - 5} more` : '';
  return `it holds what no environment has: ${shown}${more}`;
}

async function damage(path: string, config: string | null): Promise<string | null> {
  if (config === null) return 'pyvenv.cfg is missing';
  if (!/^home\s*=/m.test(config)) return 'pyvenv.cfg names no Python';
  const candidates = [pythonOf(path, 'linux'), pythonOf(path, 'win32')];
  const found = await Promise.all(candidates.map((each) => lstat(each).catch(() => null)));
  return found.some((each) => each !== null) ? null : 'its Python is missing';
}

function foreign(config: string | null, extra: readonly string[]): Environment {
  const madeBy = /^(uv|virtualenv)\s*=/m.exec(config ?? '')?.[1] ?? 'python -m venv';
  return { kind: 'foreign', madeBy, extra };
}

function ours(text: string, extra: readonly string[]): Environment {
  const known = v.safeParse(ManifestSchema, parsed(text));
  if (known.success) return { kind: 'ours', manifest: known.output, extra };
  return { kind: 'damaged', why: `${MANIFEST_FILE} cannot be read`, extra };
}

function parsed(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return null;
  }
}
