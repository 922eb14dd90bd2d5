import { realpath } from 'node:fs/promises';
import { Failure } from '../../findings/failure.ts';
import { shellWord } from '../../findings/shell-word.ts';
import { refuseMountsIn } from '../removal/removable.ts';
import { examineEnvironment } from './environment.ts';

/** True where an environment will be replaced, false where nothing is. */
export async function refuseUnlessReplaceable(venv: string): Promise<boolean> {
  const found = await examineEnvironment(venv);
  refuseMountsIn(await realpath(venv).catch(() => venv));
  if (['ours', 'foreign', 'damaged'].includes(found.kind)) return true;
  if (found.kind === 'nothing') return false;
  throw new Failure({
    kind: 'refused',
    code: 'not-an-environment',
    found: `${venv} is ${found.kind === 'lookalike' ? `a folder, and ${found.why}` : `a ${found.kind}`}.`,
    need: 'An environment, or nothing, at that path.',
    fix: [`mv ${shellWord(venv)} ${shellWord(`${venv}-moved`)}`],
  });
}
