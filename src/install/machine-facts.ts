import type { Facts } from '../hardware/facts.ts';
import { inventory } from '../hardware/inventory.ts';
import { pythonCandidates } from '../packages/pythons/candidates.ts';
import type { System } from '../system/system.ts';
import { decide } from '../variants/decide.ts';
import type { Decision } from '../variants/decision.ts';
import type { Request } from '../variants/request.ts';

/** The machine that an installation meets, with the disk of `dir` and the Pythons by what their paths say. */
export function machineFacts(dir: string, system: System): Promise<Facts> {
  return inventory(system, { dir, pythons: { paths: pythonCandidates(system), version: 'by-path' } });
}

/** What to install there. The Pythons are not judged: an installation takes one that fits, or brings one. */
export function decideFor(facts: Facts, asked: Request): Decision {
  return decide({ ...facts, python: null }, asked);
}
