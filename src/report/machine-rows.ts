import type { Facts } from '../hardware/facts.ts';
import type { Manifest } from '../install/environment/manifest.ts';
import { manifestWords } from '../install/environment/manifest-words.ts';
import { bytesText } from './quantities.ts';

type Row = readonly [name: string, value: string];

/** The machine, and the environment on it, in a row each; what was looked for and not found says so. */
export function machineRows(facts: Facts, environment: Manifest | undefined): readonly Row[] {
  const { os, cpu, memory, python, pythons } = facts;
  const system = [os.name ?? os.platform, os.release, os.arch, os.wsl === true ? 'WSL' : null];
  // Only some commands look for Pythons.
  const looked = python != null || pythons != null;
  return [
    ['System', system.filter(Boolean).join(', ')],
    ['CPU', cpu?.brand ?? 'not known'],
    ['Memory', memory?.totalBytes == null ? 'not known' : bytesText(memory.totalBytes)],
    ...(looked ? [['Python', python?.version ?? 'not known'] as const] : []),
    ...(environment === undefined ? [] : [['Environment', manifestWords(environment)] as const]),
  ];
}
