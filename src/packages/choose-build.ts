import { compare, satisfies } from '@renovatebot/pep440';
import { type Offer, offersOf, publicVersion } from './offers.ts';
import { type Interpreter, minorVersion } from './pythons/interpreter.ts';
import type { SourceAnswer } from './sources/source-answer.ts';
import { fits } from './sources/wheel-name.ts';
import { type Build, isPair, type WantedSet } from './wanted.ts';

/** A build that can be had, and where from. */
export type ChosenBuild = Build & { readonly source: string };

export type Choice = {
  readonly python: Interpreter;
  readonly torch: ChosenBuild | null;
  /** Null when no torchvision that belongs to this torch is on offer. */
  readonly torchvision: ChosenBuild | null;
  /** Whether torch is the pinned build, a substitute up to the ceiling, or one above it. */
  readonly tier: 'pinned' | 'substitute' | 'above-ceiling';
};

type Question = {
  readonly wanted: WantedSet;
  readonly pythons: readonly Interpreter[];
  readonly answers: readonly SourceAnswer[];
  readonly platform: NodeJS.Platform;
  /** No build but the pinned one. */
  readonly policy: 'exact' | 'substitutes-allowed';
};

/** An index names thousands of wheels: they are read once, not for every Python and every torch. */
type Market = Question & { readonly torches: readonly Offer[]; readonly visions: readonly Offer[] };

const TIERS: readonly Choice['tier'][] = ['pinned', 'substitute', 'above-ceiling'];

/**
 * The Python and the torch build that go together best: the pinned build wherever it is, else the newest one
 * without a known drawback, else the oldest above. Among Pythons that can have the same, SD.Next's favourite wins.
 * Null when no Python here can have an acceptable build.
 */
export function chooseBuild(question: Question): Choice | null {
  const { wanted, pythons, answers } = question;
  if (wanted.torch === null) return withoutTorch(pythons[0]);
  const offers = { torches: offersOf('torch', answers), visions: offersOf('torchvision', answers) };
  const choices = pythons.flatMap((python) => bestFor(python, { ...question, ...offers }));
  return choices.toSorted((one, other) => rank(one, other, wanted))[0] ?? null;
}

function withoutTorch(python: Interpreter | undefined): Choice | null {
  return python === undefined ? null : { python, torch: null, torchvision: null, tier: 'pinned' };
}

function bestFor(python: Interpreter, market: Market): readonly Choice[] {
  const torches = acceptableTorches(python, market);
  const choices = torches.map((torch) => ({
    python,
    torch,
    torchvision: pairOf(torch, python, market),
    tier: tierOf(torch, market.wanted),
  }));
  return choices.toSorted((one, other) => rank(one, other, market.wanted)).slice(0, 1);
}

function acceptableTorches(python: Interpreter, market: Market): readonly ChosenBuild[] {
  const { wanted, torches, platform, policy } = market;
  return torches
    .filter(({ wheel }) => fits(wheel, python, platform))
    .map(asBuild)
    .filter((build) => isWanted(build, wanted, platform))
    .filter(
      (build) =>
        tierOf(build, wanted) === 'pinned' || (policy === 'substitutes-allowed' && isInRange(build, wanted)),
    );
}

function asBuild({ source, wheel }: Offer): ChosenBuild {
  return { source, version: publicVersion(wheel), local: wheel.local };
}

/**
 * Whether a build is of the wanted kind. A CPU build says `+cpu`; without a label it is one only where PyPI's
 * own wheels are (Windows and macOS): on Linux those are CUDA builds, on x86_64 and aarch64 alike.
 */
function isWanted(build: ChosenBuild, { torch }: WantedSet, platform: NodeJS.Platform): boolean {
  if (build.local === (torch?.local ?? null)) return true;
  return torch?.local === 'cpu' && build.local === null && platform !== 'linux';
}

function isInRange({ version }: ChosenBuild, { substitutes }: WantedSet): boolean {
  return substitutes !== null && satisfies(version, substitutes.range);
}

/** How near a build is to the pinned one. */
export function tierOf(build: Build, { torch, substitutes }: WantedSet): Choice['tier'] {
  if (build.version === torch?.version) return 'pinned';
  return substitutes !== null && compare(build.version, substitutes.ceiling) <= 0
    ? 'substitute'
    : 'above-ceiling';
}

function pairOf(torch: ChosenBuild, python: Interpreter, { visions, platform }: Market): ChosenBuild | null {
  const pairs = visions
    .filter(({ wheel }) => fits(wheel, python, platform) && wheel.local === torch.local)
    .map(asBuild)
    .filter((build) => isPair(torch, build));
  const sameSource = pairs.filter((build) => build.source === torch.source);
  return (
    (sameSource.length > 0 ? sameSource : pairs).toSorted((one, other) =>
      compare(other.version, one.version),
    )[0] ?? null
  );
}

function rank(one: Choice, other: Choice, wanted: WantedSet): number {
  return (
    TIERS.indexOf(one.tier) - TIERS.indexOf(other.tier) ||
    closeness(one, other) ||
    wanted.pythons.indexOf(minorVersion(one.python.version)) -
      wanted.pythons.indexOf(minorVersion(other.python.version))
  );
}

/** Below the ceiling the newest is nearest to the pin; above it the oldest is. */
function closeness(one: Choice, other: Choice): number {
  if (one.torch === null || other.torch === null) return 0;
  const order = compare(one.torch.version, other.torch.version);
  return one.tier === 'above-ceiling' ? order : -order;
}
