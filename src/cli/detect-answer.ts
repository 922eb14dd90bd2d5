import type { Decision } from '../variants/decision.ts';
import type { Request } from '../variants/request.ts';
import { EXIT, type ExitCode } from './exit-codes.ts';

/** What a decision comes to: the command that follows from it, and how the run ends. */
export function decided(decision: Decision, request: Request) {
  return { next: nextFor(decision, request), exitCode: exitFor(decision) };
}

/** Unknown and impossible are different ends: the first may be cured by asking again. */
function exitFor({ variant, problems }: Decision): ExitCode {
  if (variant !== null) return EXIT.ok;
  return problems.some(({ code }) => code === 'probe-failed') ? EXIT.undetermined : EXIT.unsupported;
}

function nextFor({ variant, requested }: Decision, { index, torchSpec }: Request): readonly string[] {
  if (variant === null) return [];
  const options = [
    requested ? ` --use-${variant}` : '',
    index === null ? '' : ` --index ${index}`,
    torchSpec === null ? '' : ` --torch-spec ${JSON.stringify(torchSpec)}`,
  ];
  return [`sdn install${options.join('')}`];
}
