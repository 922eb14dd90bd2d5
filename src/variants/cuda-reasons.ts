import pins from '../../templates/tables/pins.json' with { type: 'json' };
import {
  type CudaChoice,
  type CudaIndex,
  chooseCudaIndex,
  floorFor,
  indexesWithKernels,
  indexForNewerDriver,
} from './cuda-index.ts';
import type { Problem, Reason } from './decision.ts';
import type { Device } from './device.ts';
import { type Case, equals, minus, plus } from './offer.ts';
import { newerNvidiaDriver } from './remedies.ts';
import { compareVersions, reaches } from './version.ts';

/** The index that SD.Next installs cuda from. */
export const PINNED_CUDA_INDEX = pins.rows.find((row) => row.variant === 'cuda')?.index ?? '';

export type Picked = {
  readonly choice: CudaChoice;
  /** The driver's version, or null where nobody knows it. */
  readonly driver: string | null;
  /** Cards that are visible and whose capability is known. */
  readonly known: readonly Device[];
  readonly strongest: Device | null;
};

/** Why this index and this card, in the order somebody would explain it. */
export function cudaReasons(situation: Case, picked: Picked): readonly Reason[] {
  const { choice, known, strongest } = picked;
  const capability = strongest?.capability ?? '';
  const title = strongest?.title ?? 'the card';
  return [
    plus('device-chosen', `${title} is ${kindOf(strongest, known.length)}`),
    plus(
      'kernels',
      `capability ${capability} has kernels in ${kernelsText(capability, situation, choice.index)}`,
    ),
    ...whyNotPinned(situation, picked),
    ...external(strongest),
    ...divided(strongest),
    equals('index', conclusion(picked)),
  ];
}

function conclusion({ choice, driver, known }: Picked): string {
  const cards = known.length > 1 ? 'these cards' : 'this card';
  const under = driver === null ? '; the driver is not known' : ` with driver ${driver}`;
  return `${choice.index.label} is the best for ${cards}${under}`;
}

/** An index that newer ones have superseded, taken because of the driver and not because of the card. */
export function oldDriverProblem({ facts, host }: Case, { choice, driver }: Picked): readonly Problem[] {
  const { index, served } = choice;
  if (driver === null || !index.superseded) return [];
  const better = served.flatMap((each) => indexesWithKernels(each, host)).filter((row) => !row.superseded);
  const [floor] = better.map((row) => floorOf(row, served, host)).sort(compareVersions);
  if (floor === undefined) return [];
  const text = `NVIDIA driver ${driver} runs nothing newer than ${index.label}`;
  return [{ code: 'driver-too-old', text, remedy: newerNvidiaDriver(facts, host, floor) }];
}

/** Cards that the chosen index leaves out, each named with what would serve it. */
export function unservedProblems(situation: Case, { choice, driver, known }: Picked): readonly Problem[] {
  const left = known.filter(({ capability }) => choice.unserved.includes(capability ?? ''));
  return left.map((card) => unserved(situation, card, { choice, driver }));
}

type Chosen = Pick<Picked, 'choice' | 'driver'>;

function unserved({ facts, host }: Case, { title, capability }: Device, { choice, driver }: Chosen): Problem {
  const question = { capabilities: [capability ?? ''], driver, host };
  const text = `${title}, capability ${capability}, is not served by ${choice.index.label}`;
  const other = chooseCudaIndex(question);
  if (other !== null)
    return {
      code: 'no-kernels-for-gpu',
      text,
      remedy: `sdn install --use-cuda --index ${other.index.label}    (serves this card and not the other)`,
    };
  const plan = indexForNewerDriver(question);
  if (plan === null) return { code: 'no-kernels-for-gpu', text, remedy: 'No torch build has kernels for it' };
  const floor = floorFor(plan, question);
  const need = `${text}; ${plan.label} needs driver ${floor}`;
  return { code: 'driver-too-old', text: need, remedy: newerNvidiaDriver(facts, host, floor) };
}

function kindOf(card: Device | null, count: number): string {
  const place = card?.integrated ? 'integrated' : 'discrete';
  return count > 1 ? `${place} and the strongest of ${count}` : place;
}

/** Every index that is worth naming: superseded ones only where one of them was taken. */
function kernelsText(capability: string, { host }: Case, index: CudaIndex): string {
  const rows = indexesWithKernels(capability, host);
  return rows
    .filter((row) => !row.superseded || row.label === index.label)
    .map(({ label }) => label)
    .join(', ');
}

function whyNotPinned({ host }: Case, { choice, driver }: Picked): readonly Reason[] {
  const { index, served, unserved } = choice;
  if (index.label === PINNED_CUDA_INDEX) return [];
  const without = served.filter((each) => !pinnedRow(each, host));
  if (without.length > 0) return [lacksKernels(without)];
  const pinned = pinnedRow(served[0] ?? '', host);
  const floor = pinned === undefined ? null : floorOf(pinned, served, host);
  if (floor === null || driver === null || reaches(driver, floor))
    return unserved.length > 0 ? [lacksKernels(unserved)] : [];
  return [
    minus('driver-below-floor', `${PINNED_CUDA_INDEX} needs driver ${floor} or newer; found ${driver}`),
  ];
}

function pinnedRow(capability: string, host: Case['host']): CudaIndex | undefined {
  return indexesWithKernels(capability, host).find(({ label }) => label === PINNED_CUDA_INDEX);
}

function lacksKernels(capabilities: readonly string[]): Reason {
  const text = `${PINNED_CUDA_INDEX}, which SD.Next pins, has no kernels for capability ${capabilities.join(', ')}`;
  return minus('no-kernels', text);
}

function external(card: Device | null): readonly Reason[] {
  if (card?.gpu.external !== true) return [];
  return [minus('external-device', `${card.title} is external; unplugged, this environment has no device`)];
}

function divided(card: Device | null): readonly Reason[] {
  const instances = card?.gpu.migInstances ?? 0;
  if (card === null || instances === 0) return [];
  const text = `${card.title} is divided into ${instances} MIG instances, of which torch uses one`;
  return [minus('mig-instance', text)];
}

function floorOf(index: CudaIndex, capabilities: readonly string[], host: Case['host']): string {
  return floorFor(index, { capabilities, driver: null, host });
}
