import { chmod, mkdir, readdir, stat } from 'node:fs/promises';
import type { Manifest } from '../environment/manifest.ts';
import { stagePath } from '../environment/place.ts';
import { flushToDisk } from '../transaction/flush.ts';
import { stageLockDocument } from '../transaction/lock-document.ts';
import type { Replacement } from '../transaction/transaction.ts';
import { writeManifest } from '../transaction/transaction-mark.ts';
import { assertWhole } from '../wholeness/assert-whole.ts';
import { requireUsableFilesystem } from './usable-filesystem.ts';

/** Makes the staging folder of run `id`, and in it an environment that is whole, proven, and safe on its disk. */
export async function fillStage(replacement: Replacement, id: string): Promise<Manifest> {
  const { place, system, build, emit } = replacement;
  const stage = stagePath(place, id);
  const mode = await makePrivate(stage);
  await requireUsableFilesystem(stage, system);
  const built = await build(stage);
  system.signal.throwIfAborted();
  const detail = await assertWhole(stage, replacement.command);
  emit({ t: 'step', id: 'files', title: 'Check files', state: 'done', detail });
  const manifest = (await provenAndFlushed(replacement, stage, built)) ?? built;
  system.signal.throwIfAborted();
  if (replacement.lockDocument !== undefined) await stageLockDocument(stage, replacement.lockDocument);
  await writeManifest(stage, manifest, id);
  await chmod(stage, mode);
  return manifest;
}

/**
 * The disk takes its time; the proof has it. Both have ended when this returns or throws. What the proof wrote is flushed
 * after it: bytecode that a power cut leaves half written would be believed, and its package no longer import.
 */
async function provenAndFlushed(
  { prove, system }: Replacement,
  stage: string,
  built: Manifest,
): Promise<Manifest | undefined> {
  const [proven, flushed] = await Promise.allSettled([prove(stage, built), flushToDisk(stage, system)]);
  if (proven.status === 'rejected') throw proven.reason;
  if (flushed.status === 'rejected') throw flushed.reason;
  await flushToDisk(stage, system);
  return proven.value;
}

/** Makes an empty folder that nobody else can enter or has made before; returns the mode it will have in the end. */
async function makePrivate(stage: string): Promise<number> {
  await mkdir(stage);
  const { mode } = await stat(stage);
  await chmod(stage, 0o700);
  if ((await readdir(stage)).length > 0) throw new Error(`${stage} is not empty`);
  return mode & 0o777;
}
