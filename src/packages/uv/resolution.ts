import type { Choice } from '../choose-build.ts';
import type { Sources } from '../sources/sources.ts';
import type { WantedSet } from '../wanted.ts';
import type { Uv } from './uv.ts';

/** What uv is to turn into a lock, and with what. */
export type Resolution = {
  readonly uv: Uv;
  readonly wanted: WantedSet;
  readonly choice: Choice;
  readonly sources: Sources;
  readonly network: 'online' | 'offline';
  /** The command line to try again. */
  readonly command: string;
};
