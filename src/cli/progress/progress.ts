import type { StepEvent } from '../../install/plan.ts';

/** Shows what a run is doing. `stop` takes back what is only for the moment; call it before the report is written. */
export type Progress = { readonly emit: (event: StepEvent) => void; readonly stop: () => Promise<void> };
