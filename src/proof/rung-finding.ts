import { type Finding, finding, type Status } from '../findings/finding.ts';
import type { System } from '../system/system.ts';
import { type Explanation, explain } from './explain.ts';
import type { ProofVerdict, RungResult } from './proof.ts';

const STATUS: Readonly<Record<ProofVerdict, Status>> = {
  proven: 'pass',
  reported: 'warn',
  contradicted: 'fail',
  failed: 'fail',
  unknown: 'unknown',
};

const TITLES: Readonly<Record<ProofVerdict, string>> = {
  proven: 'Inference ran where it was asked to',
  reported: 'Where the inference ran is reported, not proven',
  contradicted: 'The inference did not run where the runtime says',
  failed: 'The inference failed',
  unknown: 'Where the inference ran could not be determined',
};

const ID = {
  runtime: 'inference.runtime',
  torch: 'inference.torch',
  sdnext: 'inference.sdnext',
  server: 'inference.server',
} as const;

/** One rung as a finding: what came of it, why, and what OpenVINO's error text means on this machine. */
export function rungFinding(rung: RungResult, system: System): Finding {
  const [main = '', ...more] = rung.reasons;
  const raised = rung.verdict === 'failed' ? more.at(-1) : undefined;
  const cause = raised === undefined ? null : explain(raised, system);
  const found = cause === null ? [main, ...more].join(' ') : `${main} ${cause.means}`;
  return finding({
    id: ID[rung.rung],
    group: 'inference',
    status: STATUS[rung.verdict],
    title: TITLES[rung.verdict],
    subject: rung.device,
    found,
    need: cause?.need ?? null,
    evidence: rung.channels.map(({ channel, says, verdict }) => ({
      kind: 'measurement',
      source: channel,
      value: says === null ? verdict : `${says}, ${verdict}`,
    })),
    remedy: cause === null ? null : remedyOf(cause),
  });
}

function remedyOf({ id, means, commands }: Explanation): Finding['remedy'] {
  const own = /^(?:openvino|torch)-not-installed$/.test(id) ? ['sdn reinstall --use-openvino'] : commands;
  if (own.length === 0) return null;
  return { summary: means, commands: own, needs: [], fixer: null, docs: null };
}
