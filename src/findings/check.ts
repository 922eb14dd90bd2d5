import type { Finding, Group } from './finding.ts';

/**
 * One thing that can be wrong. A check reads what it is given and returns findings;
 * a throw or a timeout becomes one finding of status `unknown`, never a crash.
 */
export type Check<Subject> = {
  readonly id: string;
  readonly group: Group;
  readonly title: string;
  /** The reason for which the check says nothing here, or null when it applies. */
  readonly skipReason?: (subject: Subject) => string | null;
  readonly timeoutMs?: number;
  readonly run: (subject: Subject) => Promise<readonly Finding[]> | readonly Finding[];
};
