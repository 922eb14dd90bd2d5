import type { SourceWishes } from '../../packages/sources/sources.ts';
import type { WantedSet } from '../../packages/wanted.ts';
import type { Decision } from '../../variants/decision.ts';
import type { Place } from '../environment/place.ts';

/** One installation as it was asked for: everything that decides it, nothing that a launch could change. */
export type InstallRequest = {
  readonly place: Place;
  readonly decision: Decision;
  readonly wanted: WantedSet;
  /** Where the pins come from: `installer.py@058a7f0cf`, or the date of sdn's table. */
  readonly pinsFrom: string;
  /** `--python`: a path or a version; null takes the best one here. */
  readonly python: string | null;
  readonly sources: SourceWishes;
  readonly policy: 'exact' | 'substitutes-allowed';
  readonly network: 'online' | 'offline';
  /** Who unpacks the wheels of the lock; uv resolves them in any case. */
  readonly installer: 'uv' | 'pip';
  /** The lock whose exact versions and hashes are to be installed; null resolves anew. */
  readonly lockFile: string | null;
  /** A folder that `sdn bundle` made: the only source then; null for the configured ones. */
  readonly bundle: string | null;
  /** The command line, without secrets, as it can be pasted again. */
  readonly command: string;
  readonly proof: 'prove' | 'skip';
  /** Seconds to wait for another sdn that works on this environment. */
  readonly waitSeconds: number;
};
