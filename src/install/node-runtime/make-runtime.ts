import { rm, stat } from 'node:fs/promises';
import { dirname, join } from 'node:path';
import { Failure } from '../../findings/failure.ts';
import { writeAtomically } from '../../system/files.ts';
import type { Patience } from '../../system/http/download.ts';
import { HttpFault } from '../../system/http/http-fault.ts';
import { dropPartial } from '../../system/http/partial-file.ts';
import { rename } from '../../system/rename.ts';
import type { System } from '../../system/system.ts';
import { requireSpace, resourceFailure } from '../stage/resources.ts';
import type { NodeArchive } from './archive.ts';
import { downloadFailure } from './download-failure.ts';
import { type Digest, expectedDigest } from './expected-digest.ts';
import { fetchArchive } from './fetch-archive.ts';
import { ADDON, RECEIPT, type Receipt } from './placed-runtime.ts';
import { BAD_ARCHIVE, unpack } from './unpack.ts';

export type Making = {
  readonly archive: NodeArchive;
  /** Where it is to stand, and where it is made, beside. */
  readonly folder: string;
  readonly stage: string;
  readonly trust: 'verified' | 'unverified';
  readonly command: string;
  readonly patience: Patience;
  /** Loads the addon of a folder in a child: null where it answers, else its own words. */
  readonly load: (folder: string) => Promise<string | null>;
  readonly say: (detail: string) => void;
};

/** Archive 61 MB, the same as a plain tar, and unpacked 174 MB (node-runtime.md 1.1), rounded up. */
const NEEDED_BYTES = 450e6;

/** Downloads, checks, unpacks and tries one runtime in `stage`, then puts it in place. Throws `Failure`. */
export async function makeRuntime(making: Making, system: System): Promise<Receipt> {
  const { folder, stage } = making;
  await requireSpace([{ path: dirname(folder), bytes: NEEDED_BYTES, what: 'openvino-node' }]);
  const digest = await digestFor(making, system);
  const path = `${folder}.tar.gz.part`;
  const sha256 = await fetchArchive({ ...making, digest, path }, system);
  try {
    const receipt = await unpacked(path, { ...making, sha256, checkedBy: digest.checkedBy }, system);
    await putInPlace(making, system);
    await dropPartial(path);
    return receipt;
  } catch (error) {
    if (error instanceof Failure && error.code === BAD_ARCHIVE) await dropPartial(path);
    throw resourceFailure(error, folder) ?? error;
  } finally {
    await rm(stage, { recursive: true, force: true });
  }
}

function digestFor(making: Making, system: System): Promise<Digest> {
  return expectedDigest({ ...making, path: `${making.folder}.sha256` }, system).catch((error) => {
    throw error instanceof HttpFault ? downloadFailure(error, making, system) : error;
  });
}

type Checked = Making & Pick<Receipt, 'sha256' | 'checkedBy'>;

async function unpacked(path: string, checked: Checked, system: System): Promise<Receipt> {
  const { stage, archive, sha256, checkedBy, say } = checked;
  say('unpacking');
  const files = await unpack(path, stage, system);
  await tried(checked);
  const at = system.now().toISOString();
  const about = { schema: 'sdn.node-runtime/1', version: archive.version, sha256, checkedBy, at } as const;
  const receipt: Receipt = { ...about, files };
  await writeAtomically(join(stage, RECEIPT), `${JSON.stringify(receipt, null, 1)}\n`);
  return receipt;
}

async function tried({ stage, load, archive, say }: Making): Promise<void> {
  say('loading it once');
  const addon = await stat(join(stage, ADDON)).catch(() => null);
  const words = addon?.isFile() ? await load(stage) : `It holds no ${ADDON}.`;
  if (words === null) return;
  throw new Failure({
    kind: 'childFailed',
    code: 'node-runtime-does-not-load',
    found: `openvino-node ${archive.version} for ${archive.platform} does not work here: ${words}`,
    need: 'A system that its makers built it for. It is optional: leave out --with-node-runtime.',
  });
}

/** What is broken there goes aside first; a run killed in between leaves nothing at the place, and the next one goes on. */
async function putInPlace({ stage, folder }: Making, { platform }: System): Promise<void> {
  const old = stage.replace('.new-', '.old-');
  if ((await stat(folder).catch(() => null)) !== null) await rename(folder, old, platform);
  await rename(stage, folder, platform);
  await rm(old, { recursive: true, force: true });
}
