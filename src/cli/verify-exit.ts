import type { Finding } from '../findings/finding.ts';
import { count, readiness } from '../findings/summarize.ts';
import type { ProofVerdict } from '../proof/proof.ts';
import { EXIT, type ExitCode } from './exit-codes.ts';

/** How `sdn verify` ends. A verdict of `reported` is a warning: it counts only in `strict`. */
export function verifyExit(
  verdict: ProofVerdict,
  findings: readonly Finding[],
  mode: 'strict' | 'lenient',
): ExitCode {
  const ready = readiness(count(findings));
  if (ready === 'not-ready' || verdict === 'failed' || verdict === 'contradicted') return EXIT.notReady;
  if (ready === 'undetermined' || verdict === 'unknown') return EXIT.undetermined;
  const warned = ready === 'ready-with-warnings' || verdict === 'reported';
  return warned && mode === 'strict' ? EXIT.notReady : EXIT.ok;
}
