import { Flags } from '@oclif/core';
import { type Answered, BaseCommand } from '../cli/base-command.ts';
import { EXIT, type ExitCode } from '../cli/exit-codes.ts';
import { requestOf, variantFlags } from '../cli/variant-flags.ts';
import type { Facts } from '../hardware/facts.ts';
import { inventory } from '../hardware/inventory.ts';
import { readFacts } from '../hardware/read-facts.ts';
import { placeOf } from '../install/place.ts';
import { interruptedFindings } from '../install/recover-first.ts';
import { pythonCandidates } from '../packages/pythons/candidates.ts';
import { decide } from '../variants/decide.ts';
import type { Decision } from '../variants/decision.ts';
import type { Request } from '../variants/request.ts';

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
    const facts = await this.#facts(flags.from, flags.dir);
    const decision = decide(facts, request);
    const findings =
      flags.from === undefined ? await interruptedFindings(placeOf(flags, this.system), this.system) : [];
    const seen = findings.length === 0 ? {} : { findings };
    return { facts, decision, ...seen, next: nextFor(decision, request), exitCode: exitFor(decision) };
  }

  async #facts(from: string | undefined, dir: string): Promise<Facts> {
    if (from !== undefined) return readFacts(from, this.system);
    const paths = await pythonCandidates(this.system);
    return inventory(this.system, { dir, pythons: { paths, version: 'asked' } });
  }
}

/** Unknown and impossible are different ends: the first may be cured by asking again. */
function exitFor({ variant, problems }: Decision): ExitCode {
  if (variant !== null) return EXIT.ok;
  return problems.some(({ code }) => code === 'probe-failed') ? EXIT.undetermined : EXIT.unsupported;
}

function nextFor({ variant, requested }: Decision, { index, torchSpec }: Request): readonly string[] {
  if (variant === null) return [];
  const options = [
    requested ? ` --use-${variant}` : '',
    index === null ? '' : ` --index ${index}`,
    torchSpec === null ? '' : ` --torch-spec ${JSON.stringify(torchSpec)}`,
  ];
  return [`sdn install${options.join('')}`];
}
