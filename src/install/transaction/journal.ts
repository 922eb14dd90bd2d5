import { mkdir, rm } from 'node:fs/promises';
import * as v from 'valibot';
import { Failure } from '../../findings/failure.ts';
import { readIfThere, writeAtomically } from '../../system/files.ts';
import { type Place, stateFile, stateFolder, stateName } from '../environment/place.ts';

/**
 * What a run has to do when its predecessor died:
 * `building` — remove the stage; `swapping` — bring the previous environment back, then remove the stage;
 * `committed` and `removing` — remove what was put aside.
 */
const PHASES = ['building', 'swapping', 'committed', 'removing'] as const;

const JournalSchema = v.object({
  schema: v.literal('sdn.journal/1'),
  id: v.pipe(v.string(), v.regex(/^[0-9a-f]{16}$/)),
  phase: v.picklist(PHASES),
  /** Whether an environment was there before. */
  had: v.boolean(),
  /** The command line that wrote this, to be named by the next one. */
  command: v.string(),
  at: v.string(),
});

export type Journal = v.InferOutput<typeof JournalSchema>;

/** The journal of an environment; `unreadable` where it is damaged; null where no run is under way. */
export async function readJournal(place: Place): Promise<Journal | 'unreadable' | null> {
  const path = stateFile(place, '.journal.json');
  const text = await readIfThere(path).catch(() => '');
  if (text === null) return null;
  const content = parsed(text);
  const known = v.safeParse(JournalSchema, content);
  if (known.success) return known.output;
  if (isNewer(content)) throw newerJournal(path);
  return 'unreadable';
}

/** Writes the journal so that it outlasts a crash; whoever reads it sees this entry or the one before. */
export async function writeJournal(place: Place, journal: Omit<Journal, 'schema'>): Promise<void> {
  await mkdir(stateFolder(place), { recursive: true, mode: 0o755 });
  const content = { schema: 'sdn.journal/1', ...journal } as const;
  await writeAtomically(stateFile(place, '.journal.json'), `${JSON.stringify(content)}\n`, stateName(place));
}

export async function deleteJournal(place: Place): Promise<void> {
  await rm(stateFile(place, '.journal.json'), { force: true, recursive: true });
}

function parsed(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return null;
  }
}

function isNewer(content: unknown): boolean {
  const { success, output } = v.safeParse(v.object({ schema: v.string() }), content);
  return success && /^sdn\.journal\/([2-9]|\d{2,})$/.test(output.schema);
}

function newerJournal(path: string): Failure {
  return new Failure({
    kind: 'refused',
    code: 'journal-of-newer-sdn',
    found: `An interrupted run of a newer sdn left ${path}.`,
    need: 'That newer sdn, to finish or undo its own run.',
  });
}
