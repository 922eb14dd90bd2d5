/** One machine of a fleet that is not proven. */
export type FleetHost = {
  /** The file its report is in; a report itself holds no host name. */
  readonly file: string;
  readonly verdict: string;
  readonly proof: string | null;
  readonly device: string | null;
  readonly found: string | null;
};

/** Machines that are not proven for one and the same reason. */
export type FleetCause = {
  /** The id of the finding, `run.<code>` of an error, `proof.<verdict>`, or `proof.absent`. */
  readonly cause: string;
  readonly title: string;
  readonly count: number;
  readonly fix: string | null;
  /** At most `HOSTS_LISTED` of them, in the order given. */
  readonly hosts: readonly FleetHost[];
};

/** Many reports as one. */
export type Fleet = {
  readonly files: number;
  readonly read: number;
  readonly proven: number;
  readonly notProven: number;
  readonly verdicts: Readonly<Record<string, number>>;
  readonly devices: Readonly<Record<string, number>>;
  readonly variants: Readonly<Record<string, number>>;
  readonly causes: readonly FleetCause[];
  readonly broken: {
    readonly count: number;
    readonly files: readonly { readonly file: string; readonly reason: string }[];
  };
};

/** Lists stay short enough to be read and memory stays bounded; the counts are always whole. */
export const HOSTS_LISTED = 500;
