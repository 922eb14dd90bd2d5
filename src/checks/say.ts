import type { Check } from '../findings/check.ts';
import { type Evidence, type Finding, finding, type Remedy, type Status } from '../findings/finding.ts';
import type { Subject } from './subject.ts';

type Head = Pick<Check<Subject>, 'id' | 'group' | 'title'>;

/** All is well, with what was seen. */
export function pass(head: Head, found: string | null = null): readonly Finding[] {
  return [finding({ ...only(head), status: 'pass', found })];
}

type Trouble = {
  readonly found: string;
  readonly need: string;
  /** What to do, then the commands that do it, best first. */
  readonly fix: readonly [summary: string, ...commands: readonly string[]];
  /** The id of the repair of `sdn doctor --fix` that does the same. */
  readonly fixer?: string;
  readonly evidence?: readonly Evidence[];
  readonly subject?: string;
};

export function fail(head: Head, trouble: Trouble): readonly Finding[] {
  return said(head, 'fail', trouble);
}

export function warn(head: Head, trouble: Trouble): readonly Finding[] {
  return said(head, 'warn', trouble);
}

/** Worth knowing, no fault. */
export function info(head: Head, found: string, evidence: readonly Evidence[] = []): readonly Finding[] {
  return [finding({ ...only(head), status: 'info', found, evidence })];
}

/** Nobody could look. */
export function unknown(head: Head, found: string): readonly Finding[] {
  return [finding({ ...only(head), status: 'unknown', found })];
}

function said(head: Head, status: Status, { found, need, fix, ...rest }: Trouble): readonly Finding[] {
  const [summary, ...commands] = fix;
  const remedy: Remedy = { summary, commands, needs: [], fixer: rest.fixer ?? null, docs: null };
  const { evidence = [], subject = null } = rest;
  return [finding({ ...only(head), status, found, need, evidence, subject, remedy })];
}

function only({ id, group, title }: Head): Head {
  return { id, group, title };
}
