import type { Status } from '../findings/finding.ts';
import type { Readiness } from '../findings/summarize.ts';
import type { ProofVerdict } from '../proof/proof.ts';

export type Tone = 'good' | 'mixed' | 'bad' | 'open';
type Words<Key extends string> = Readonly<Record<Key, { readonly word: string; readonly tone: Tone }>>;

/** What each verdict of a report is called, in every format. */
export const VERDICTS: Words<Readiness> = {
  ready: { word: 'Ready.', tone: 'good' },
  'ready-with-warnings': { word: 'Ready, with warnings.', tone: 'mixed' },
  'not-ready': { word: 'Not ready.', tone: 'bad' },
  undetermined: { word: 'Undetermined.', tone: 'open' },
};

export const PROOF_VERDICTS: Words<ProofVerdict> = {
  proven: { word: 'proven', tone: 'good' },
  reported: { word: 'only reported', tone: 'mixed' },
  contradicted: { word: 'contradicted', tone: 'bad' },
  failed: { word: 'failed', tone: 'bad' },
  unknown: { word: 'unknown', tone: 'open' },
};

export const STATUS_WORDS: Words<Status> = {
  pass: { word: 'passed', tone: 'good' },
  info: { word: 'note', tone: 'open' },
  warn: { word: 'warning', tone: 'mixed' },
  fail: { word: 'failed', tone: 'bad' },
  skip: { word: 'skipped', tone: 'open' },
  unknown: { word: 'not determined', tone: 'open' },
};
