/** Why a run ended early, in terms of what the caller can do about it. Each kind has one exit code. */
export type FailureKind =
  | 'usage'
  | 'notReady'
  | 'undetermined'
  | 'unsupported'
  | 'childFailed'
  | 'locked'
  | 'refused'
  | 'rollbackFailed'
  | 'unreachable'
  | 'interrupted'
  | 'terminated';

type Description = {
  readonly kind: FailureKind;
  /** Stable and machine-readable, such as `two-variants`. */
  readonly code: string;
  readonly found: string;
  readonly need?: string;
  /** Commands that can be pasted on this machine, best first. */
  readonly fix?: readonly string[];
};

/** An end that is not a bug in sdn: said in Found / Need / Fix, never with a stack trace. */
export class Failure extends Error {
  readonly kind: FailureKind;
  readonly code: string;
  readonly need: string | null;
  readonly fix: readonly string[];

  constructor({ kind, code, found, need, fix }: Description) {
    super(found);
    this.name = 'Failure';
    this.kind = kind;
    this.code = code;
    this.need = need ?? null;
    this.fix = fix ?? [];
  }
}
