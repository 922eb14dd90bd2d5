import { mkdir, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { makeFolder } from '../../system/files.ts';
import type { System } from '../../system/system.ts';
import { templatePath } from '../../system/templates.ts';
import { withWorkFolder } from '../../system/work-folder.ts';
import type { Sources } from '../sources/sources.ts';
import { hashedRequirements, type LockedWheel } from '../uv/lock.ts';
import { pipEnvironment } from './pip-environment.ts';
import { pipFailure } from './pip-failure.ts';

const DOWNLOAD_LIMIT_MS = 3_600_000;

type Download = {
  /** A Python that has pip; the wheels are for its version and platform. */
  readonly python: string;
  readonly sources: Sources;
  readonly wheels: readonly LockedWheel[];
  /** Where they go, uv's wheel with them. */
  readonly folder: string;
  readonly command: string;
};

/** Downloads exactly these wheels and the pinned uv, hashes checked, through the user's own package sources. */
export async function downloadWheels(download: Download, system: System): Promise<void> {
  await makeFolder(system.directories.cache);
  await withWorkFolder('download', system, async (work) => {
    const requirements = join(work, 'requirements.txt');
    await writeFile(requirements, hashedRequirements(download.wheels));
    await mkdir(download.folder, { recursive: true });
    const lists = ['-r', requirements, '-r', templatePath('requirements', 'uv.txt')];
    await call(download, lists, system);
  });
}

async function call(download: Download, lists: readonly string[], system: System): Promise<void> {
  const options = ['--quiet', '--no-deps', '--only-binary', ':all:', '--require-hashes'];
  const outcome = await system.run({
    file: download.python,
    args: ['-I', '-X', 'utf8', '-m', 'pip', 'download', ...options, '-d', download.folder, ...lists],
    env: pipEnvironment(download.sources, system),
    cwd: system.directories.cache,
    timeoutMs: DOWNLOAD_LIMIT_MS,
    signal: system.signal,
  });
  if (outcome.exitCode === 0) return;
  throw pipFailure(outcome, {
    task: 'download the packages',
    code: 'not-downloaded',
    command: download.command,
  });
}
