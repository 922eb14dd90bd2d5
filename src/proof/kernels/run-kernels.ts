import * as v from 'valibot';
import type { System } from '../../system/system.ts';
import { templatePath } from '../../system/templates.ts';
import { endingOf, stopOf } from '../child/ending.ts';
import { talk } from '../child/talk.ts';
import { type Challenge, LEAST_INFERENCES } from '../runtime/run-smoke.ts';
import { writeSmoke } from '../runtime/smoke-files.ts';
import { type Interest, type Watched, watcher } from '../sampling/watch.ts';
import { NETWORK } from '../smoke/network.ts';
import type { Ending } from '../verdict.ts';
import { KernelReply } from './kernel-reply.ts';

export type KernelRun = {
  readonly ending: Ending;
  readonly stop: string | null;
  readonly reply: KernelReply | null;
  readonly watched: Watched | null;
};

export type KernelWish = {
  readonly python: string;
  readonly folder: string;
  /** In torch's words: `cuda:0`, `xpu:0`, `mps`, `cpu`. */
  readonly device: string;
  readonly challenge: Challenge;
  readonly loopSeconds: number;
  readonly interest: Interest;
};

/** Importing a CUDA build takes up to half a minute from a cold disk; the first kernel as long again. */
const TIMEOUT_MS = 300_000;

/** Runs the smoke network through torch's own kernels and watches the process meanwhile. */
export async function runKernels(system: System, wish: KernelWish): Promise<KernelRun> {
  const { smoke } = wish.challenge;
  const paths = await writeSmoke(wish.folder, wish.challenge);
  return ask(system, wish, {
    ...paths,
    mode: 'infer',
    device: wish.device,
    network: NETWORK,
    tensors: smoke.tensors,
    inputShape: smoke.inputShape,
    loopS: wish.loopSeconds,
    leastInferences: LEAST_INFERENCES,
  });
}

/** Which devices torch can name in this environment. */
export async function listTorchDevices(
  system: System,
  wish: Pick<KernelWish, 'python' | 'folder'>,
): Promise<KernelRun> {
  return ask(system, { ...wish, interest: 'process' }, { mode: 'enumerate', device: 'cpu' });
}

async function ask(
  system: System,
  { python, folder, interest }: Pick<KernelWish, 'python' | 'folder' | 'interest'>,
  request: Readonly<Record<string, unknown>>,
): Promise<KernelRun> {
  const watch = watcher(system, interest);
  const conversation = await talk(system, {
    file: python,
    args: ['-I', '-u', '-X', 'utf8', templatePath('probes', 'torch_kernels.py')],
    request,
    timeoutMs: TIMEOUT_MS,
    cwd: folder,
    onReady: watch.onReady,
  });
  const ending = endingOf(conversation);
  const stop = stopOf(conversation, ending);
  const watched = watch.watched();
  if (ending !== 'finished') return { ending, stop, reply: null, watched };
  const parsed = v.safeParse(KernelReply, conversation.results[0]);
  if (!parsed.success)
    return { ending: 'garbage', stop: 'The result is not well-formed.', reply: null, watched };
  const { error } = parsed.output;
  if (error === null) return { ending, stop, reply: parsed.output, watched };
  return { ending: 'raised', stop: `${error.type}: ${error.text}`, reply: parsed.output, watched };
}
