import { Failure } from '../../findings/failure.ts';
import type { Proven } from '../prove-environment.ts';
import type { VerifyWish } from '../verify-wish.ts';
import { proveSdnext, sdnextBackend } from './prove-sdnext.ts';
import { proveTorch, type Rung } from './prove-torch.ts';

/** `auto` goes as far as the folder allows: a checkout brings SD.Next's own backend. */
export async function furtherRungs(
  wish: VerifyWish,
  python: string,
  first: Proven,
): Promise<readonly Rung[]> {
  if (wish.depth === 'torch') return [await proveTorch(wish, python, first)];
  if (wish.depth === 'runtime') return [];
  // Minutes of torch would show what SD.Next's own device does, and nothing of the one that is not there.
  if (wish.depth === 'auto' && first.chosen === null) return [];
  const file = await sdnextBackend(wish.system, wish.dir);
  if (file !== null) return [await proveSdnext(wish, { python, file }, first)];
  if (wish.depth === 'auto') return [];
  throw new Failure({
    kind: 'notReady',
    code: 'checkout-missing',
    found: `${wish.dir} holds no SD.Next checkout with an OpenVINO backend.`,
    need: "The folder of SD.Next, for a proof through SD.Next's own backend.",
    fix: ['sdn verify --depth sdnext --dir sdnext', 'sdn verify --depth runtime'],
  });
}
