/** One thing that is not as it was. `better` and `worse` where that can be said. */
export type Change = {
  readonly area:
    | 'verdict'
    | 'finding'
    | 'device'
    | 'driver'
    | 'system'
    | 'variant'
    | 'version'
    | 'speed'
    | 'proof';
  readonly subject: string;
  readonly before: string | null;
  readonly after: string | null;
  readonly direction: 'better' | 'worse' | 'changed';
};

/** Two reports against each other. `same` counts the things compared that are as they were. */
export type Comparison = {
  readonly before: { readonly file: string; readonly startedAt: string | null };
  readonly after: { readonly file: string; readonly startedAt: string | null };
  readonly changes: readonly Change[];
  readonly same: number;
};
