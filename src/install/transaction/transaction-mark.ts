import { join } from 'node:path';
import * as v from 'valibot';
import { readIfThere, writeAtomically } from '../../system/files.ts';
import { MANIFEST_FILE } from '../environment/environment.ts';
import type { Manifest } from '../environment/manifest.ts';

/** The manifest names the run that made the environment; so recovery tells new from old wherever they stand. */
const MarkSchema = v.object({ transaction: v.string() });

/** Writes the manifest into an environment, with the id of the run that made it. */
export async function writeManifest(venv: string, manifest: Manifest, transaction: string): Promise<void> {
  const content = { ...manifest, transaction };
  await writeAtomically(join(venv, MANIFEST_FILE), `${JSON.stringify(content, null, 2)}\n`);
}

/** The id of the run that made the environment at `path`, or null where that is not known. */
export async function transactionOf(path: string): Promise<string | null> {
  const text = await readIfThere(join(path, MANIFEST_FILE)).catch(() => null);
  try {
    const known = v.safeParse(MarkSchema, JSON.parse(text ?? 'null'));
    return known.success ? known.output.transaction : null;
  } catch {
    return null;
  }
}
