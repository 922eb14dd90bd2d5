/** The line of an SD.Next log that carries a conclusion. `line` counts from 1. */
export type LogEvidence = { readonly line: number; readonly text: string; readonly means: string };

/** What a console log says really ran. `null` and `unknown` where the log does not decide it. */
export type LogReading = {
  readonly backend: 'openvino' | 'cuda' | 'rocm' | 'ipex' | 'zluda' | 'directml' | 'mps' | 'cpu' | 'unknown';
  /** The backend named by the flags in the log. */
  readonly requested: string | null;
  readonly device: string | null;
  readonly acceleratorInUse: boolean | null;
  readonly sdnext: { readonly date: string | null; readonly commit: string | null };
  readonly versions: Readonly<Record<string, string>>;
  readonly problems: readonly string[];
  readonly evidence: readonly LogEvidence[];
};
