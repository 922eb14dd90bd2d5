import { Flags } from '@oclif/core';
import { agreedRemoval } from '../cli/agreed-removal.ts';
import { type Answered, BaseCommand } from '../cli/base-command.ts';
import { EXIT } from '../cli/exit-codes.ts';
import { commandLine } from '../install/command-line.ts';
import { placeOf } from '../install/environment/place.ts';
import { removalPlan, sizeText } from '../install/removal/removal-plan.ts';
import { cleanUp, previewRemoval, type Removal, removeEnvironment } from '../install/removal/remove.ts';
import { hasTraces, interruptedRun } from '../install/transaction/interrupted-run.ts';

export default class CleanVenv extends BaseCommand {
  static override summary = 'Remove the environment, and nothing else.';
  static override description =
    'Shows what goes and what stays, asks, and removes. What an interrupted run left behind goes as well.';
  static override flags = {
    wait: Flags.integer({ default: 0, min: 0, summary: 'Wait for another sdn here.', helpValue: 'SECONDS' }),
  };

  protected async answer(): Promise<Answered> {
    const { flags } = await this.parse(CleanVenv);
    const { system } = this;
    const command = commandLine('sdn clean-venv', flags, system);
    const removal = { place: placeOf(flags, system), system, command, waitMs: flags.wait * 1_000 };
    return flags['dry-run'] ? this.#wouldRemove(removal) : this.#remove(removal, flags.yes);
  }

  async #wouldRemove({ place, system }: Removal): Promise<Answered> {
    const interrupted = await interruptedRun(place, system);
    const preview = await previewRemoval(place, system);
    const next = interrupted === null ? [] : [`${interrupted.what} It would be cleaned up first.`];
    if (preview === null) return { exitCode: EXIT.ok, next: [...next, nothingAt(place.venv)] };
    return { exitCode: EXIT.ok, plan: removalPlan(preview), next: [...next, 'Nothing was changed.'] };
  }

  async #remove(removal: Removal, yes: boolean): Promise<Answered> {
    const recovered = (await hasTraces(removal.place, removal.system)) ? await cleanUp(removal) : null;
    const agreed = yes ? null : await agreedRemoval(removal, this.presentation);
    const removed = yes || agreed !== null ? await removeEnvironment(removal, agreed) : null;
    const said =
      removed === null ? nothingAt(removal.place.venv) : `Removed ${removed.venv}: ${sizeText(removed)}.`;
    return { exitCode: EXIT.ok, next: recovered === null ? [said] : [recovered, said] };
  }
}

function nothingAt(venv: string): string {
  return `There is no environment at ${venv}; nothing was removed.`;
}
