import { safe } from '../findings/safe.ts';
import { removalPlan, sizeText } from '../install/removal/removal-plan.ts';
import { type Preview, previewRemoval, type Removal } from '../install/removal/remove.ts';
import { styleFor } from '../report/style.ts';
import { planLines } from '../report/text/plan.ts';
import { confirm } from './confirm.ts';
import type { Presentation } from './presentation.ts';

/** Shows what would go and asks. What was agreed to, or null where there is nothing; throws Failure `refused` for a no. */
export async function agreedRemoval(
  { place, system, command }: Removal,
  presentation: Presentation,
): Promise<Preview | null> {
  const preview = await previewRemoval(place, system);
  if (preview === null) return null;
  const style = styleFor(process.stderr, presentation, system.env);
  const shown = planLines(removalPlan(preview), style).map(safe).join('\n');
  if (process.stdin.isTTY) process.stderr.write(`${shown}\n`);
  const found = `${preview.venv} would be removed: ${sizeText(preview)}.`;
  await confirm({ found, ask: 'Remove it?', unattended: `${command} --yes` }, system);
  return preview;
}
