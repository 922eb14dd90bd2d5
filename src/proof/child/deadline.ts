/** A time limit that is set anew for each step of a child. */
export type Deadline = {
  /** Aborts when the step has taken too long. */
  readonly signal: AbortSignal;
  /** From now on, this many milliseconds. */
  readonly within: (ms: number) => void;
  /** Takes the limit away; whether it had been reached. */
  readonly stop: () => boolean;
};

export function deadline(): Deadline {
  const controller = new AbortController();
  let timer: NodeJS.Timeout | undefined;
  return {
    signal: controller.signal,
    within: (ms) => {
      clearTimeout(timer);
      timer = setTimeout(() => controller.abort(), ms);
    },
    stop: () => {
      clearTimeout(timer);
      return controller.signal.aborted;
    },
  };
}
