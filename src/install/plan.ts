/** Schema `sdn.plan/1`: what a run is going to do, in order, before it does any of it. */
export type Plan = { readonly schema: 'sdn.plan/1'; readonly steps: readonly PlanStep[] };

export type PlanStep = { readonly id: string; readonly title: string; readonly detail: string };

/** Something that happens while a plan is carried out. Drawing it is somebody else's business. */
export type StepEvent = {
  readonly t: 'step';
  readonly id: string;
  readonly title: string;
  readonly state: 'start' | 'progress' | 'done' | 'failed';
  readonly detail: string | null;
};

export type Emit = (event: StepEvent) => void;
