import type { Finding } from '../findings/finding.ts';
import type { Counts, Readiness } from '../findings/summarize.ts';
import type { Facts } from '../hardware/facts.ts';
import type { Manifest } from '../install/environment/manifest.ts';
import type { Plan } from '../install/plan.ts';
import type { Proof } from '../proof/proof.ts';
import type { LogReading } from '../sdnext/log/reading.ts';
import type { Decision } from '../variants/decision.ts';
import type { Comparison } from './diff/change.ts';
import type { Fleet } from './merge/fleet.ts';

/** How a run failed, in the same shape for every command, usage errors included. */
export type ReportError = {
  readonly code: string;
  readonly message: string;
  readonly need: string | null;
  readonly hints: readonly string[];
  readonly exit: number;
};

/** Of `template list` and `template show`; only the latter gives contents. */
export type TemplateAnswer = {
  readonly name: string;
  readonly summary: string;
  readonly files: readonly {
    readonly path: string;
    readonly executable?: boolean;
    readonly content?: string;
  }[];
};

/** What a command found or did; keys that a command has no use for are absent. */
export type Answer = {
  readonly facts?: Facts;
  readonly decision?: Decision;
  readonly environment?: Manifest;
  readonly proof?: Proof;
  readonly findings?: readonly Finding[];
  readonly plan?: Plan;
  readonly log?: LogReading;
  /** Of `report merge`. */
  readonly fleet?: Fleet;
  /** Of `report diff`. */
  readonly comparison?: Comparison;
  readonly templates?: readonly TemplateAnswer[];
  /** The last lines of a text report: what to do next on this machine. */
  readonly next?: readonly string[];
  readonly error?: ReportError;
};

/** The one document behind every output format, schema `sdn.report/1`. */
export type Report = Answer & {
  readonly schema: 'sdn.report/1';
  readonly tool: { readonly name: 'sdn'; readonly version: string; readonly node: string };
  readonly command: string;
  readonly args: Readonly<Record<string, unknown>>;
  readonly startedAt: string;
  readonly durationMs: number;
  readonly verdict: Readiness;
  readonly exitCode: number;
  readonly counts: Counts;
  readonly redacted: boolean;
};
