import { safeLine } from '../../findings/safe.ts';
import type { StepEvent } from '../../install/plan.ts';
import type { Style } from '../../report/style.ts';
import type { Progress } from './progress.ts';

/** A step on its way to the screen: what it says meanwhile, and how it ends. */
type Step = {
  readonly id: string;
  readonly title: string;
  readonly say: (text: string) => void;
  readonly end: (outcome: Outcome) => void;
};
type Outcome = { readonly state: 'done' | 'failed' | 'stopped'; readonly detail: string | null };

/**
 * Steps as a list that listr2 draws, one under way at a time; a step within a step is told as its detail.
 * listr2 is loaded with the first step: runs without a terminal never pay for it.
 */
export function drawnProgress(stream: NodeJS.WriteStream, style: Style): Progress {
  let current: Step | null = null;
  let drawn: Promise<void> = Promise.resolve();
  const begin = (event: StepEvent): Step => {
    const { step, show } = newStep(event, { stream, style });
    drawn = drawn.then(show);
    return step;
  };
  const finish = (outcome: Outcome) => {
    current?.end(outcome);
    current = null;
  };
  return {
    emit: (event) => {
      current ??= begin(event);
      if (event.id !== current.id) current.say(event.title);
      else if (event.state === 'progress' || event.state === 'start') current.say(event.detail ?? '');
      else finish({ state: event.state, detail: event.detail });
    },
    stop: () => {
      finish({ state: 'stopped', detail: null });
      return drawn;
    },
  };
}

type Canvas = { readonly stream: NodeJS.WriteStream; readonly style: Style };

function newStep({ id, title }: StepEvent, canvas: Canvas) {
  const ended = Promise.withResolvers<Outcome>();
  const spoken: { text: string; onText: (text: string) => void } = { text: '', onText: () => undefined };
  const step: Step = {
    id,
    title,
    say: (text) => {
      spoken.text = safeLine(text);
      spoken.onText(spoken.text);
    },
    end: ended.resolve,
  };
  const show = () => draw({ title: safeLine(title), spoken, outcome: ended.promise }, canvas);
  return { step, show };
}

type Drawing = {
  readonly title: string;
  readonly spoken: { text: string; onText: (text: string) => void };
  readonly outcome: Promise<Outcome>;
};

async function draw({ title, spoken, outcome }: Drawing, { stream, style }: Canvas): Promise<void> {
  const { Listr, ListrDefaultRendererLogLevels, ListrLogger, ProcessOutput } = await import('listr2');
  const logger = new ListrLogger({ processOutput: new ProcessOutput(stream, stream) });
  const list = new Listr(
    [
      {
        title,
        task: async (_, task) => {
          spoken.onText = (text) => {
            task.output = text;
          };
          spoken.onText(spoken.text);
          const { state, detail } = await outcome;
          if (detail !== null) task.title = `${title}  ${safeLine(detail)}`;
          if (state !== 'done') throw new Error(detail === null ? title : task.title);
        },
      },
    ],
    {
      renderer: 'default',
      rendererOptions: {
        logger,
        timer: TIMER,
        // listr2 asks NO_COLOR alone; --no-color is ours.
        ...(style.color ? {} : { color: uncolored(Object.values(ListrDefaultRendererLogLevels)) }),
      },
      fallbackRendererOptions: { logger },
      forceTTY: true,
      forceUnicode: true,
      // Signals are answered in one place, after the rollback.
      registerSignalListeners: false,
    },
  );
  await list.run().catch(() => undefined);
}

const plain = (text?: string) => text ?? '';

/** How long a step took, where that is worth saying. */
const TIMER = {
  condition: (ms?: number) => (ms ?? 0) >= 1_000,
  field: (ms?: number) => `${((ms ?? 0) / 1_000).toFixed(1)} s`,
  format: () => plain,
};

function uncolored<Level extends string>(levels: readonly Level[]): Record<Level, typeof plain> {
  return Object.fromEntries(levels.map((level) => [level, plain])) as Record<Level, typeof plain>;
}
