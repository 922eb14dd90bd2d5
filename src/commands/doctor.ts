import { join } from 'node:path';
import { examine, repairAndExamine, repairsOf } from '../checks/doctor.ts';
import { repairPlan } from '../checks/repair/repairs.ts';
import { undoRepairs } from '../checks/repair/undo.ts';
import { type Answered, BaseCommand } from '../cli/base-command.ts';
import { confirmRepairs } from '../cli/confirm-repairs.ts';
import { examined, exitOfLog, repaired, taken } from '../cli/doctor-answer.ts';
import { doctorFlags, withLogFile } from '../cli/doctor-flags.ts';
import { whereOf } from '../cli/where.ts';
import type { Facts } from '../hardware/facts.ts';
import { inventory } from '../hardware/inventory.ts';
import { placeOf } from '../install/environment/place.ts';
import { styleFor } from '../report/style.ts';
import { explainLog, LOG_NAME } from '../sdnext/log/explain-log.ts';

export default class Doctor extends BaseCommand {
  static override summary = 'Every check without the proof; repairs on request; explains an SD.Next log.';
  static override flags = doctorFlags;

  protected async answer(): Promise<Answered> {
    const { flags } = await this.parse(Doctor, withLogFile(this.argv));
    if (flags.log !== undefined)
      return this.#explain(flags.log === '' ? join(flags.dir, LOG_NAME) : flags.log);
    const place = placeOf(flags, this.system);
    if (flags.undo) return taken(await undoRepairs(place.dir));
    const asked = {
      place,
      where: whereOf(flags, this.system.platform),
      only: flags.only ?? [],
      facts: this.#facts(place.dir),
    };
    const before = await examine(this.system, asked);
    const repairs = repairsOf(before, flags['clear-cache'] ? 'clear-cache' : 'keep-cache');
    if (!flags.fix || repairs.actions.length === 0) return examined(before, flags);
    const plan = repairPlan(repairs.actions);
    if (flags['dry-run']) return { ...examined(before, flags), plan };
    if (!flags.yes) await this.#ask(plan);
    const after = await repairAndExamine(this.system, asked, { repairs, before });
    return { ...repaired(after, flags), plan };
  }

  async #facts(dir: string): Promise<Facts> {
    return inventory(this.system, { dir });
  }

  async #explain(source: string): Promise<Answered> {
    const { log, findings } = await explainLog(source, this.system.cwd);
    return { log, findings, args: { log: source }, exitCode: exitOfLog(log) };
  }

  async #ask(plan: ReturnType<typeof repairPlan>): Promise<void> {
    const style = styleFor(process.stderr, this.presentation, this.system.env);
    await confirmRepairs(this.system, { plan, argv: this.argv, style });
  }
}
