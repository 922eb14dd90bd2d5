import type { Backend } from './reading.ts';
import type { LogRecord } from './records.ts';

/** One thing a line tells. Conclusions are drawn from clues only, never from text. */
export type Clue =
  | { readonly is: 'start' }
  /** A flag on the command line or in the environment names this backend. */
  | { readonly is: 'requested'; readonly backend: Backend }
  /** The command line was printed, with or without a backend flag. */
  | { readonly is: 'arguments'; readonly text: string }
  /** A vendor's toolkit was found on the machine. */
  | { readonly is: 'toolkit'; readonly backend: Backend }
  /** The installer settled on this backend. */
  | { readonly is: 'selected'; readonly backend: Backend }
  | { readonly is: 'torch'; readonly version: string }
  /** The imported torch reports this backend. */
  | { readonly is: 'torchBackend'; readonly backend: Backend }
  /** The backend's library was loaded into the server. */
  | { readonly is: 'loaded'; readonly backend: Backend }
  | { readonly is: 'gpu'; readonly name: string }
  /** SD.Next's own statement of where it computes: decides over everything above. */
  | { readonly is: 'engine'; readonly backend: Backend | null; readonly device: string | null }
  /** Where torch keeps its tensors; with OpenVINO of 2024, the device of OpenVINO. Weaker than `engine`. */
  | { readonly is: 'tensors'; readonly backend: Backend | null; readonly device: string }
  | { readonly is: 'deviceName'; readonly name: string; readonly backend: Backend | null }
  | { readonly is: 'deviceList'; readonly active: string; readonly names: readonly string[] }
  /** OpenVINO really compiled a model for this device. */
  | { readonly is: 'compiled'; readonly device: string }
  /** The compile step was entered. `openvino` tells whether it is OpenVINO's. */
  | { readonly is: 'compileStep'; readonly openvino: boolean }
  | { readonly is: 'modelLoaded' }
  | { readonly is: 'imageMade' }
  | { readonly is: 'computed'; readonly backend: Backend }
  | { readonly is: 'gitFailed' }
  /** Something only a user of a GPU would write. */
  | { readonly is: 'expectsGpu' }
  | { readonly is: 'cpuLine' }
  | { readonly is: 'platform'; readonly system: string }
  | { readonly is: 'version'; readonly of: string; readonly value: string }
  | { readonly is: 'sdnext'; readonly date: string | null; readonly commit: string | null }
  | { readonly is: 'fault'; readonly code: string }
  | { readonly is: 'note'; readonly code: string };

/** A fingerprint of a line: what it looks like, what it tells, and what that means in words. */
export type Rule = {
  readonly pattern: RegExp;
  /** A sentence for the reader, or null for a clue that needs no words of its own. */
  readonly means: string | ((match: RegExpExecArray) => string | null) | null;
  readonly clues: (match: RegExpExecArray, record: LogRecord) => readonly Clue[];
};

/** A clue with the line it was read from. */
export type Sighting = {
  readonly line: number;
  readonly second: number | null;
  readonly text: string;
  readonly means: string | null;
  readonly clues: readonly Clue[];
};

/** A rule that tells the same whatever the line's details are. */
export function rule(pattern: RegExp, means: string | null, ...clues: readonly Clue[]): Rule {
  return { pattern, means, clues: () => clues };
}

export function fault(code: string, pattern: RegExp, means: string): Rule {
  return rule(pattern, means, { is: 'fault', code });
}

export function note(code: string, pattern: RegExp, means: string): Rule {
  return rule(pattern, means, { is: 'note', code });
}

const NAMES: Readonly<Record<string, Backend>> = {
  openvino: 'openvino',
  cuda: 'cuda',
  rocm: 'rocm',
  hip: 'rocm',
  ipex: 'ipex',
  xpu: 'ipex',
  zluda: 'zluda',
  directml: 'directml',
  diml: 'directml',
  privateuseone: 'directml',
  mps: 'mps',
  cpu: 'cpu',
};

/** A backend as any release has spelled it (`diml`, `xpu`), or null. */
export function backendNamed(name: string | undefined): Backend | null {
  return NAMES[(name ?? '').toLowerCase().replace(/[:,;"'].*$/, '')] ?? null;
}
