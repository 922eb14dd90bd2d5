import { EXIT, type ExitCode } from './exit-codes.ts';

/** Ctrl-C, `kill`, and a closed terminal: the first one aborts `signal`, later ones change nothing. */
export type StopSignals = {
  readonly signal: AbortSignal;
  /** The exit code that belongs to the stop, or null while nobody asked for one. */
  readonly exitCode: () => ExitCode | null;
  readonly dispose: () => void;
};

const SIGNALS = ['SIGINT', 'SIGTERM', 'SIGHUP', 'SIGBREAK'] as const;

export function listenForStop(): StopSignals {
  const controller = new AbortController();
  let first: string | null = null;
  const onSignal = (name: string) => {
    first ??= name;
    controller.abort();
  };
  for (const name of SIGNALS) process.on(name, onSignal);
  return {
    signal: controller.signal,
    exitCode: () => (first === null ? null : exitCodeOf(first)),
    dispose: () => {
      for (const name of SIGNALS) process.off(name, onSignal);
    },
  };
}

function exitCodeOf(signal: string): ExitCode {
  return signal === 'SIGINT' || signal === 'SIGBREAK' ? EXIT.interrupted : EXIT.terminated;
}
