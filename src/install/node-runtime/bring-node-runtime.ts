import { readdir, rm } from 'node:fs/promises';
import { basename, dirname, join } from 'node:path';
import { Failure } from '../../findings/failure.ts';
import { makeFolder } from '../../system/files.ts';
import type { Patience } from '../../system/http/download.ts';
import type { System } from '../../system/system.ts';
import { newRunId, type Place } from '../environment/place.ts';
import { acquireLock } from '../lock/lock.ts';
import type { Emit } from '../plan.ts';
import { resourceFailure } from '../stage/resources.ts';
import { stepsOf } from '../steps.ts';
import { type NodeArchive, nodeArchive } from './archive.ts';
import { type Making, makeRuntime } from './make-runtime.ts';
import { placedRuntime, type Receipt, runtimeFolder } from './placed-runtime.ts';

/** `trust`: whether an archive may be taken whose checksum nobody names; `command`: this run, to be pasted again. */
export type Bringing = Pick<Making, 'trust' | 'command' | 'load'> & {
  readonly network: 'online' | 'offline';
  readonly emit: Emit;
  readonly patience?: Patience;
};

export type Brought = {
  readonly outcome: 'was-there' | 'placed';
  readonly folder: string;
  readonly receipt: Receipt;
};

/** Downloads of 60 MB: connect and stall as uv has them, an hour for the slowest line, a second before the next try. */
const PATIENCE: Patience = { answerMs: 30_000, stallMs: 30_000, totalMs: 3_600_000, pauseMs: 1_000 };
/** Others may be downloading the same; theirs is then used. */
const WAIT_MS = 3_600_000;

/**
 * Makes sure that openvino-node's native part of this machine stands whole in sdn's cache: downloaded, checked, unpacked
 * beside, loaded once, and put in place by one rename. Throws `Failure`, with what stood there before untouched.
 */
export async function bringNodeRuntime(bringing: Bringing, system: System): Promise<Brought> {
  const folder = runtimeFolder(system);
  const there = await placedRuntime(folder);
  if (there.kind === 'present') return { outcome: 'was-there', folder, receipt: there.receipt };
  const archive = nodeArchive(system);
  if (bringing.network === 'offline') throw offline(archive, bringing);
  const step = stepsOf(bringing.emit);
  return step('node-runtime', `openvino-node ${archive.version}`, (say) =>
    underLock({ ...bringing, folder, archive, say }, system),
  );
}

type Work = Bringing & {
  readonly folder: string;
  readonly archive: NodeArchive;
  readonly say: (detail: string) => void;
};

async function underLock(work: Work, system: System): Promise<Brought> {
  const { folder, command } = work;
  const place: Place = { dir: dirname(folder), venv: folder };
  await makeFolder(place.dir).catch((error) => {
    throw resourceFailure(error, place.dir) ?? error;
  });
  const lock = await acquireLock({ place, system, command, waitMs: WAIT_MS });
  try {
    const there = await placedRuntime(folder);
    if (there.kind === 'present') return { outcome: 'was-there', folder, receipt: there.receipt };
    await sweep(folder);
    const stage = `${folder}.new-${newRunId(place)}`;
    const receipt = await makeRuntime({ patience: PATIENCE, ...work, stage }, system);
    return { outcome: 'placed', folder, receipt };
  } finally {
    await lock.release();
  }
}

/** What a killed run was unpacking or had moved aside; the download it left is resumed. */
async function sweep(folder: string): Promise<void> {
  const ours = ['.new-', '.old-'].map((mark) => basename(folder) + mark);
  const left = (await readdir(dirname(folder))).filter((name) => ours.some((each) => name.startsWith(each)));
  for (const name of left) await rm(join(dirname(folder), name), { recursive: true, force: true });
}

function offline({ version }: NodeArchive, { command }: Bringing): Failure {
  return new Failure({
    kind: 'unreachable',
    code: 'node-runtime-offline',
    found: `openvino-node ${version} is not in sdn's cache, and this run may not use the network.`,
    need: 'One run with network before. It is optional: leave out --with-node-runtime.',
    fix: [command],
  });
}
