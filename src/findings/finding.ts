export const STATUSES = ['pass', 'info', 'warn', 'fail', 'skip', 'unknown'] as const;
export type Status = (typeof STATUSES)[number];

export const GROUPS = ['system', 'driver', 'python', 'packages', 'settings', 'launch', 'inference'] as const;
export type Group = (typeof GROUPS)[number];

/** What a finding rests on: which file, command or setting was read, and the value that was there. */
export type Evidence = {
  readonly kind: 'file' | 'command' | 'env' | 'setting' | 'package' | 'log' | 'device' | 'measurement';
  readonly source: string;
  readonly value: string;
  readonly ms?: number;
};

/** A way out. The first of `commands` can be pasted on this machine. */
export type Remedy = {
  readonly summary: string;
  readonly commands: readonly string[];
  readonly needs: readonly string[];
  /** The id of the allow-listed fixer of `sdn doctor --fix`, where one exists. */
  readonly fixer: string | null;
  readonly docs: string | null;
};

export type Finding = {
  /** Stable and documented, such as `driver.render-access`. */
  readonly id: string;
  readonly group: Group;
  readonly status: Status;
  /** A state, not an action: "Render node can be opened". */
  readonly title: string;
  readonly found: string | null;
  readonly need: string | null;
  readonly subject: string | null;
  readonly evidence: readonly Evidence[];
  readonly remedy: Remedy | null;
  readonly ms: number;
};

type Draft = Pick<Finding, 'id' | 'group' | 'status' | 'title'> & Partial<Finding>;

/** A finding from what is known; everything left out is absent, not invented. Keys stay in this order in every report. */
export function finding(draft: Draft): Finding {
  const { id, group, status, title, ...known } = draft;
  const absent = { found: null, need: null, subject: null, evidence: [], remedy: null, ms: 0 };
  return { id, group, status, title, ...absent, ...known };
}

/** A remedy of commands that need nothing special. */
export function remedy(summary: string, ...commands: readonly string[]): Remedy {
  return { summary, commands, needs: [], fixer: null, docs: null };
}
