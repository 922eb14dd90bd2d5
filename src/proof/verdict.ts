import type { Channel, ChannelName, ProofVerdict } from './proof.ts';

/** How a child came to its end. `finished`: one whole answer, then a clean exit. */
export type Ending =
  | 'finished'
  | 'raised'
  | 'crashed'
  | 'timeout'
  | 'garbage'
  | 'flood'
  | 'overgrown'
  | 'absent'
  | 'denied'
  | 'cancelled';

/** What a rung is judged by. Nothing else enters the verdict. */
export type Evidence = {
  readonly ending: Ending;
  /** `mixed`: an accelerator and the CPU each own a part (HETERO). */
  readonly target: 'cpu' | 'accelerator' | 'mixed';
  readonly channels: readonly Channel[];
  /** Statements of the child that cannot be true together, or that the parent saw otherwise. */
  readonly inconsistencies: readonly string[];
  /** Channels without which nothing is proven on this rung, besides the profile and the numbers. */
  readonly needs: readonly ChannelName[];
  /** Reasons for which this run can be believed at most as far as `reported`. */
  readonly caps: readonly string[];
};

export type Judgement = { readonly verdict: ProofVerdict; readonly reasons: readonly string[] };

/** Counters of busy time, kept by the operating system or the driver, about one device. */
export const OS_COUNTERS: readonly ChannelName[] = ['drm-fdinfo', 'npu-busy', 'gpu-engine'];

/**
 * The verdict on one rung: the first row that matches.
 *
 * | # | when                                                                  | verdict      |
 * | - | --------------------------------------------------------------------- | ------------ |
 * | 1 | the child raised or crashed                                           | failed       |
 * | 2 | no whole answer: timeout, garbage, flood, memory, no program, denied  | unknown      |
 * | 3 | numerics disagrees                                                    | failed       |
 * | 4 | any other channel disagrees, or the child contradicts itself          | contradicted |
 * | 5 | execution-devices is absent                                           | unknown      |
 * | 6 | profile, numerics or a channel in `needs` is absent, or there is a cap | reported     |
 * | 7 | cpu: cpu-time agrees                                                  | proven       |
 * | 8 | accelerator, mixed: an OS counter agrees                              | proven       |
 * | 9 | accelerator: fingerprint agrees, and cpu-time or sysfs-residency does | proven       |
 * |10 | anything else                                                         | reported     |
 *
 * From row 5 on no channel disagrees; from row 7 on execution-devices, profile and numerics all agree,
 * so that `proven` always rests on the runtime's word, on the numbers, and on a witness the runtime cannot bend.
 *
 * sysfs-residency is no OS counter by itself: it tells that the card was awake in the loop and asleep before, not for whom.
 *
 * nvidia-smi is no OS counter: it tells who holds memory on a card, not who computes there. A process that opened the
 * card and then computed on the CPU looks the same, so it can speak against a claim (row 4) but never prove one.
 */
export function judge(evidence: Evidence): Judgement {
  return (
    unfinished(evidence) ??
    wrongNumbers(evidence) ??
    contradiction(evidence) ??
    silent(evidence) ??
    incomplete(evidence) ??
    witnessed(evidence) ?? {
      verdict: 'reported',
      reasons: ['Only the runtime itself says where this ran; no independent channel exists here.'],
    }
  );
}

const ENDINGS: Readonly<Record<Exclude<Ending, 'finished'>, Judgement>> = {
  raised: { verdict: 'failed', reasons: ['The inference raised an error.'] },
  crashed: { verdict: 'failed', reasons: ['The process crashed.'] },
  timeout: { verdict: 'unknown', reasons: ['No answer within the time limit.'] },
  garbage: { verdict: 'unknown', reasons: ['The answer is not one whole, well-formed result of this run.'] },
  flood: { verdict: 'unknown', reasons: ['More output than any sound answer; the process was stopped.'] },
  overgrown: { verdict: 'unknown', reasons: ['More memory than this machine can spare.'] },
  absent: { verdict: 'unknown', reasons: ['The program that runs the proof does not exist.'] },
  denied: { verdict: 'unknown', reasons: ['The program that runs the proof may not be started.'] },
  cancelled: { verdict: 'unknown', reasons: ['The proof was stopped.'] },
};

function unfinished({ ending }: Evidence): Judgement | null {
  return ending === 'finished' ? null : ENDINGS[ending];
}

function wrongNumbers(evidence: Evidence): Judgement | null {
  if (verdictOf(evidence, 'numerics') !== 'disagrees') return null;
  return { verdict: 'failed', reasons: ['The numbers are not those of the reference.'] };
}

function contradiction({ channels, inconsistencies }: Evidence): Judgement | null {
  const against = channels.filter((each) => each.verdict === 'disagrees');
  if (against.length + inconsistencies.length === 0) return null;
  return { verdict: 'contradicted', reasons: [...against.map(objection), ...inconsistencies] };
}

function objection({ channel, says, detail }: Channel): string {
  const why = typeof detail.why === 'string' ? ` ${detail.why}` : '';
  return `The channel ${channel} speaks against it${says === null ? '' : ` and names ${says}`}.${why}`;
}

function silent(evidence: Evidence): Judgement | null {
  if (verdictOf(evidence, 'execution-devices') === 'agrees') return null;
  return {
    verdict: 'unknown',
    reasons: ['The runtime does not say on which device the network was compiled.'],
  };
}

function incomplete(evidence: Evidence): Judgement | null {
  const reasons = [
    ...evidence.caps,
    ...(verdictOf(evidence, 'profile') === 'agrees' ? [] : ['There is no per-operation profile.']),
    ...(verdictOf(evidence, 'numerics') === 'agrees' ? [] : ['The numbers could not be compared.']),
    ...evidence.needs
      .filter((name) => verdictOf(evidence, name) !== 'agrees')
      .map((name) => `The channel ${name} is silent.`),
  ];
  return reasons.length === 0 ? null : { verdict: 'reported', reasons };
}

function witnessed(evidence: Evidence): Judgement | null {
  const witness = witnessOf(evidence);
  if (witness === null) return null;
  return { verdict: 'proven', reasons: [`The runtime's word, the numbers and ${witness} agree.`] };
}

function witnessOf(evidence: Evidence): string | null {
  const agrees = (name: ChannelName) => verdictOf(evidence, name) === 'agrees';
  if (evidence.target === 'cpu') return agrees('cpu-time') ? 'the CPU time of the process' : null;
  const counter = OS_COUNTERS.find(agrees);
  if (counter !== undefined) return `the counter ${counter}`;
  if (evidence.target === 'mixed') return null;
  if (!agrees('fingerprint')) return null;
  if (agrees('cpu-time')) return 'fingerprint and CPU time';
  return agrees('sysfs-residency') ? 'fingerprint and sysfs-residency' : null;
}

/** A channel named twice counts by its worst word. */
function verdictOf({ channels }: Evidence, name: ChannelName): Channel['verdict'] {
  const said = channels.filter((each) => each.channel === name).map((each) => each.verdict);
  if (said.includes('disagrees')) return 'disagrees';
  return said.includes('agrees') ? 'agrees' : 'absent';
}
