import { type Finding, finding, remedy } from '../../findings/finding.ts';
import type { System } from '../../system/system.ts';
import { examineEnvironment } from '../environment/environment.ts';
import type { Place } from '../environment/place.ts';
import { installHere } from '../install-here.ts';
import { interruptedFindings } from '../transaction/recover-first.ts';
import { checkWholeness, damageText } from './wholeness.ts';

/** What must be known of an environment before anything runs in it: an interrupted run, files missing or cut short. */
export async function environmentFindings(place: Place, system: System): Promise<readonly Finding[]> {
  const { kind } = await examineEnvironment(place.venv);
  const interrupted = await interruptedFindings(place, system);
  if (!['ours', 'foreign', 'damaged'].includes(kind)) return interrupted;
  return [...interrupted, await filesFinding(place, system)];
}

async function filesFinding(place: Place, system: System): Promise<Finding> {
  const { whole, distributions, files, ms } = await checkWholeness(place.venv);
  const about = { id: 'packages.whole', group: 'packages', ms } as const;
  if (whole) {
    const found = `${files} files of ${distributions.length} packages match their records`;
    return finding({ ...about, status: 'pass', title: 'Every package is whole', found });
  }
  const damaged = distributions.filter((each) => !each.whole).map(damageText);
  return finding({
    ...about,
    status: 'fail',
    title: 'A package is not whole',
    found: `${damaged.slice(0, 3).join('; ')}${damaged.length > 3 ? `; and ${damaged.length - 3} more` : ''}`,
    need: 'All files that a package’s own RECORD names, in their size.',
    remedy: remedy('Build the environment again.', await installHere(place, system)),
  });
}
