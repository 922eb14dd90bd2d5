import type { Facts } from '../hardware/facts.ts';
import { renderDenied } from './amd-access.ts';
import type { Problem } from './decision.ts';
import { type Device, selectedOf } from './device.ts';
import { saidAbsent } from './failed-probes.ts';
import { levelZeroProblem } from './intel-runtime.ts';
import { hidden } from './nvidia.ts';
import { type Assessment, type Case, type Drop, dropFor, equals, minus, type Offer, plus } from './offer.ts';
import { passThrough } from './remedies.ts';
import { driverMissing } from './system-driver.ts';
import { pinnedOrNewest } from './torch-release.ts';
import { byStrength, visibleToSycl } from './visibility.ts';
import { withheld } from './withheld.ts';

/** What these Intel devices can run. Only what PyTorch validates for xpu is chosen; anything may be asked for. */
export function assessIntel(situation: Case, candidates: readonly Device[]): Assessment {
  const taken = candidates.map((each) => withheld(each, situation.host)).filter((each) => each !== null);
  const free = candidates.filter((device) => withheld(device, situation.host) === null);
  const undriven = free
    .filter(({ xpu }) => xpu)
    .map((each) => driverMissing(situation, each))
    .find((each) => each !== null);
  if (undriven && !situation.asked) return dropFor(undriven, true);
  const capable = byStrength(
    situation.asked ? (free.length > 0 ? free : candidates) : free.filter(({ xpu }) => xpu),
  );
  const [first] = taken;
  if (free.length === 0 && first !== undefined && !situation.asked)
    return { ...dropFor(first, true), problems: taken };
  if (capable.length === 0) return notValidated(free);
  const found = visibleOffer(situation, capable);
  return { ...found, problems: [...taken, ...(undriven ? [undriven] : []), ...found.problems] };
}

function visibleOffer(situation: Case, capable: readonly Device[]): Assessment {
  const { devices, hiddenBy } = visibleToSycl(capable, situation.facts);
  if (hiddenBy !== null && !situation.asked) return dropFor(hidden(hiddenBy, situation.host), true);
  if (!situation.asked && situation.host.container && saidAbsent(situation.facts, 'render'))
    return notPassed(capable);
  return offer(situation, devices[0] ?? capable[0]);
}

function offer({ facts, host }: Case, device: Device | undefined): Offer {
  const title = device?.title ?? 'Intel graphics';
  const place = device?.integrated ? 'integrated' : 'discrete';
  return {
    kind: 'offer',
    variant: 'xpu',
    index: 'xpu',
    release: pinnedOrNewest([]),
    selected: device === undefined ? null : selectedOf(device),
    env: {},
    reasons: [
      plus('device-chosen', `${title} is ${place}`),
      device?.xpu
        ? plus('kernels', `PyTorch validates its xpu wheels on ${title}`)
        : minus('not-validated', `PyTorch does not validate its xpu wheels on ${title}`),
      ...(device?.gpu.external === true
        ? [minus('external-device', `${title} is external; unplugged, this environment has no device`)]
        : []),
      equals('index', 'xpu is the one index for Intel graphics'),
    ],
    problems: host.platform === 'linux' ? onLinux(facts, device) : [],
  };
}

function onLinux(facts: Facts, device: Device | undefined): readonly Problem[] {
  if (device === undefined) return [];
  return [...renderDenied(facts, device.gpu), ...levelZeroProblem(facts, device.title)];
}

function notValidated(devices: readonly Device[]): Drop {
  const reasons = devices.map(({ title }) =>
    minus('not-validated', `${title} is not among what PyTorch validates its xpu wheels on`),
  );
  return { kind: 'drop', repairable: false, reasons, problems: [] };
}

function notPassed(devices: readonly Device[]): Drop {
  const text = `${devices[0]?.title ?? 'Intel graphics'} is in this machine and /dev/dri is not in this container`;
  return dropFor({ code: 'gpu-not-passed-through', text, remedy: passThrough('intel') }, true);
}
