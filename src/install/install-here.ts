import { join } from 'node:path';
import { shellWord } from '../findings/shell-word.ts';
import type { System } from '../system/system.ts';
import { examineEnvironment } from './environment/environment.ts';
import type { Place } from './environment/place.ts';

/** The command that installs into this place, from wherever it is pasted; the variant is the one that is there. */
export async function installHere({ dir, venv }: Place, { platform }: System): Promise<string> {
  const there = await examineEnvironment(venv);
  const variant = there.kind === 'ours' ? [`--use-${there.manifest.variant}`] : [];
  const which = venv === join(dir, 'venv') ? [] : ['--venv', shellWord(venv, platform)];
  return ['sdn install', ...variant, '--dir', shellWord(dir, platform), ...which].join(' ');
}
