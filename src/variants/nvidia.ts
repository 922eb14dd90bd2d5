import { type CudaChoice, chooseCudaIndex, floorFor, indexForNewerDriver, releasesOf } from './cuda-index.ts';
import {
  cudaReasons,
  oldDriverProblem,
  PINNED_CUDA_INDEX,
  type Picked,
  unservedProblems,
} from './cuda-reasons.ts';
import type { Problem } from './decision.ts';
import { type Device, selectedOf } from './device.ts';
import { failedProbes, probeFailed } from './failed-probes.ts';
import type { Host } from './host.ts';
import { type DriverState, nvidiaDriverState } from './nvidia-driver.ts';
import { type Assessment, type Case, dropFor, equals, minus, type Offer, stopFor } from './offer.ts';
import { newerNvidiaDriver } from './remedies.ts';
import { pinnedOrNewest } from './torch-release.ts';
import { byAddress, byStrength, visibleToCuda } from './visibility.ts';

type Cards = {
  /** Held by the driver, in its own order. */
  readonly driven: readonly Device[];
  readonly visible: readonly Device[];
  readonly state: DriverState;
};

/** What these NVIDIA cards can run. All of them are judged together: one environment serves one index. */
export function assessNvidia(situation: Case, cards: readonly Device[]): Assessment {
  const state = nvidiaDriverState(situation, cards);
  if ('kind' in state) return state;
  const { devices, hiddenBy } = visibleToCuda(state.cards, situation.facts);
  if (hiddenBy === null) return judge(situation, { driven: state.cards, visible: devices, state });
  if (!situation.asked) return dropFor(hidden(hiddenBy, situation.host), true);
  const problems = [...state.problems, hidden(hiddenBy, situation.host)];
  return judge(situation, { driven: state.cards, visible: state.cards, state: { ...state, problems } });
}

/** The problem of devices that a variable hides from the runtime. */
export function hidden(by: string, host: Host): Problem {
  const [name = by] = by.split('=');
  const remedy = host.platform === 'win32' ? `Remove-Item Env:${name}` : `unset ${name}`;
  return { code: 'devices-hidden-by-env', text: `${by} hides every device`, remedy };
}

function judge(situation: Case, cards: Cards): Assessment {
  const known = cards.visible.filter(({ capability }) => capability !== null);
  if (known.length === 0) return withoutCapability(situation, cards);
  const capabilities = known.map(({ capability }) => capability ?? '');
  const question = { capabilities, driver: cards.state.version, host: situation.host };
  const choice = chooseCudaIndex(question);
  if (choice !== null) return offer(situation, cards, choice);
  const plan = indexForNewerDriver(question);
  if (plan === null) return noKernels(known);
  const served = capabilities.filter((each) =>
    chooseCudaIndex({ ...question, driver: null, capabilities: [each] }),
  );
  const floor = floorFor(plan, { ...question, capabilities: served });
  const problem = driverTooOld(situation, cards, { label: plan.label, floor });
  if (!situation.asked) return stopFor(problem);
  const planned = offer(situation, cards, { index: plan, served, unserved: [] });
  const least = equals('index', `${plan.label} asks least of the driver: ${floor}`);
  const reasons = [...planned.reasons.filter(({ sign }) => sign !== '='), least];
  return { ...planned, reasons, problems: [...planned.problems, problem] };
}

type Plan = { readonly label: string; readonly floor: string };

function driverTooOld({ facts, host }: Case, { state, visible }: Cards, { label, floor }: Plan): Problem {
  const title = visible[0]?.title ?? 'the NVIDIA card';
  const found = `NVIDIA driver ${state.version ?? 'unknown'} is too old for ${title}`;
  return {
    code: 'driver-too-old',
    text: `${found}; ${label} needs ${floor} or newer`,
    remedy: newerNvidiaDriver(facts, host, floor),
  };
}

function offer(situation: Case, { driven, visible, state }: Cards, choice: CudaChoice): Offer {
  const known = visible.filter(({ capability }) => capability !== null);
  const served = known.filter(({ capability }) => choice.served.includes(capability ?? ''));
  const strongest = byStrength(served)[0] ?? null;
  const picked: Picked = { choice, driver: state.version, known, strongest };
  return {
    kind: 'offer',
    variant: 'cuda',
    index: choice.index.label,
    release: pinnedOrNewest(releasesOf(choice.index, situation.host)),
    selected: strongest === null ? null : selectedOf(strongest),
    env: visible.every((card) => served.includes(card)) ? {} : pinned(driven, served),
    reasons: cudaReasons(situation, picked),
    problems: [
      ...state.problems,
      ...oldDriverProblem(situation, picked),
      ...unservedProblems(situation, picked),
    ],
  };
}

/** Numbers by PCI address, the one order that does not depend on which card is faster. */
function pinned(driven: readonly Device[], served: readonly Device[]): Record<string, string> {
  const numbers = byAddress(driven).flatMap((card, number) => (served.includes(card) ? [number] : []));
  return { CUDA_DEVICE_ORDER: 'PCI_BUS_ID', CUDA_VISIBLE_DEVICES: numbers.join(',') };
}

function noKernels(known: readonly Device[]): Assessment {
  const cards = known.map(({ title, capability }) => `${title} (capability ${capability})`).join(', ');
  const remedy = 'sdn install --use-cpu    (or another card)';
  return dropFor(
    { code: 'no-kernels-for-gpu', text: `No torch build has kernels for ${cards}`, remedy },
    false,
  );
}

function withoutCapability(situation: Case, { visible, state }: Cards): Assessment {
  const [card] = visible;
  const subject = `The compute capability of ${card?.title ?? 'the NVIDIA card'} is not known`;
  if (!situation.asked) return stopFor(probeFailed(subject, failedProbes(situation.facts, 'nvidia')));
  return {
    kind: 'offer',
    variant: 'cuda',
    index: PINNED_CUDA_INDEX,
    release: pinnedOrNewest([]),
    selected: card === undefined ? null : selectedOf(card),
    env: {},
    reasons: [
      minus('capability-unknown', subject),
      equals('index', `${PINNED_CUDA_INDEX} is what SD.Next pins`),
    ],
    problems: state.problems,
  };
}
