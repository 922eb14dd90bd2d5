import { Command } from '@oclif/core';
import { count, readiness } from '../findings/summarize.ts';
import { deliver } from '../report/deliver.ts';
import type { Answer, Report } from '../report/document.ts';
import type { System } from '../system/system.ts';
import { thisMachine } from '../system/this-machine.ts';
import type { Variant } from '../variants/decision.ts';
import { EXIT, type ExitCode } from './exit-codes.ts';
import { errorOf } from './failure-report.ts';
import { commonFlags } from './flags.ts';
import { mixedSwitch, mixedSwitchFailure } from './mixed-switches.ts';
import { type Presentation, presentationOf } from './presentation.ts';
import { type Progress, progressFor } from './progress.ts';
import { listenForStop } from './stop-signals.ts';

/** What a command's `answer` returns: the report's content and how the run ended. */
export type Answered = Answer & {
  readonly exitCode: ExitCode;
  readonly args?: Readonly<Record<string, unknown>>;
};

/** A command is a translator: flags in, one service called, an answer out. This class does all the rest. */
export abstract class BaseCommand extends Command {
  static override baseFlags = commonFlags;

  readonly #stop = listenForStop();
  protected readonly system: System = thisMachine(this.#stop.signal);
  protected readonly presentation: Presentation = presentationOf(this.argv);
  /** Feed it the step events of a plan; it is stopped before the report is written. */
  protected readonly progress: Progress = progressFor(this.presentation, process, this.system.env);

  protected abstract answer(): Promise<Answered>;

  /** The exit code, as a value. */
  override async run(): Promise<ExitCode> {
    const startedAt = this.system.now();
    const answered = await this.#answerOrError();
    this.progress.stop();
    this.#stop.dispose();
    await deliver(this.#report(startedAt, answered), this.presentation, this.system);
    return answered.exitCode;
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
    const detected = mixed.kind === 'switched-off' ? await this.detectedVariant() : null;
    throw mixedSwitchFailure(mixed, detected);
  }

  /** The variant this machine would get by itself, or null where detection cannot say. */
  protected async detectedVariant(): Promise<Variant | null> {
    return null;
  }

  #failed(thrown: unknown): Answered {
    const error = errorOf(thrown);
    const stopped = this.#stop.exitCode();
    if (error.exit === EXIT.bug && stopped === null) process.stderr.write(`${stackOf(thrown)}\n`);
    const exit = error.exit === EXIT.rollbackFailed ? error.exit : (stopped ?? error.exit);
    return { error: { ...error, exit }, exitCode: exit as ExitCode };
  }

  #report(startedAt: Date, { exitCode, args, ...answer }: Answered): Report {
    const counts = count(answer.findings ?? []);
    return {
      schema: 'sdn.report/1',
      tool: { name: 'sdn', version: this.config.version, node: process.version },
      command: (this.id ?? '').replaceAll(':', ' '),
      args: args ?? {},
      startedAt: startedAt.toISOString(),
      durationMs: this.system.now().getTime() - startedAt.getTime(),
      verdict: verdictOf(exitCode, readiness(counts)),
      exitCode,
      counts,
      redacted: this.presentation.redact,
      ...answer,
    };
  }
}

function verdictOf(exitCode: ExitCode, ready: Report['verdict']): Report['verdict'] {
  if (exitCode === EXIT.undetermined) return 'undetermined';
  if (exitCode !== EXIT.ok) return 'not-ready';
  return ready === 'ready' ? 'ready' : 'ready-with-warnings';
}

function stackOf(thrown: unknown): string {
  return thrown instanceof Error ? (thrown.stack ?? thrown.message) : String(thrown);
}
