import { readFileSync } from 'node:fs';
import { readdir, realpath } from 'node:fs/promises';
import { join, resolve, sep } from 'node:path';
import { setImmediate as breathe } from 'node:timers/promises';
import { monotonicMs } from '../../system/clock.ts';
import { compareRecord, type FileProblem } from './compare-record.ts';
import { eachEntry } from './record.ts';

/** One installed distribution, as its `.dist-info` names it. Whole means: no problem, and a RECORD to go by. */
export type Distribution = {
  readonly name: string;
  readonly version: string;
  readonly files: number;
  readonly whole: boolean;
  readonly why: string | null;
  readonly problems: readonly FileProblem[];
};

export type Wholeness = {
  readonly whole: boolean;
  readonly distributions: readonly Distribution[];
  /** Files that were looked at, and how long that took. */
  readonly files: number;
  readonly ms: number;
};

/**
 * Compares every distribution of an environment with its RECORD: is each file there, in its size.
 * No Python runs. A file that several distributions claim (the four `opencv` packages) is right in the size of any.
 */
export async function checkWholeness(venv: string): Promise<Wholeness> {
  const started = monotonicMs();
  const found: Found[] = [];
  for (const folder of await siteFolders(venv)) found.push(...(await inSite(folder)));
  const distributions = withoutOverlaps(found);
  return {
    whole: distributions.every((each) => each.whole),
    distributions,
    files: distributions.reduce((sum, each) => sum + each.files, 0),
    ms: Math.round(monotonicMs() - started),
  };
}

/** The site-packages of an environment; `lib64` is often a link to `lib`, and counts once. */
export async function siteFolders(venv: string): Promise<readonly string[]> {
  const roots = [join(venv, 'Lib', 'site-packages')];
  for (const lib of [join(venv, 'lib'), join(venv, 'lib64')]) {
    const versions = (await readdir(lib).catch(() => [])).filter((name) => name.startsWith('python'));
    roots.push(...versions.map((name) => join(lib, name, 'site-packages')));
  }
  const real = await Promise.all(roots.map((root) => realpath(root).catch(() => null)));
  return [...new Set(real.filter((root) => root !== null))];
}

type Found = Omit<Distribution, 'whole'> & {
  readonly site: string;
  readonly record: string;
};

async function inSite(site: string): Promise<readonly Found[]> {
  const found: Found[] = [];
  for (const folder of (await readdir(site)).filter((name) => name.endsWith('.dist-info')).sort()) {
    found.push(inspect(site, folder));
    await breathe();
  }
  return found;
}

function inspect(site: string, folder: string): Found {
  const [name = folder, version = ''] = folder.slice(0, -'.dist-info'.length).split('-');
  const text = textOf(join(site, folder, 'RECORD'));
  const record = text ?? '';
  const { files, problems } = compareRecord(site, record);
  const why = text === null ? 'its RECORD is missing' : files === 0 ? 'its RECORD is empty' : null;
  return { name, version, files, why, problems, site, record };
}

function textOf(path: string): string | null {
  try {
    return readFileSync(path, 'utf8');
  } catch {
    return null;
  }
}

function withoutOverlaps(found: readonly Found[]): readonly Distribution[] {
  const wrongSize = found.flatMap(({ problems }) => problems).filter(({ problem }) => problem === 'size');
  const claimed = claimsOf(found, new Set(wrongSize.map(({ path }) => path)));
  return found.map(({ site: _site, record: _record, ...each }) => {
    const problems = each.problems.filter(({ actual, path }) => !claimed.has(`${actual}:${path}`));
    return { ...each, problems, whole: each.why === null && problems.length === 0 };
  });
}

/** Every size that some distribution gives for one of these paths. */
function claimsOf(found: readonly Found[], paths: ReadonlySet<string>): ReadonlySet<string> {
  if (paths.size === 0) return paths;
  const claims = new Set<string>();
  for (const { site, record } of found)
    eachEntry(record, (path, size) => {
      const claimed = resolve(site, path);
      if (paths.has(claimed)) claims.add(`${size}:${claimed}`);
    });
  return claims;
}

/** One line for a person: what is wrong with a distribution that is not whole. */
export function damageText({ name, version, why, files, problems }: Distribution): string {
  if (why !== null) return `${name} ${version}: ${why}`;
  const missing = problems.filter(({ problem }) => problem === 'missing').length;
  const example = problems[0]?.path.split(sep).slice(-2).join('/') ?? '';
  const wrong = problems.length - missing;
  const parts = [missing > 0 ? `${missing} missing` : '', wrong > 0 ? `${wrong} of another size` : ''];
  return `${name} ${version}: of ${files} files ${parts.filter((part) => part !== '').join(', ')} (${example})`;
}
