import { Flags } from '@oclif/core';
import { type Answered, BaseCommand } from '../cli/base-command.ts';
import { decided } from '../cli/detect-answer.ts';
import { requestOf, variantFlags } from '../cli/variant-flags.ts';
import type { Facts } from '../hardware/facts.ts';
import { inventory } from '../hardware/inventory.ts';
import { placeOf } from '../install/environment/place.ts';
import { interruptedFindings } from '../install/transaction/recover-first.ts';
import { pythonCandidates } from '../packages/pythons/candidates.ts';
import { decide } from '../variants/decide.ts';

export default class Detect extends BaseCommand {
  static override summary = 'What hardware is here, and which variant fits it.';

  static override examples = [
    '<%= config.bin %> <%= command.id %>',
    '<%= config.bin %> <%= command.id %> --json --output facts.json',
    '<%= config.bin %> <%= command.id %> --from facts.json',
    '<%= config.bin %> <%= command.id %> --use-openvino',
  ];

  static override flags = {
    from: Flags.string({
      summary:
        'Decide for the machine in FILE (sdn.facts/1, or a report that holds it); look at no hardware.',
      helpValue: 'FILE',
    }),
    ...variantFlags,
  };

  protected async answer(): Promise<Answered> {
    const { flags } = await this.parse(Detect);
    const request = requestOf(flags);
    const [facts, findings] = await Promise.all([
      this.#facts(flags.from, flags.dir),
      flags.from === undefined ? interruptedFindings(placeOf(flags, this.system), this.system) : [],
    ]);
    const decision = decide(facts, request);
    const seen = findings.length === 0 ? {} : { findings };
    return { facts, decision, ...seen, ...decided(decision, request) };
  }

  async #facts(from: string | undefined, dir: string): Promise<Facts> {
    if (from !== undefined) return (await import('../hardware/read-facts.ts')).readFacts(from, this.system);
    const paths = pythonCandidates(this.system);
    return inventory(this.system, { dir, pythons: { paths, version: 'asked' } });
  }
}
