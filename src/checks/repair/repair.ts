import type { System } from '../../system/system.ts';
import type { Subject } from '../subject.ts';

/** Something a repair is going to do, said before it is done. */
export type Action = {
  /** The id of the fixer, as findings name it. */
  readonly fixer: string;
  readonly title: string;
  readonly detail: string;
  /** Whether `sdn doctor --undo` can take it back. */
  readonly undoable: boolean;
};

/** What a repair did to a file, for `sdn doctor --undo`. */
export type Change = {
  readonly fixer: string;
  readonly path: string;
  /** Null where the file was new: then undoing removes it. */
  readonly backup: string | null;
  /** Of the content that was written; a file that has changed since is left alone. */
  readonly sha256: string;
};

/** One repair of the allow list: what it would do here, and the doing. */
export type Repair = {
  readonly fixer: string;
  /** Null where there is nothing for it to do. */
  readonly plan: (subject: Subject) => Action | null;
  readonly apply: (subject: Subject, system: System) => Promise<readonly Change[]>;
};
