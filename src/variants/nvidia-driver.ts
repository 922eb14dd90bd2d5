import type { Facts } from '../hardware/facts.ts';
import { pciAddress } from '../hardware/seen.ts';
import type { Problem } from './decision.ts';
import type { Device } from './device.ts';
import { detailsOf, failedProbes, probeFailed, saidAbsent } from './failed-probes.ts';
import { jetsonProblem } from './jetson.ts';
import { lost, mismatchProblem, missing, notPassedProblem, withoutInstance } from './nvidia-problems.ts';
import { type Case, type Drop, dropFor, minus, type Stop, stopFor } from './offer.ts';
import { nvidiaDriver } from './remedies.ts';
import { numbersOf } from './version.ts';
import { boundToVfio, isForGuest } from './withheld.ts';

/** Cards that the NVIDIA driver holds, its version, and what keeps it from the others. */
export type DriverState = {
  readonly cards: readonly Device[];
  /** Null where it runs and nobody could say which it is. */
  readonly version: string | null;
  readonly problems: readonly Problem[];
};

/**
 * The driver behind these cards, or why there is none to build on.
 * Who asked for cuda gets a state in any case, with what is wrong beside it.
 */
export function nvidiaDriverState(situation: Case, cards: readonly Device[]): DriverState | Drop | Stop {
  const gone = lostAddress(situation.facts);
  const taken = cards.map((card) => (isAt(card, gone) ? lost(card) : takenProblem(situation, card)));
  const free = cards.filter((_, at) => taken[at] === null);
  const problems = taken.filter((each) => each !== null);
  const trouble = free.length === 0 ? allTaken(problems) : withoutDriver(situation, free);
  if (trouble === null) return { cards: free, version: versionOf(free), problems };
  if (!situation.asked) return trouble;
  return { cards, version: null, problems: [...problems, ...trouble.problems.filter(isNew(problems))] };
}

function allTaken(problems: readonly Problem[]): Drop {
  const reasons = problems.map(({ code, text }) => minus(code, text));
  return { kind: 'drop', repairable: true, reasons, problems };
}

function isNew(problems: readonly Problem[]): (problem: Problem) => boolean {
  return (problem) => !problems.includes(problem);
}

/** "552.22" from that, from Windows' own "31.0.15.5222", from "550.144.03". Null where it says none of them. */
export function nvidiaVersion(text: string | null | undefined): string | null {
  const numbers = numbersOf(text);
  if (numbers === null || (numbers[0] ?? 0) === 0) return null;
  if (numbers.length < 4) return numbers.join('.') === '' ? null : plain(text);
  const [, , third = 0, fourth = 0] = numbers;
  if (third < 10 || third > 99) return null;
  const digits = `${third}${String(fourth).padStart(4, '0')}`.slice(-5);
  return `${digits.slice(0, 3)}.${digits.slice(3)}`;
}

function plain(text: string | null | undefined): string | null {
  return /\d+(?:\.\d+)*/.exec(text ?? '')?.[0] ?? null;
}

function versionOf(cards: readonly Device[]): string | null {
  return cards.map(({ gpu }) => nvidiaVersion(gpu.driverVersion)).find((version) => version !== null) ?? null;
}

function withoutDriver(situation: Case, cards: readonly Device[]): Drop | Stop | null {
  const { facts, host } = situation;
  const jetson = jetsonProblem(facts, cards);
  if (jetson !== null) return dropFor(jetson, false);
  if (mismatch(facts)) return dropFor(mismatchProblem(), true);
  if (host.container && notPassedThrough(facts)) return dropFor(notPassedProblem(cards), true);
  if (versionOf(cards) !== null) return null;
  if (/couldn't communicate with the NVIDIA driver/i.test(detailsOf(facts)))
    return dropFor(missing(situation, cards), true);
  const failed = failedProbes(facts, 'nvidia');
  const nothing = saidAbsent(facts, 'nvidia-smi') && saidAbsent(facts, 'nvidia-module');
  const asleep = !nothing && cards.some(({ gpu }) => gpu.power === 'off');
  const bound = cards.some(({ gpu }) => gpu.kernelDriver === 'nvidia');
  if (failed.length > 0 || asleep || bound) return stopFor(probeFailed(subjectOf(cards, asleep), failed));
  return dropFor(host.container ? notPassedProblem(cards) : missing(situation, cards), true);
}

function subjectOf(cards: readonly Device[], asleep: boolean): string {
  const name = cards[0]?.title ?? 'the NVIDIA card';
  return asleep
    ? `${name} sleeps and could not be examined`
    : `The driver of ${name} could not be determined`;
}

/**
 * Why CUDA sees nothing of a card: `vfio-pci` keeps it for a guest, nouveau drives it, or it is in MIG mode without
 * an instance. Null where none of that is so.
 */
function takenProblem({ facts, host }: Case, card: Device): Problem | null {
  const { gpu, title } = card;
  if (isForGuest(card)) return boundToVfio(card);
  if (gpu.migMode === 'enabled' && gpu.migInstances === 0) return withoutInstance(card);
  if (!/^(?:nouveau|nova|nova-core|nova_core)$/.test(gpu.kernelDriver ?? '')) return null;
  return {
    code: 'nouveau-driver',
    text: `${title} runs on ${gpu.kernelDriver}, which has no CUDA`,
    remedy: nvidiaDriver(facts, host, card.capability),
  };
}

/** "Unable to determine the device handle for GPU0000:0B:00.0: GPU is lost." ends nvidia-smi, whatever the others do. */
function lostAddress(facts: Facts): string | null {
  const said = /device handle for GPU\s{0,8}([0-9a-f:]{7,16}\.[0-7])/i.exec(detailsOf(facts))?.[1];
  return said === undefined ? null : pciAddress(said);
}

function isAt({ gpu }: Device, address: string | null): boolean {
  return address !== null && pciAddress(gpu.pci ?? '') === address;
}

function mismatch(facts: Facts): boolean {
  const { runtimes } = facts;
  const [kernel, library] = [runtimes?.['nvidia-kernel'], runtimes?.['nvidia-library']];
  if (kernel && library && kernel !== library) return true;
  return /driver\/library version mismatch/i.test(detailsOf(facts));
}

function notPassedThrough(facts: Facts): boolean {
  return (saidAbsent(facts, 'nvidia-smi') && !facts.runtimes?.cuda) || saidAbsent(facts, 'nvidia-device');
}
