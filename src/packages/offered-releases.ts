import { compare } from '@renovatebot/pep440';
import type { System } from '../system/system.ts';
import { offersOf, publicVersion } from './offers.ts';
import { pipConfiguration } from './pip/pip-configuration.ts';
import { askSources } from './sources/ask-sources.ts';
import { sourcesOf } from './sources/sources.ts';

/** For a look that must not hold anything up; an index that is there answers in tens of milliseconds. */
const LIMIT_MS = 3_000;
const NO_WISHES = { torchIndexUrl: null, indexUrl: null, extraIndexUrls: [], findLinks: [] };

/**
 * The releases of `project` on the package sources that pip is set to, newest first. `python`: any with pip.
 * Null where one of them did not answer within 3 seconds, so that nothing follows from what is missing.
 */
export async function offeredReleases(
  project: string,
  python: string,
  system: System,
): Promise<readonly string[] | null> {
  const hurried = { ...system, signal: AbortSignal.any([system.signal, AbortSignal.timeout(LIMIT_MS)]) };
  try {
    const sources = sourcesOf(NO_WISHES, await pipConfiguration(python, hurried));
    const answers = await askSources({ sources, projects: [project], python }, hurried);
    if (answers.some(({ status }) => status !== 'ok' && status !== 'absent')) return null;
    const versions = offersOf(project, answers).map(({ wheel }) => publicVersion(wheel));
    return [...new Set(versions)].sort((one, other) => compare(other, one));
  } catch {
    return null;
  }
}
