import { statSync } from 'node:fs';
import { isAbsolute, resolve, sep } from 'node:path';
import { identify, inside } from '../../system/enter-folder.ts';
import { eachEntry } from './record.ts';

export type FileProblem = {
  readonly path: string;
  readonly problem: 'missing' | 'size';
  /** Bytes by the RECORD, and on disk. */
  readonly expected: number | null;
  readonly actual: number | null;
};

type Compared = { readonly files: number; readonly problems: readonly FileProblem[] };

/**
 * Whether each file of a RECORD is there, in its size; compiled Python may come and go. Done from inside the folder where
 * that can be: 17,000 names below it are found in a fifth less time than as many whole paths.
 */
export function compareRecord(site: string, record: string): Compared {
  const folder = identify(site);
  let compared: Compared | null = null;
  if (folder !== null) {
    inside(folder, () => {
      compared = compare(site, record, '');
    });
  }
  return compared ?? compare(site, record, site + sep);
}

/** `prefix` goes before each name of the RECORD. */
function compare(site: string, record: string, prefix: string): Compared {
  const problems: FileProblem[] = [];
  let files = 0;
  eachEntry(record, (path, expected) => {
    if (path.endsWith('.pyc')) return;
    files += 1;
    const actual = sizeOf(isAbsolute(path) ? path : prefix + path);
    if (actual !== null && (expected === null || actual === expected)) return;
    const problem = actual === null ? 'missing' : 'size';
    problems.push({ path: resolve(site, path), problem, expected, actual });
  });
  return { files, problems };
}

const NOT_THERE = { throwIfNoEntry: false } as const;

/** Bytes, or null where there is nothing to be found. */
function sizeOf(path: string): number | null {
  try {
    return statSync(path, NOT_THERE)?.size ?? null;
  } catch {
    return null;
  }
}
