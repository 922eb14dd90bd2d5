import pins from '../../templates/tables/pins.json' with { type: 'json' };
import type { Decision } from './decision.ts';
import { reaches } from './version.ts';

const PYTORCH = 'https://download.pytorch.org/whl/';
const PINNED = (pins.rows.find((row) => row.variant === 'cuda')?.torch ?? '').split('+')[0] ?? '';

/** SD.Next's own torch release where an index carries it, else the newest that is older. Oldest first in. */
export function pinnedOrNewest(releases: readonly string[]): string {
  return releases.filter((release) => reaches(PINNED, release)).at(-1) ?? PINNED;
}

/** The torch requirement of a release on an index of PyTorch; `pypi` has no local label and no URL of its own. */
export function torchFrom(release: string, index: string): NonNullable<Decision['torch']> {
  if (index === 'pypi') return { spec: `torch==${release}`, indexUrl: null };
  return { spec: `torch==${release}+${index}`, indexUrl: PYTORCH + index };
}
