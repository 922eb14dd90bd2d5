import { compare, valid } from '@renovatebot/pep440';
import { type Finding, finding, remedy } from '../findings/finding.ts';
import type { Manifest } from '../install/environment/manifest.ts';
import { projectName } from '../packages/project-name.ts';
import type { Proof } from '../proof/proof.ts';
import type { Variant } from '../variants/decision.ts';
import type { Policy } from './policy.ts';

/** What a run of `sdn verify` found out about the machine. */
export type Outcome = {
  readonly proof: Proof;
  readonly environment: Manifest | null;
  readonly findings: readonly Finding[];
};

type Demand = (policy: Policy, outcome: Outcome) => readonly Finding[];

/** One finding for each demand of the policy: met, not met, or not known. Pure; `require` is the proof's own. */
export function judgePolicy(policy: Policy | null, outcome: Outcome): readonly Finding[] {
  return policy === null ? [] : DEMANDS.flatMap((demand) => demand(policy, outcome));
}

const variant: Demand = (policy, { environment }) => {
  if (policy.variant === undefined) return [];
  const found = environment?.variant ?? null;
  const title = `The environment is the policy's: ${policy.variant}`;
  const way = remedy('Replace it', reinstall(policy.variant));
  return [
    judged('policy.variant', { title, found, need: policy.variant, met: is(found, policy.variant), way }),
  ];
};

const proof: Demand = (policy, outcome) => {
  if (policy.proof === undefined) return [];
  const found = outcome.proof.verdict;
  const enough: readonly string[] = policy.proof === 'reported' ? ['proven', 'reported'] : ['proven'];
  const met = found === 'unknown' ? null : enough.includes(found);
  return [
    judged('policy.proof', {
      title: 'The proof is as strong as the policy wants',
      found,
      need: policy.proof,
      met,
    }),
  ];
};

const minimum: Demand = (policy, { environment }) =>
  Object.entries(policy.minimum ?? {}).map(([name, need]) => {
    const found = versionOf(name, environment);
    const title = `${name} is new enough`;
    const way = remedy('Install newer versions', reinstall(environment?.variant));
    const known = found ?? 'not among what sdn installed here';
    const shown = {
      title,
      found: known,
      need: `${need} or newer`,
      met: atLeast(found, need),
      subject: name,
      way,
    };
    return judged('policy.minimum', shown);
  });

const speed: Demand = (policy, outcome) => {
  if (policy.timesCpu === undefined) return [];
  const times = timesCpu(outcome.proof);
  const found = times === null ? 'not measured beside the CPU' : `${times} times the CPU`;
  const met = times === null ? null : times >= policy.timesCpu;
  const need = `${policy.timesCpu} times the CPU, or more`;
  return [judged('policy.speed', { title: 'The device is as fast as the policy wants', found, need, met })];
};

/** A CPU is once itself: nothing is measured beside it. */
function timesCpu({ device, rungs }: Proof): number | null {
  const measured = rungs.find(({ rung }) => rung === 'runtime')?.throughput?.timesCpu ?? null;
  return measured ?? (device.resolved === 'CPU' ? 1 : null);
}

const warnings: Demand = (policy, { findings }) => {
  const allowed = policy.allowWarnings;
  if (allowed === undefined) return [];
  const other = findings
    .filter(({ id, status }) => status === 'warn' && !allowed.includes(id))
    .map(({ id }) => id);
  const found = other.length === 0 ? 'none other' : [...new Set(other)].join(', ');
  const need = allowed.length === 0 ? 'No warning' : `No warning but ${allowed.join(', ')}`;
  return [
    judged('policy.warnings', {
      title: 'Every warning is one that the policy allows',
      found,
      need,
      met: other.length === 0,
    }),
  ];
};

const DEMANDS: readonly Demand[] = [variant, proof, minimum, speed, warnings];

function reinstall(variant: Variant | undefined): string {
  return variant === undefined ? 'sdn reinstall' : `sdn reinstall --variant ${variant}`;
}

type Judged = Pick<Finding, 'title' | 'found' | 'need'> & {
  /** Null: it could not be told. */
  readonly met: boolean | null;
  readonly subject?: string;
  readonly way?: Finding['remedy'];
};

function judged(id: string, { met, way, found, ...rest }: Judged): Finding {
  const status = met === null ? 'unknown' : met ? 'pass' : 'fail';
  const known = found ?? 'not known';
  return finding({
    id,
    group: 'settings',
    status,
    found: known,
    ...rest,
    remedy: met === false ? (way ?? null) : null,
  });
}

function is(found: string | null, wanted: string): boolean | null {
  return found === null ? null : found === wanted;
}

function versionOf(name: string, environment: Manifest | null): string | null {
  const wanted = projectName(name);
  if (wanted === 'python') return environment?.interpreter.version ?? null;
  return environment?.installed.find((each) => projectName(each.name) === wanted)?.version ?? null;
}

function atLeast(found: string | null, need: string): boolean | null {
  if (found === null || !valid(found)) return null;
  return compare(found, need) >= 0;
}
