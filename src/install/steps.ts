import type { Emit } from './plan.ts';

type Say = (detail: string | null) => void;
export type Step = <Result>(
  id: string,
  title: string,
  work: (say: Say) => Promise<Result>,
) => Promise<Result>;

/** Wraps work so that its start, progress and end are told as events. A failure is told, then thrown on. */
export function stepsOf(emit: Emit): Step {
  return async (id, title, work) => {
    const tell = (state: 'start' | 'progress' | 'done' | 'failed', detail: string | null) =>
      emit({ t: 'step', id, title, state, detail });
    tell('start', null);
    try {
      const result = await work((detail) => detail !== null && tell('progress', detail));
      tell('done', null);
      return result;
    } catch (error) {
      tell('failed', error instanceof Error ? error.message : null);
      throw error;
    }
  };
}
