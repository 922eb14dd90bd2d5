import { join } from 'node:path';
import * as v from 'valibot';
import { randomBelow } from '../../system/digest.ts';
import type { System } from '../../system/system.ts';
import { endingOf, stopOf } from '../child/ending.ts';
import { BINDING_ABSENT, type Engine } from '../child/engine.ts';
import { type Conversation, talk } from '../child/talk.ts';
import { RuntimeReply } from '../replies/runtime-reply.ts';
import { type Interest, type Watched, watcher } from '../sampling/watch.ts';
import { type Size, type Smoke, smokeNetwork, UNSEALED_SHA256 } from '../smoke/network.ts';
import { drawSeal, type Seal, sealKernel } from '../smoke/seal.ts';
import type { Ending } from '../verdict.ts';
import { REFERENCE_INPUTS } from './numbers.ts';
import { type SmokePaths, writeSmoke } from './smoke-files.ts';

/** One challenge: a network sealed anew and its inputs in an order of its own, so that no old answer fits. */
export type Challenge = {
  readonly smoke: Smoke;
  /** Of the network without a seal, the same in every run. */
  readonly sha256: string;
  readonly seal: Seal;
  readonly inputs: readonly number[];
};

export function drawChallenge(size: Size): Challenge {
  const seal = drawSeal(randomBelow(2 ** 32));
  const first = randomBelow(REFERENCE_INPUTS);
  const inputs = Array.from({ length: REFERENCE_INPUTS }, (_, at) => (first + at) % REFERENCE_INPUTS);
  return { smoke: smokeNetwork(size, sealKernel(seal)), sha256: UNSEALED_SHA256[size], seal, inputs };
}

export type SmokeRun = {
  readonly ending: Ending;
  readonly stop: string | null;
  readonly reply: RuntimeReply | null;
  readonly watched: Watched | null;
};

export type SmokeWish = {
  readonly engine: Engine;
  readonly folder: string;
  /** As OpenVINO takes it: `GPU.0`, `AUTO`, `HETERO:GPU,CPU`. */
  readonly device: string;
  readonly challenge: Challenge;
  readonly config: Readonly<Record<string, string>>;
  readonly loopSeconds: number;
  readonly cache: 'try' | 'leave';
  readonly timeoutMs: number;
  readonly interest: Interest;
};

export const LEAST_INFERENCES = 8;
/** How long AUTO may take to leave its helper on the CPU: 60 seconds (openvino.md 3.2), less where time is short. */
const SETTLE_SECONDS = 60;
const SETTLE_SHARE = 0.25;

/** Runs the smoke network once through one engine and watches the process meanwhile. */
export async function runSmoke(system: System, wish: SmokeWish): Promise<SmokeRun> {
  const paths = await writeSmoke(wish.folder, wish.challenge);
  const watch = watcher(system, wish.interest);
  const conversation = await talk(system, {
    file: wish.engine.file,
    args: wish.engine.args,
    request: { mode: 'infer', ...wish.engine.request, ...orderOf(wish, paths) },
    timeoutMs: wish.timeoutMs,
    cwd: wish.folder,
    onReady: watch.onReady,
  });
  return smokeRunOf(conversation, watch.watched());
}

/** All that a program is told besides how to load OpenVINO. */
export function orderOf(wish: SmokeWish, paths: SmokePaths): Readonly<Record<string, unknown>> {
  const { device, config, folder, loopSeconds, cache, timeoutMs } = wish;
  return {
    ...paths,
    device,
    config,
    loopS: loopSeconds,
    leastInferences: LEAST_INFERENCES,
    settleS: Math.min(SETTLE_SECONDS, (timeoutMs / 1000) * SETTLE_SHARE),
    cacheDir: cache === 'try' ? join(folder, 'cache') : null,
  };
}

/** What a run came to, by the conversation with it and the look at it from outside. */
export function smokeRunOf(conversation: Conversation, watched: Watched | null): SmokeRun {
  const ending = endingOf(conversation);
  if (ending !== 'finished') return { ending, stop: stopOf(conversation, ending), reply: null, watched };
  const parsed = v.safeParse(RuntimeReply, conversation.results[0]);
  if (!parsed.success)
    return { ending: 'garbage', stop: 'The result is not well-formed.', reply: null, watched };
  return finished(parsed.output, watched);
}

function finished(reply: RuntimeReply, watched: Watched | null): SmokeRun {
  const { error } = reply;
  if (error === null) return { ending: 'finished', stop: null, reply, watched };
  const ending = error.type === BINDING_ABSENT ? 'absent' : 'raised';
  return { ending, stop: `${error.type}: ${error.text}`, reply, watched };
}
