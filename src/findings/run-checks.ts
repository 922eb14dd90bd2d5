import { monotonicMs } from '../system/clock.ts';
import type { Check } from './check.ts';
import { type Finding, finding } from './finding.ts';

const CHECK_TIMEOUT_MS = 5_000;

/** Runs checks side by side, each in its time box; findings come back in the order of `checks`. */
export async function runChecks<Subject>(
  checks: readonly Check<Subject>[],
  subject: Subject,
): Promise<readonly Finding[]> {
  const results = await Promise.all(checks.map((check) => runCheck(check, subject)));
  return results.flat();
}

async function runCheck<Subject>(check: Check<Subject>, subject: Subject): Promise<readonly Finding[]> {
  const started = monotonicMs();
  const findings = await boxed(check, subject);
  const ms = Math.round(monotonicMs() - started);
  return findings.map((each) => ({ ...each, ms: each.ms || ms }));
}

async function boxed<Subject>(check: Check<Subject>, subject: Subject): Promise<readonly Finding[]> {
  const timer = Promise.withResolvers<readonly Finding[]>();
  const limit = check.timeoutMs ?? CHECK_TIMEOUT_MS;
  const handle = setTimeout(
    () => timer.resolve([undetermined(check, `no answer within ${limit} ms`)]),
    limit,
  );
  try {
    return await Promise.race([answer(check, subject), timer.promise]);
  } catch (error) {
    return [undetermined(check, error instanceof Error ? error.message : String(error))];
  } finally {
    clearTimeout(handle);
  }
}

async function answer<Subject>(check: Check<Subject>, subject: Subject): Promise<readonly Finding[]> {
  const reason = check.skipReason?.(subject) ?? null;
  if (reason === null) return check.run(subject);
  return [finding({ id: check.id, group: check.group, status: 'skip', title: check.title, found: reason })];
}

function undetermined<Subject>(check: Check<Subject>, reason: string): Finding {
  const { id, group, title } = check;
  return finding({ id, group, status: 'unknown', title, found: `The check did not finish: ${reason}` });
}
