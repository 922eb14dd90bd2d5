import { mkdir, readFile, rm } from 'node:fs/promises';
import { join } from 'node:path';
import * as v from 'valibot';
import { Failure } from '../../findings/failure.ts';
import { replaceFile } from '../../sdnext/settings/replace-file.ts';
import { sha256 } from '../../system/digest.ts';
import { readIfThere, writeAtomically } from '../../system/files.ts';
import type { Change } from './repair.ts';

const RecordSchema = v.object({
  schema: v.literal('sdn.repairs/1'),
  at: v.string(),
  changes: v.array(
    v.object({ fixer: v.string(), path: v.string(), backup: v.nullable(v.string()), sha256: v.string() }),
  ),
});

/** Where the last repair is written down. */
function recordPath(dir: string): string {
  return join(dir, '.sdn', 'repairs.json');
}

/** Writes down what a repair changed, so that it can be taken back. */
export async function recordChanges(dir: string, changes: readonly Change[]): Promise<void> {
  if (changes.length === 0) return;
  await mkdir(join(dir, '.sdn'), { recursive: true });
  const record = { schema: 'sdn.repairs/1', at: new Date().toISOString(), changes };
  await writeAtomically(recordPath(dir), `${JSON.stringify(record, null, 2)}\n`);
}

/**
 * Takes the last repair back, the newest change first. Returns the files that have their old content again.
 * Throws a `Failure` where nothing was repaired, or a file has changed since; then nothing is touched.
 */
export async function undoRepairs(dir: string): Promise<readonly string[]> {
  const record = await lastRecord(dir);
  const changes = [...record.changes].reverse();
  await requireUnchanged(changes);
  for (const change of changes) await restore(dir, change);
  await rm(recordPath(dir), { force: true });
  return [...new Set(changes.map(({ path }) => path))];
}

async function lastRecord(dir: string) {
  const text = await readIfThere(recordPath(dir));
  const parsed = v.safeParse(v.pipe(v.string(), v.parseJson(), RecordSchema), text ?? '');
  if (parsed.success) return parsed.output;
  throw new Failure({
    kind: 'usage',
    code: 'nothing-to-undo',
    found: `There is no repair in ${dir} to take back.`,
    need: 'An earlier sdn doctor --fix that changed a file.',
  });
}

/** Only the last change of a file is what the file holds now. */
async function requireUnchanged(newestFirst: readonly Change[]): Promise<void> {
  const seen = new Set<string>();
  for (const { path, sha256: written } of newestFirst) {
    if (seen.has(path)) continue;
    seen.add(path);
    const content = await readFile(path).catch(() => Buffer.alloc(0));
    if (sha256(content) === written) continue;
    throw new Failure({
      kind: 'refused',
      code: 'changed-since',
      found: `${path} has changed since the repair; nothing was taken back.`,
      need: 'The file as the repair left it. Its old content is in .sdn/backup.',
    });
  }
}

async function restore(dir: string, { path, backup }: Change): Promise<void> {
  if (backup === null) await rm(path, { force: true });
  else await replaceFile(dir, path, await readFile(backup));
}
