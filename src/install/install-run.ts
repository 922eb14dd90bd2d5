import type { Finding } from '../findings/finding.ts';
import type { Facts } from '../hardware/facts.ts';
import type { Proof } from '../proof/proof.ts';
import type { Decision } from '../variants/decision.ts';
import type { Request } from '../variants/request.ts';
import type { Manifest } from './environment/manifest.ts';
import type { Emit, Plan } from './plan.ts';
import type { InstallWishes } from './request/order.ts';

export type InstallRun = {
  /** `install` never replaces another variant; `reinstall` replaces whatever environment is there. */
  readonly mode: 'install' | 'reinstall';
  readonly effect: 'change' | 'plan-only';
  readonly asked: Request;
  readonly wishes: InstallWishes;
  readonly command: string;
  readonly sdnVersion: string;
  readonly emit: Emit;
};

export type InstallResult = {
  readonly facts: Facts;
  readonly decision: Decision;
  readonly findings: readonly Finding[];
  readonly environment?: Manifest;
  readonly proof?: Proof;
  readonly plan?: Plan;
  readonly next: readonly string[];
};
