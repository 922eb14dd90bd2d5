import type { StepEvent } from '../../install/plan.ts';
import type { Progress } from './progress.ts';

/** One JSON object a line; the report follows as the last line. */
export function eventProgress(stream: NodeJS.WritableStream): Progress {
  return {
    emit: (event: StepEvent) => void stream.write(`${JSON.stringify(event)}\n`),
    stop: async () => undefined,
  };
}
