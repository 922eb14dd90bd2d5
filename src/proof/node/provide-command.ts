import { examineEnvironment } from '../../install/environment/environment.ts';
import { placeOf } from '../../install/environment/place.ts';
import { installHere } from '../../install/install-here.ts';
import type { System } from '../../system/system.ts';

type Where = { readonly system: System; readonly dir: string; readonly venv: string | null };

/** The command that brings openvino-node's native part; the environment it is typed for stays as it is. */
export async function provideCommand({ system, dir, venv }: Where): Promise<string> {
  const place = placeOf({ dir, venv: venv ?? undefined }, system);
  const line = await installHere(place, system);
  const known = (await examineEnvironment(place.venv)).kind === 'ours';
  return `${known ? line : line.replace('sdn install', 'sdn install --use-openvino')} --with-node-runtime`;
}
