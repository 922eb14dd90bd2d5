import { monotonicMs } from '../../system/clock.ts';

const AFTER_STOP_MS = 2_000;

/**
 * For clean-up that goes on after Ctrl-C, but not for long: false until 2 s after `signal` was aborted.
 * Children get up to a second to end before that, and all of it has to be over in five.
 */
export function patience(signal: AbortSignal): () => boolean {
  let since: number | null = null;
  return () => {
    if (!signal.aborted) return false;
    since ??= monotonicMs();
    return monotonicMs() - since > AFTER_STOP_MS;
  };
}
