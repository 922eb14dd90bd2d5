import type { Facts } from '../hardware/facts.ts';
import { amdAccess } from './amd-access.ts';
import type { Problem } from './decision.ts';
import { type Device, selectedOf } from './device.ts';
import { failedProbes, inventoryAnswered, probeFailed } from './failed-probes.ts';
import { type GfxTarget, gfxTargetOf, rocmIndexFor } from './gfx-targets.ts';
import { hidden } from './nvidia.ts';
import {
  type Assessment,
  type Case,
  type Drop,
  dropFor,
  equals,
  minus,
  type Offer,
  plus,
  stopFor,
} from './offer.ts';
import { byStrength, visibleToHip } from './visibility.ts';
import { withheld } from './withheld.ts';

type Served = { readonly device: Device; readonly target: GfxTarget };

/**
 * What these AMD devices can run. `candidates` are the ones in question (the discrete or the integrated);
 * `all` are every AMD device of the machine, which the runtime will see too.
 */
export function assessAmd(
  situation: Case,
  candidates: readonly Device[],
  all: readonly Device[],
): Assessment {
  const access = amdAccess(situation, candidates);
  if ('kind' in access) return access;
  const driven = all.filter((device) => withheld(device, situation.host) === null);
  const { devices, hiddenBy, numbered } = visibleToHip(driven, situation.facts);
  if (hiddenBy !== null && !situation.asked) return dropFor(hidden(hiddenBy, situation.host), true);
  const open = access.devices.filter((device) => hiddenBy !== null || devices.includes(device));
  const problems =
    hiddenBy === null ? access.problems : [...access.problems, hidden(hiddenBy, situation.host)];
  const served = byStrength(open).flatMap((device) => servedBy(situation, device));
  const [best] = served;
  if (best !== undefined) return offer(situation, { best, served, visible: devices, numbered, problems });
  return open.length > 0 ? withoutTarget(situation, open) : notVisible(candidates);
}

/** Other AMD devices were left visible on purpose: these are not missed. */
function notVisible(devices: readonly Device[]): Drop {
  const reasons = devices.map(({ title }) => minus('device-hidden', `${title} is hidden by a variable`));
  return { kind: 'drop', repairable: false, reasons, problems: [] };
}

function servedBy(situation: Case, device: Device): readonly Served[] {
  const target = gfxTargetOf(device.gfx);
  return target !== null && canServe(situation, target) ? [{ device, target }] : [];
}

/** On Windows a family of wheels must exist; on Linux an index with kernels or an override that is known to work. */
function canServe({ host, asked }: Case, target: GfxTarget): boolean {
  if (host.platform === 'win32') return target.windowsFamily !== null;
  return target.choice === 'auto' || (asked && target.choice === 'asked');
}

type Chosen = {
  readonly best: Served;
  readonly served: readonly Served[];
  readonly visible: readonly Device[];
  /** What `HIP_VISIBLE_DEVICES` counts. */
  readonly numbered: readonly Device[];
  readonly problems: readonly Problem[];
};

function offer(situation: Case, chosen: Chosen): Offer {
  const { best, visible } = chosen;
  const windows = situation.host.platform === 'win32';
  const index = windows ? null : rocmIndexFor(best.target, situation.facts.runtimes?.rocm ?? null);
  const override = windows ? null : best.target.override;
  const used = chosen.served.filter((each) => fits(each, best, situation));
  return {
    kind: 'offer',
    variant: 'rocm',
    index: index?.label ?? null,
    release: index?.torch ?? null,
    selected: selectedOf(best.device),
    env: { ...overrideEnv(override), ...pinEnv(chosen, used) },
    reasons: [...reasons(situation, chosen, index?.label ?? null), ...leftOut(visible, used)],
    problems: chosen.problems,
  };
}

/** One environment has one override and one index: another card fits only if both are right for it too. */
function fits(other: Served, best: Served, { host, facts }: Case): boolean {
  if (other.device.integrated !== best.device.integrated) return false;
  if (host.platform === 'win32') return other.target.windowsFamily === best.target.windowsFamily;
  const rocm = facts.runtimes?.rocm ?? null;
  if (rocmIndexFor(other.target, rocm)?.label !== rocmIndexFor(best.target, rocm)?.label) return false;
  return (
    (other.target.override ?? versionOf(other.target)) === (best.target.override ?? versionOf(other.target))
  );
}

/** gfx1030 is 10.3.0, gfx90a is 9.0.10. */
function versionOf({ gfx }: GfxTarget): string {
  const digits = gfx.slice(3);
  const [minor = '0', step = '0'] = [digits.at(-2), digits.at(-1)];
  return [digits.slice(0, -2), Number.parseInt(minor, 16), Number.parseInt(step, 16)].join('.');
}

function overrideEnv(override: string | null): Record<string, string> {
  return override === null ? {} : { HSA_OVERRIDE_GFX_VERSION: override };
}

/** HIP counts devices in the order of the kernel's topology, which follows the PCI address. */
function pinEnv({ visible, numbered }: Chosen, used: readonly Served[]): Record<string, string> {
  const mine = used.map(({ device }) => device);
  if (visible.every((device) => mine.includes(device))) return {};
  const numbers = numbered.flatMap((device, number) => (mine.includes(device) ? [number] : []));
  return numbers.length === 0 ? {} : { HIP_VISIBLE_DEVICES: numbers.join(',') };
}

function reasons({ host, facts }: Case, { best, served }: Chosen, index: string | null) {
  const { device, target } = best;
  const place = device.integrated ? 'integrated' : 'discrete';
  const kind = served.length > 1 ? `${place} and the strongest of ${served.length}` : place;
  const rocm = facts.runtimes?.rocm ?? null;
  const wheels = host.platform === 'win32' ? `the AMD wheels of ${target.windowsFamily}` : 'the rocm wheels';
  return [
    plus('device-chosen', `${device.title} is ${kind}`),
    target.override === null || host.platform === 'win32'
      ? plus('kernels', `${target.gfx} has kernels in ${wheels}`)
      : plus(
          'override',
          `${target.gfx} runs kernels of its family with HSA_OVERRIDE_GFX_VERSION=${target.override}; the proof decides`,
        ),
    ...(rocm === null || host.platform === 'win32' ? [] : [plus('system-rocm', `ROCm ${rocm} is installed`)]),
    ...(device.gpu.external === true
      ? [minus('external-device', `${device.title} is external; unplugged, this environment has no device`)]
      : []),
    equals(
      'index',
      index === null ? `AMD's own index, family ${target.windowsFamily}` : `${index} carries it`,
    ),
  ];
}

function leftOut(visible: readonly Device[], used: readonly Served[]) {
  return visible
    .filter((device) => !used.some((each) => each.device === device))
    .map((device) =>
      minus('device-left-out', `${device.title}${gfxText(device)} is left out and hidden from the runtime`),
    );
}

function gfxText({ gfx }: Device): string {
  return gfx === null ? '' : ` (${gfx})`;
}

function withoutTarget(situation: Case, devices: readonly Device[]): Assessment {
  const unclear = devices.find(({ gfx }) => gfx === null);
  if (unclear !== undefined && !unclear.integrated) return stopFor(unclearProblem(situation.facts, unclear));
  const named = devices.map((device) => `${device.title}${gfxText(device)}`).join(', ');
  return dropFor(
    {
      code: 'no-kernels-for-gpu',
      text: `No rocm wheels are known to run ${named} on this system`,
      remedy: tryByHand(situation, devices),
    },
    false,
  );
}

function unclearProblem(facts: Facts, device: Device): Problem {
  const failed = inventoryAnswered(facts)
    ? failedProbes(facts, 'amd')
    : [...failedProbes(facts, 'amd'), ...failedProbes(facts, 'inventory')];
  return probeFailed(`The gfx target of ${device.title} is not known`, failed);
}

function tryByHand({ host }: Case, devices: readonly Device[]): string {
  const target = devices.map(({ gfx }) => gfxTargetOf(gfx)).find((row) => row?.choice === 'asked');
  if (target && host.platform === 'linux')
    return `sdn install --use-rocm    (tries it with HSA_OVERRIDE_GFX_VERSION=${target.override} and proves it, or rolls back)`;
  return 'sdn install --use-cpu    (or another card)';
}
