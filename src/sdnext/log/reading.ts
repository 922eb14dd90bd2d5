/** The line of an SD.Next log that carries a conclusion. `line` counts from 1. */
export type LogEvidence = {
  readonly line: number;
  readonly text: string;
  readonly means: string;
  /** The fault or note that this line shows by itself, or null. */
  readonly code: string | null;
};

/** A compute backend in SD.Next's own words. */
export type Backend = 'openvino' | 'cuda' | 'rocm' | 'ipex' | 'zluda' | 'directml' | 'mps' | 'cpu';

/** What a console log says really ran. `null` and `unknown` where the log does not decide it. */
export type LogReading = {
  readonly backend: Backend | 'unknown';
  /** The backend named by the flags in the log. */
  readonly requested: string | null;
  readonly device: string | null;
  readonly acceleratorInUse: boolean | null;
  readonly sdnext: { readonly date: string | null; readonly commit: string | null };
  readonly versions: Readonly<Record<string, string>>;
  /** Faults, each once, in the order in which they show up. */
  readonly problems: readonly string[];
  /** Informational codes: what looks alarming and is not, or is not an environment's fault. */
  readonly notes: readonly string[];
  readonly evidence: readonly LogEvidence[];
};
