import type { Facts } from '../hardware/facts.ts';
import { alternativesTo } from './alternatives.ts';
import type { Decision, Problem } from './decision.ts';
import { assessMachine } from './detected.ts';
import { type Device, devicesOf } from './device.ts';
import { type Host, hostOf } from './host.ts';
import { indexProblems } from './index-problems.ts';
import { namedIndex, variantOfIndex } from './named-index.ts';
import type { Assessment, Offer } from './offer.ts';
import { judgePython } from './python-range.ts';
import { refusalOfSystem } from './refusal.ts';
import type { Request } from './request.ts';
import { assessRequest } from './requested.ts';
import { torchFrom } from './torch-release.ts';
import { windowsRocm } from './windows-rocm.ts';
import { inContainer } from './withheld.ts';

/**
 * The variant for a machine, with every step's reason. Pure: the same facts and request give the same decision.
 * What the user named wins and is validated for the system; otherwise the machine decides, and what is unknown
 * is never taken for absent: then `variant` is null with the code `probe-failed`.
 * Throws nothing. A label that no index can have is refused where the command line is read.
 */
export function decide(facts: Facts, request: Request): Decision {
  const host = hostOf(facts);
  const known = devicesOf(facts);
  const { inside: devices, reasons: outside } = inContainer(known.devices, host);
  const refused = refusalOfSystem(facts);
  if (refused !== null) return nothing(request, refused);
  const setting = { request, host, facts, devices };
  const { found, named } = assess(setting);
  const decision = build(found, { ...setting, named });
  return { ...decision, reasons: [...known.reasons, ...outside, ...decision.reasons] };
}

type Assessed = { readonly found: Assessment; readonly named: boolean };

/** A label such as `cu126` names a variant too, but it is only asked for where the machine would choose another. */
function assess({ request, host, facts, devices }: Omit<Setting, 'named'>): Assessed {
  if (request.variant !== null)
    return { found: assessRequest(request.variant, facts, { host, devices }), named: true };
  const found = assessMachine(facts, host, devices);
  const meant = variantOfIndex(request.index);
  if (meant === null || (found.kind === 'offer' && found.variant === meant)) return { found, named: false };
  return { found: assessRequest(meant, facts, { host, devices }), named: true };
}

function nothing(request: Request, problem: Problem): Decision {
  return {
    variant: null,
    requested: request.variant !== null,
    index: null,
    torch: null,
    selected: null,
    env: {},
    reasons: [{ sign: '-', code: problem.code, text: problem.text }],
    alternatives: [],
    problems: [problem],
  };
}

type Setting = {
  readonly request: Request;
  readonly host: Host;
  readonly facts: Facts;
  readonly devices: readonly Device[];
  readonly named: boolean;
};

function build(found: Assessment, setting: Setting): Decision {
  const { facts, named } = setting;
  const said = { requested: named, reasons: found.reasons, problems: found.problems };
  if (found.kind !== 'offer')
    return {
      ...nothing(setting.request, NO_PROBLEM),
      ...said,
      alternatives: alternativesTo(null, facts, setting),
    };
  const chosen = { ...said, ...choiceOf(found, setting) };
  const python = judgePython(facts, chosen);
  return {
    ...chosen,
    reasons: [...chosen.reasons, ...python.reasons],
    problems: unique([...chosen.problems, ...python.problems]),
    alternatives: alternativesTo(found.variant, facts, setting),
  };
}

const NO_PROBLEM: Problem = { code: '', text: '', remedy: '' };

function choiceOf(
  offer: Offer,
  setting: Setting,
): Pick<Decision, 'variant' | 'index' | 'torch' | 'selected' | 'env' | 'reasons' | 'problems'> {
  const { request, host, facts } = setting;
  const { variant, selected, env } = offer;
  const named = namedIndex(offer, { label: request.index, host });
  const unfit = named.index === offer.index ? [] : indexProblems(named.index ?? '', setting);
  const torch = variant === 'rocm' && host.platform === 'win32' ? windowsRocm(offer, facts) : torchOf(named);
  const spec = request.torchSpec;
  return {
    variant,
    index: named.index,
    torch: spec === null ? torch : { spec, indexUrl: torch?.indexUrl ?? null },
    selected,
    env,
    reasons: named.reasons,
    problems: [...named.problems, ...unfit],
  };
}

function torchOf({ index, release }: Pick<Offer, 'index' | 'release'>): Decision['torch'] {
  return index === null || release === null ? null : torchFrom(release, index);
}

function unique(problems: readonly Problem[]): readonly Problem[] {
  return problems.filter(
    (problem, index) =>
      problems.findIndex(({ code, text }) => code === problem.code && text === problem.text) === index,
  );
}
