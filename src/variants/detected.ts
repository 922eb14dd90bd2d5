import type { Facts } from '../hardware/facts.ts';
import { assessAmd } from './amd.ts';
import { assessMac } from './apple.ts';
import type { Problem, Reason } from './decision.ts';
import type { Device } from './device.ts';
import { failedProbes, inventoryAnswered, inventoryUnknown, probeFailed } from './failed-probes.ts';
import { type Host, hostTitle } from './host.ts';
import { assessIntel } from './intel.ts';
import { jetsonProblem } from './jetson.ts';
import { assessNvidia } from './nvidia.ts';
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
import { pinFor } from './pins.ts';
import { passThrough } from './remedies.ts';

const ORDER = ['nvidia', 'amd', 'intel'] as const;
type Vendor = (typeof ORDER)[number];

/** What follows from the machine alone: discrete before integrated, then NVIDIA, AMD, Intel, then the processor. */
export function assessMachine(facts: Facts, host: Host, devices: readonly Device[]): Assessment {
  if (host.platform === 'darwin') return macOrCpu(facts, host, devices);
  if (host.platform === 'win32' && host.arch === 'arm64') return onCpu(host, [], [whyNoWheels(host)]);
  const situation: Case = { facts, host, asked: false };
  const drops: Drop[] = [];
  for (const integrated of [false, true]) {
    if (integrated && drops.some(({ repairable }) => repairable)) break;
    const found = firstOffer(situation, { devices, integrated, drops });
    if (found !== null) return withDrops(found, drops);
  }
  return withDrops(lastResort(facts, host, devices), drops);
}

type Round = { readonly devices: readonly Device[]; readonly integrated: boolean; readonly drops: Drop[] };

function firstOffer(situation: Case, { devices, integrated, drops }: Round): Assessment | null {
  for (const vendor of ORDER) {
    const all = devices.filter((device) => device.vendor === vendor);
    const found = assessVendor(situation, vendor, {
      all,
      candidates: all.filter((each) => each.integrated === integrated),
    });
    if (found?.kind === 'drop') drops.push(found);
    else if (found !== null) return found;
  }
  return null;
}

type Candidates = { readonly all: readonly Device[]; readonly candidates: readonly Device[] };

function assessVendor(situation: Case, vendor: Vendor, { all, candidates }: Candidates): Assessment | null {
  if (all.length === 0) return unseen(situation.facts, vendor);
  if (candidates.length === 0) return null;
  if (vendor === 'nvidia') return assessNvidia(situation, candidates);
  if (vendor === 'amd' && situation.host.arch !== 'arm64') return assessAmd(situation, candidates, all);
  if (vendor === 'intel' && situation.host.arch !== 'arm64') return assessIntel(situation, candidates);
  return noWheels(situation.host, candidates);
}

/** A vendor of which nothing was listed, while the probe that knows it failed: perhaps there is a card. */
function unseen(facts: Facts, vendor: Vendor): Assessment | null {
  const failed = failedProbes(facts, vendor);
  if (failed.length === 0 || (vendor !== 'nvidia' && inventoryAnswered(facts))) return null;
  const names = { nvidia: 'NVIDIA card', amd: 'AMD device', intel: 'Intel device' };
  return stopFor(probeFailed(`A possible ${names[vendor]} could not be examined`, failed));
}

function noWheels(host: Host, devices: readonly Device[]): Drop {
  const reasons = devices.map(({ title }) =>
    minus('no-wheels', `${title}: no wheels for it exist for ${hostTitle(host)}`),
  );
  return { kind: 'drop', repairable: false, reasons, problems: [] };
}

function lastResort(facts: Facts, host: Host, devices: readonly Device[]): Assessment {
  const failed = failedProbes(facts, 'inventory');
  const nothingSeen = devices.length === 0 || failed.length > 0;
  if (inventoryUnknown(facts) && nothingSeen)
    return stopFor(probeFailed('The graphics devices of this machine could not be listed', failed));
  const jetson = devices.length > 0 ? null : jetsonProblem(facts, []);
  const cpu = onCpu(host, containerHint(host, devices), wslHint(host, devices));
  return jetson === null ? cpu : withDrops(cpu, [dropFor(jetson, false)]);
}

function containerHint(host: Host, devices: readonly Device[]): readonly Problem[] {
  if (!host.container || devices.length > 0) return [];
  const text = 'No GPU is visible in this container; where the host has one, it is not passed through';
  return [{ code: 'gpu-not-passed-through', text, remedy: passThrough('any') }];
}

function wslHint(host: Host, devices: readonly Device[]): readonly Reason[] {
  if (!host.wsl || devices.length > 0) return [];
  const text =
    'no GPU is visible in this WSL; AMD and Intel graphics show once their runtime for WSL is installed';
  return [minus('gpu-not-visible', text)];
}

function macOrCpu(facts: Facts, host: Host, devices: readonly Device[]): Assessment {
  const found = assessMac(facts, host, devices);
  return found.kind === 'drop' ? withDrops(onCpu(host, [], []), [found]) : found;
}

function whyNoWheels(host: Host): Reason {
  return minus('no-wheels', `no accelerated torch wheels exist for ${hostTitle(host)}`);
}

/** The processor, from an index that is named: plain PyPI torch on Linux is a CUDA build of several gigabytes. */
function onCpu(host: Host, problems: readonly Problem[], reasons: readonly Reason[]): Offer {
  const pin = pinFor('cpu', host);
  const index = pin?.index ?? 'cpu';
  const text =
    index === 'pypi'
      ? 'the macOS wheels on PyPI'
      : `index ${index}, named: plain PyPI torch may be a CUDA build`;
  return {
    kind: 'offer',
    variant: 'cpu',
    index,
    release: pin?.torch?.split('+')[0] ?? null,
    selected: null,
    env: {},
    reasons: [...reasons, plus('cpu', 'the processor runs everything, slowly'), equals('index', text)],
    problems,
  };
}

/** What ruled the others out comes first, in the order in which they were tried. */
function withDrops(found: Assessment, drops: readonly Drop[]): Assessment {
  const reasons = [...drops.flatMap((drop) => drop.reasons), ...found.reasons];
  const problems = [...drops.flatMap((drop) => drop.problems), ...found.problems];
  return { ...found, reasons, problems };
}
