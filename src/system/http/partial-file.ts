import { readFile, rm, stat } from 'node:fs/promises';
import * as v from 'valibot';
import { writeAtomically } from '../files.ts';

/** What is known of a download that did not come to its end: from where, and which edition of the file it is. */
const Known = v.object({ address: v.string(), edition: v.string(), total: v.nullable(v.number()) });

export type Partial = {
  readonly bytes: number;
  /** The server's mark of this very file: an entity tag, or when it was changed. */
  readonly edition: string;
  readonly total: number | null;
};

const notes = (path: string) => `${path}.json`;

/** How much of `address` lies at `path`, and by which mark the server knows the same file again; null where nothing can be resumed. */
export async function readPartial(path: string, address: string): Promise<Partial | null> {
  const text = await readFile(notes(path), 'utf8').catch(() => '');
  const known = v.safeParse(v.pipe(v.string(), v.parseJson(), Known), text);
  const bytes = (await stat(path).catch(() => null))?.size ?? 0;
  if (!known.success || known.output.address !== address || bytes === 0) return null;
  const { edition, total } = known.output;
  return { bytes, edition, total };
}

/** Writes down how the rest of a file can be asked for; without a mark of its edition it cannot. */
export async function notePartial(
  path: string,
  address: string,
  { edition, total }: { readonly edition: string | null; readonly total: number | null },
): Promise<void> {
  await rm(notes(path), { force: true });
  if (edition !== null) await writeAtomically(notes(path), JSON.stringify({ address, edition, total }));
}

export async function dropPartial(path: string): Promise<void> {
  await Promise.all([rm(path, { force: true }), rm(notes(path), { force: true })]);
}
