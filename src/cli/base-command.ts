import { Command, Errors, type Interfaces } from '@oclif/core';
import { inventory } from '../hardware/inventory.ts';
import { deliver } from '../report/deliver.ts';
import type { Report } from '../report/document.ts';
import { redactor } from '../report/redact.ts';
import type { System } from '../system/system.ts';
import { thisMachine } from '../system/this-machine.ts';
import { decide } from '../variants/decide.ts';
import type { Variant } from '../variants/decision.ts';
import { NOTHING_ASKED } from '../variants/request.ts';
import { type Answered, composeReport } from './compose-report.ts';
import { EXIT, type ExitCode } from './exit-codes.ts';
import { type Ending, errorOf } from './failure-report.ts';
import { commonFlags } from './flags.ts';
import { mixedSwitch, mixedSwitchFailure } from './mixed-switches.ts';
import { type Presentation, presentationOf } from './presentation.ts';
import type { Progress } from './progress/progress.ts';
import { progressFor, redacted } from './progress/progress-for.ts';
import { rawPlace } from './raw-flag.ts';
import { listenForStop } from './stop-signals.ts';
import { usageFailure } from './usage-failure.ts';

export type { Answered } from './compose-report.ts';

/** A command is a translator: flags in, one service called, an answer out. This class does all the rest. */
export abstract class BaseCommand extends Command {
  static override baseFlags = commonFlags;

  readonly #stop = listenForStop();
  #args: Readonly<Record<string, unknown>> = rawPlace(this.argv);
  protected readonly system: System = thisMachine(this.#stop.signal);
  protected readonly presentation: Presentation = presentationOf(this.argv);
  #progress: Progress | null = null;

  protected abstract answer(): Promise<Answered>;

  /** The exit code, as a value. */
  override async run(): Promise<ExitCode> {
    const startedAt = this.system.now();
    const answered = await this.#answerOrError();
    await this.#progress?.stop();
    this.#stop.dispose();
    return this.#deliver(startedAt, answered);
  }

  /** Takes the step events of a plan; what shows them is opened by the first, and stopped before the report is written. */
  protected readonly emit: Progress['emit'] = (event) => {
    this.#progress ??= this.#shownProgress();
    this.#progress.emit(event);
  };

  #shownProgress(): Progress {
    const shown = progressFor(this.presentation, process, this.system.env);
    return this.presentation.redact ? redacted(shown, redactor(this.system)) : shown;
  }

  /** Where the file of `--output` cannot be written, stdout says so. */
  async #deliver(startedAt: Date, answered: Answered): Promise<ExitCode> {
    try {
      await deliver(this.#report(startedAt, answered), this.presentation, this.system);
      return answered.exitCode;
    } catch (thrown) {
      const failed = this.#failed(thrown);
      await deliver(this.#report(startedAt, failed), { ...this.presentation, output: null }, this.system);
      return failed.exitCode;
    }
  }

  #report(startedAt: Date, answered: Answered): Report {
    return composeReport(answered, {
      version: this.config.version,
      invokedAs: this.system.env.SDN_INVOKED_AS ?? null,
      command: (this.id ?? '').replaceAll(':', ' '),
      args: this.#args,
      redacted: this.presentation.redact,
      startedAt,
      endedAt: this.system.now(),
    });
  }

  /** Remembers what was asked for: it is part of the report. */
  protected override async parse<
    F extends Record<string, unknown>,
    B extends Record<string, unknown>,
    A extends Record<string, unknown>,
  >(options?: Interfaces.Input<F, B, A>, argv?: string[]): Promise<Interfaces.ParserOutput<F, B, A>> {
    const parsed = await super.parse(options, argv).catch((thrown) => this.#misunderstood(thrown));
    this.#args = { ...parsed.flags, ...parsed.args };
    return parsed;
  }

  #misunderstood(thrown: unknown): never {
    if (!(thrown instanceof Errors.CLIError)) throw thrown;
    const { flags = {}, baseFlags = {} } = this.ctor;
    const words = (this.id ?? '').replaceAll(':', ' ');
    throw usageFailure(thrown, { words, argv: this.argv, flags: Object.keys({ ...baseFlags, ...flags }) });
  }

  async #answerOrError(): Promise<Answered> {
    try {
      await this.#refuseMixedSwitches();
      return await this.answer();
    } catch (thrown) {
      return this.#failed(thrown);
    }
  }

  async #refuseMixedSwitches(): Promise<void> {
    const mixed = mixedSwitch(this.id ?? '', this.argv);
    if (mixed === null) return;
    throw mixedSwitchFailure(mixed, mixed.kind === 'switched-off' ? await this.#detectedVariant() : null);
  }

  /** The variant this machine would get by itself, or null where detection cannot say. */
  async #detectedVariant(): Promise<Variant | null> {
    return decide(await inventory(this.system), NOTHING_ASKED).variant;
  }

  #failed(thrown: unknown): Answered {
    const error = errorOf(thrown);
    const stopped = this.#stop.exitCode();
    if (stopped !== null && error.exit !== EXIT.rollbackFailed) return cancelled(error, stopped);
    if (error.exit === EXIT.bug) process.stderr.write(`${stackOf(thrown)}\n`);
    return { error, exitCode: error.exit };
  }
}

/** A child that was stopped with us complains in its own words; that the user stopped it is what happened. */
function cancelled(error: Ending, exit: ExitCode): Answered {
  const own =
    error.code === 'cancelled' ? error : { code: 'cancelled', message: 'Cancelled.', need: null, hints: [] };
  return { error: { ...own, exit }, exitCode: exit };
}

function stackOf(thrown: unknown): string {
  return thrown instanceof Error ? (thrown.stack ?? thrown.message) : String(thrown);
}
