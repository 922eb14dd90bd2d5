import { Failure } from '../../findings/failure.ts';
import { checkWholeness, damageText } from './wholeness.ts';

/** Throws a Failure that names packages with files missing or cut short; returns one line on what was checked. */
export async function assertWhole(venv: string, command: string): Promise<string> {
  const { whole, distributions, files, ms } = await checkWholeness(venv);
  if (whole) return `${files} files of ${distributions.length} packages in ${ms} ms`;
  const damaged = distributions.filter((each) => !each.whole).map(damageText);
  throw new Failure({
    kind: 'childFailed',
    code: 'environment-incomplete',
    found: `The installer left incomplete packages: ${damaged.slice(0, 3).join('; ')}.`,
    need: 'Every file that the packages list in their RECORD.',
    fix: [command],
  });
}
