import { type Rule, rule } from '../rule.ts';

/** Lines that say "cpu" and alarm people; whether they are normal depends on the backend. */
export const normalRules: readonly Rule[] = [
  rule(/\bTorch reports CUDA not available\b/, null, { is: 'cpuLine' }),
  rule(/--index-url\s+https:\/\/download\.pytorch\.org\/whl\/cpu\b/, null, { is: 'cpuLine' }),
  rule(/\bprovider=CPUExecutionProvider\b|available=\['(?:Azure|CPU)ExecutionProvider/, null, {
    is: 'cpuLine',
  }),
  rule(/'gpu': \{'total': 0\b/, null, { is: 'cpuLine' }),
];
