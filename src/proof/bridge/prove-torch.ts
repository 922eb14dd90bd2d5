import { type Finding, finding, remedy } from '../../findings/finding.ts';
import type { Emit } from '../../install/plan.ts';
import type { System } from '../../system/system.ts';
import type { RungResult } from '../proof.ts';
import type { Proven } from '../prove-environment.ts';
import { rungFinding } from '../rung-finding.ts';
import { step } from '../step.ts';
import { proveBridge } from './prove-bridge.ts';

type TorchWish = { readonly system: System; readonly device: string | null; readonly emit: Emit };

export type Rung = { readonly rung: RungResult; readonly findings: readonly Finding[] };

/**
 * The second rung: the wheel's own `torch.compile(backend="openvino")`, for the device of the first rung.
 * A device that OpenVINO does not list is tried too, for this bridge answers there all the same.
 */
export async function proveTorch(wish: TorchWish, python: string, first: Proven): Promise<Rung> {
  const device = deviceFor(wish.device, first);
  const expected = /^AUTO\b/.test(device) ? [] : [device];
  const target = first.chosen?.target ?? { cards: {}, luids: {}, preferred: [], caps: [] };
  const rung = await step(wish.emit, 'torch', () =>
    proveBridge(wish.system, { python, bridge: 'torch', device, target: { ...target, expected } }),
  );
  return { rung, findings: [rungFinding(rung, wish.system), ...liftedWeights(rung)] };
}

/** As asked for, where the name is one of OpenVINO's; else what the first rung found it to be. */
function deviceFor(requested: string | null, { chosen, proof }: Proven): string {
  const resolved = proof.device.resolved ?? chosen?.openvino;
  if (requested === null) return resolved ?? 'AUTO';
  if (/^[A-Z]/i.test(requested) && !/^(?:uuid|pci):/i.test(requested)) return requested.toUpperCase();
  return chosen?.openvino ?? `GPU.${requested}`;
}

/** More inputs than the network has: torch lifted the weights, and every step carries them to the device anew. */
export function liftedWeights({ channels, versions, rung }: RungResult): readonly Finding[] {
  const inputs = channels.find(({ channel }) => channel === 'bridge-calls')?.detail.modelInputs;
  if (typeof inputs !== 'number' || inputs <= 1) return [];
  return [
    finding({
      id: `inference.${rung}-inputs`,
      group: 'inference',
      status: 'warn',
      title: 'torch passes the weights as inputs',
      found: `The model that reaches OpenVINO has ${inputs} inputs instead of 1, with torch ${versions.torch ?? ''}.`,
      need: 'torch 2.11 or older with OpenVINO; newer ones send every weight with every step.',
      remedy: remedy('Install the torch that SD.Next pins.', 'sdn reinstall --use-openvino --exact'),
    }),
  ];
}
