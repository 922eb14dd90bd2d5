import { link, open, readdir, readFile, rm, stat, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import * as v from 'valibot';
import { randomHex } from '../../system/digest.ts';
import { errorCode } from '../../system/files.ts';
import { ProcessSchema } from '../../system/processes.ts';
import { type Place, stateFolder, stateName } from '../environment/place.ts';
import { strayFiles } from '../transaction/stray.ts';

const RecordSchema = v.object({
  schema: v.literal('sdn.holder/1'),
  state: v.picklist(['held', 'released']),
  command: v.string(),
  since: v.string(),
  process: ProcessSchema,
});

/** Who holds an environment, or held it last. */
export type LockRecord = v.InferOutput<typeof RecordSchema>;

/**
 * One generation of the lock: the file `<name>.lock.<generation>`. The highest one counts, is never deleted,
 * only followed by the next; so two that find the same stale lock cannot both follow it.
 */
export type Generation = {
  readonly number: number;
  readonly path: string;
  /** Null where the file is damaged. */
  readonly record: LockRecord | null;
  /** Its last sign of life, in milliseconds of the filesystem's clock. */
  readonly beatMs: number;
};

/** The generation that counts, or null where nobody has ever held this environment. */
export async function highestGeneration(place: Place): Promise<Generation | null> {
  const numbers = await generations(place);
  const number = numbers.length === 0 ? null : Math.max(...numbers);
  return number === null ? null : readGeneration(place, number);
}

/** Adds a generation. False where somebody else was quicker. */
export async function addGeneration(place: Place, number: number, claim: string): Promise<boolean> {
  try {
    await link(claim, pathOf(place, number));
    return true;
  } catch (error) {
    if (['EEXIST', 'ENOENT'].includes(errorCode(error) ?? '')) return false;
    if (!LINKLESS.includes(errorCode(error) ?? '')) throw error;
    return writeGeneration(place, number, claim);
  }
}

/** FAT and some network drives have no hard links. */
const LINKLESS = ['EPERM', 'ENOTSUP', 'EOPNOTSUPP', 'ENOSYS', 'EMLINK', 'EXDEV'];

async function writeGeneration(place: Place, number: number, claim: string): Promise<boolean> {
  try {
    await writeFile(pathOf(place, number), await readFile(claim), { flag: 'wx', mode: 0o644 });
    return true;
  } catch (error) {
    if (['EEXIST', 'ENOENT'].includes(errorCode(error) ?? '')) return false;
    throw error;
  }
}

/** Removes what the generations before `number` left, and temporary files of killed runs. */
export async function sweepBelow(place: Place, number: number): Promise<void> {
  const old = (await generations(place)).filter((each) => each < number).map((each) => pathOf(place, each));
  const paths = [...old, ...(await strayFiles(place))];
  await Promise.all(paths.map((path) => rm(path, { force: true, recursive: true })));
}

/**
 * A file with `record` in it, to be linked as a generation. Its time is the filesystem's own now.
 * On a full disk it stays empty, and still locks: the run under that lock may be the one that makes room.
 */
export async function writeClaim(place: Place, record: LockRecord): Promise<{ path: string; nowMs: number }> {
  const name = `.${stateName(place)}.lock.${randomHex(6)}.tmp`;
  const path = join(stateFolder(place), name);
  // Whoever gets the lock meanwhile sweeps this file away; what was opened can be asked for its time all the same.
  const file = await open(path, 'wx', 0o644);
  try {
    await file.writeFile(recordText(record)).catch(unlessFull);
    return { path, nowMs: (await file.stat()).mtimeMs };
  } finally {
    await file.close();
  }
}

function unlessFull(error: unknown): void {
  if (!['ENOSPC', 'EDQUOT'].includes(errorCode(error) ?? '')) throw error;
}

/** Overwrites a generation in place; that sets its time by the filesystem's clock, and needs no space. */
export async function rewrite(path: string, record: LockRecord): Promise<void> {
  await writeFile(path, recordText(record), { flag: 'r+' });
}

/** Both states in the same length, so that one can be written over the other. */
function recordText(record: LockRecord): string {
  const text = JSON.stringify(record);
  return `${text}${record.state === 'held' ? '    ' : ''}\n`;
}

export function pathOf(place: Place, number: number): string {
  return join(stateFolder(place), `${stateName(place)}.lock.${number}`);
}

async function generations(place: Place): Promise<readonly number[]> {
  const prefix = `${stateName(place)}.lock.`;
  const names = await readdir(stateFolder(place)).catch(() => []);
  return names
    .filter((name) => name.startsWith(prefix))
    .map((name) => name.slice(prefix.length))
    .filter((suffix) => /^\d{1,9}$/.test(suffix))
    .map(Number);
}

async function readGeneration(place: Place, number: number): Promise<Generation | null> {
  const path = pathOf(place, number);
  const seen = await stat(path).catch(() => null);
  // Gone between two looks: its successor is there.
  if (seen === null) return highestGeneration(place);
  return { number, path, beatMs: seen.mtimeMs, record: await readRecord(path) };
}

async function readRecord(path: string): Promise<LockRecord | null> {
  try {
    const known = v.safeParse(RecordSchema, JSON.parse(await readFile(path, 'utf8')));
    return known.success ? known.output : null;
  } catch {
    return null;
  }
}
