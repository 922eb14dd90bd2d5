import { safe } from '../findings/safe.ts';
import { shellWord } from '../findings/shell-word.ts';
import type { Plan } from '../install/plan.ts';
import type { Style } from '../report/style.ts';
import { planLines } from '../report/text/plan.ts';
import type { System } from '../system/system.ts';
import { confirm } from './confirm.ts';

type Asked = { readonly plan: Plan; readonly argv: readonly string[]; readonly style: Style };

/** Shows what `sdn doctor --fix` would do and asks. Throws a `Failure` where nobody agrees. */
export async function confirmRepairs(system: System, { plan, argv, style }: Asked): Promise<void> {
  if (process.stdin.isTTY) process.stderr.write(`${planLines(plan, style).map(safe).join('\n')}\n`);
  const words = argv.map((arg) => shellWord(arg, system.platform));
  const unattended = `sdn doctor ${words.join(' ')} --yes`;
  const found = `${plan.steps.length} repairs would be made: ${plan.steps.map(({ detail }) => detail).join('; ')}.`;
  await confirm({ found, ask: 'Make them?', unattended }, system);
}
