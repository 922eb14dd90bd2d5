export const VARIANTS = ['cuda', 'rocm', 'xpu', 'openvino', 'directml', 'zluda', 'mps', 'cpu'] as const;
export type Variant = (typeof VARIANTS)[number];

/** One step of the choice: `+` speaks for it, `-` rules something out, `=` is the conclusion. */
export type Reason = { readonly sign: '+' | '-' | '='; readonly code: string; readonly text: string };

/** Something in the way, with a stable code and a command or sentence that removes it. */
export type Problem = { readonly code: string; readonly text: string; readonly remedy: string };

export type SelectedDevice = {
  readonly vendor: string;
  readonly deviceId: string | null;
  readonly pci: string | null;
  readonly name: string | null;
};

/** What would be installed on a machine, and why. `variant` is null when nothing may be chosen. */
export type Decision = {
  readonly variant: Variant | null;
  /** True when the user named the variant, false when it follows from the machine. */
  readonly requested: boolean;
  /** The PyTorch index label (`cu126`, `rocm7.2`, `xpu`, `cpu`), `pypi`, or null. */
  readonly index: string | null;
  readonly torch: { readonly spec: string; readonly indexUrl: string | null } | null;
  readonly selected: SelectedDevice | null;
  /** Variables this choice needs at run time, such as `HSA_OVERRIDE_GFX_VERSION`. */
  readonly env: Readonly<Record<string, string>>;
  readonly reasons: readonly Reason[];
  readonly alternatives: readonly { readonly variant: Variant; readonly why: string }[];
  readonly problems: readonly Problem[];
};
