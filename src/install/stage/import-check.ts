import { tmpdir } from 'node:os';
import * as v from 'valibot';
import { Failure } from '../../findings/failure.ts';
import { childEnv } from '../../system/child-env.ts';
import type { Outcome } from '../../system/run.ts';
import type { System } from '../../system/system.ts';
import { templatePath } from '../../system/templates.ts';
import { pythonOf } from '../environment/environment.ts';
import { compileAhead } from './compile-ahead.ts';

const Part = v.object({
  name: v.string(),
  ok: v.boolean(),
  version: v.nullable(v.string()),
  error: v.nullable(v.string()),
  ms: v.number(),
});

/** One module of the environment and whether it loads. */
export type ImportedPart = v.InferOutput<typeof Part>;

/** A first import reads gigabytes from disk and is scanned by antivirus programs. */
const IMPORT_LIMIT_MS = 180_000;

/** Imports every part in one child of the environment's own Python; throws a Failure naming those that do not load. */
export async function importCheck(
  venv: string,
  parts: readonly string[],
  system: System,
): Promise<readonly ImportedPart[]> {
  const judging = importing(venv, parts, system);
  const ahead = compileAhead(venv, parts, system);
  const outcome = await judging.finally(ahead.end);
  const imported = parseParts(outcome.stdout);
  if (imported === null) throw notImported(parts.join(', '), `its Python ended with ${ending(outcome)}`);
  const broken = imported.find((part) => !part.ok);
  if (broken !== undefined) throw notImported(broken.name, broken.error ?? 'no reason given');
  return imported;
}

function importing(venv: string, parts: readonly string[], system: System): Promise<Outcome> {
  return system.run({
    file: pythonOf(venv, system.platform),
    args: ['-I', '-u', '-X', 'utf8', templatePath('probes', 'import_parts.py'), ...parts],
    env: childEnv(system),
    cwd: tmpdir(),
    timeoutMs: IMPORT_LIMIT_MS,
    signal: system.signal,
  });
}

function parseParts(stdout: string): readonly ImportedPart[] | null {
  try {
    return v.parse(v.object({ parts: v.array(Part) }), JSON.parse(stdout.trim().split('\n').at(-1) ?? ''))
      .parts;
  } catch {
    return null;
  }
}

function ending({
  signal,
  exitCode,
  status,
}: {
  signal: string | null;
  exitCode: number | null;
  status: string;
}): string {
  return signal ?? (exitCode === null ? status : `exit code ${exitCode}`);
}

function notImported(part: string, reason: string): Failure {
  return new Failure({
    kind: 'notReady',
    code: 'part-not-importable',
    found: `${part} is installed and cannot be imported: ${reason}`,
    need: 'Every installed part importable by the environment’s own Python.',
  });
}
