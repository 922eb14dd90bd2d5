import * as v from 'valibot';
import type { System } from '../../system/system.ts';
import { templatePath } from '../../system/templates.ts';
import { withWorkFolder } from '../../system/work-folder.ts';
import { bridgeCallsChannel } from '../channels/bridge-calls.ts';
import { endingOf, stopOf } from '../child/ending.ts';
import { type Conversation, talk } from '../child/talk.ts';
import type { RungResult } from '../proof.ts';
import { BridgeReply } from '../replies/bridge-reply.ts';
import { interestIn } from '../runtime/device-counters.ts';
import { devicesOf, evidenceOf, type Target } from '../runtime/judge-smoke.ts';
import { type Challenge, drawChallenge, LEAST_INFERENCES, type SmokeRun } from '../runtime/run-smoke.ts';
import { writeSmoke } from '../runtime/smoke-files.ts';
import { timingsOf } from '../runtime/timings.ts';
import { type Watched, watcher } from '../sampling/watch.ts';
import { NETWORK } from '../smoke/network.ts';
import { type Evidence, judge } from '../verdict.ts';
import { asRuntimeReply } from './bridge-as-run.ts';
import { changedBridge } from './changed-bridge.ts';

export type BridgeWish = {
  readonly python: string;
  readonly bridge: 'torch' | 'sdnext';
  /** The device argument that must reach OpenVINO. */
  readonly device: string;
  readonly target: Target;
  /** For SD.Next's own backend: the file, its settings. */
  readonly sdnext?: Readonly<Record<string, unknown>>;
};

/** Milliseconds; importing torch and Dynamo takes up to ten seconds, inductor half a minute (bridge.md 2.1). */
const TIMEOUT_MS = 420_000;
const LOOP_SECONDS = 1.5;

/** What one bridge answered, before anybody judged it. */
type Tried = {
  readonly run: SmokeRun;
  readonly reply: BridgeReply | null;
  readonly challenge: Challenge;
};

/** A rung through `torch.compile`: the same network, with what really reaches OpenVINO counted and judged. */
export async function proveBridge(system: System, wish: BridgeWish): Promise<RungResult> {
  return withWorkFolder('proof', system, async (folder) =>
    verdictOn(wish, await tryBridge(system, wish, folder)),
  );
}

async function tryBridge(system: System, wish: BridgeWish, folder: string): Promise<Tried> {
  const challenge = drawChallenge('full');
  const paths = await writeSmoke(folder, challenge);
  const watch = watcher(system, interestIn(wish.target));
  const conversation = await talk(system, {
    file: wish.python,
    args: ['-I', '-u', '-X', 'utf8', templatePath('probes', 'torch_bridge.py')],
    request: { ...paths, ...requestOf(wish, challenge) },
    timeoutMs: TIMEOUT_MS,
    cwd: folder,
    onReady: watch.onReady,
  });
  return { ...heard(conversation, watch.watched()), challenge };
}

function requestOf(wish: BridgeWish, { smoke }: Challenge) {
  return {
    bridge: wish.bridge === 'torch' ? 'stock' : 'sdnext',
    device: wish.device,
    network: NETWORK,
    tensors: smoke.tensors,
    inputShape: smoke.inputShape,
    loopS: LOOP_SECONDS,
    leastInferences: LEAST_INFERENCES,
    ...(wish.sdnext === undefined ? {} : { sdnext: wish.sdnext }),
    ...(wish.bridge === 'sdnext' ? { loader: templatePath('probes', 'sdnext_backend.py') } : {}),
  };
}

function heard(conversation: Conversation, watched: Watched | null): Omit<Tried, 'challenge'> {
  const ending = endingOf(conversation);
  const stop = stopOf(conversation, ending);
  if (ending !== 'finished') return { run: { ending, stop, reply: null, watched }, reply: null };
  const parsed = v.safeParse(BridgeReply, conversation.results[0]);
  if (!parsed.success) {
    const broken = {
      ending: 'garbage',
      stop: 'The result is not well-formed.',
      reply: null,
      watched,
    } as const;
    return { run: broken, reply: null };
  }
  const { error } = parsed.output;
  const reply = asRuntimeReply(parsed.output);
  if (error === null) return { run: { ending, stop, reply, watched }, reply: parsed.output };
  const raised = { ending: 'raised', stop: `${error.type}: ${error.text}`, reply, watched } as const;
  return { run: raised, reply: parsed.output };
}

function verdictOn(wish: BridgeWish, tried: Tried): RungResult {
  const { run, reply, challenge } = tried;
  const base = evidenceOf({ run, challenge, target: wish.target, cpu: null });
  const evidence = withCalls(base, wish, reply);
  const { verdict, reasons } = changedBridge(wish, reply) ?? judge(evidence);
  const { smoke, sha256 } = challenge;
  return {
    rung: wish.bridge,
    engine: 'python',
    verdict,
    device: devicesOf(run.reply, wish.target).join(',') || null,
    channels: evidence.channels,
    reasons: run.stop === null ? reasons : [...reasons, run.stop],
    timings: timingsOf(run.reply),
    versions: reply?.versions ?? {},
    ...(reply?.sdnext === undefined ? {} : { backend: backendOf(reply.sdnext) }),
    network: { size: smoke.size, sha256, gflop: Number((smoke.flops / 1e9).toFixed(2)) },
  };
}

type Backend = NonNullable<BridgeReply['sdnext']>;

function backendOf({ sha256, device, stubs }: Backend) {
  return { sha256, device, stubs };
}

function withCalls(base: Evidence, { device }: BridgeWish, reply: BridgeReply | null): Evidence {
  const needs = ['bridge-calls'] as const;
  if (reply === null || base.ending !== 'finished') return { ...base, needs };
  const stubs = reply.sdnext?.stubs ?? [];
  const caps = stubs.length === 0 ? [] : [`Parts of SD.Next were stubbed to load it: ${stubs.join(', ')}.`];
  const channels = [bridgeCallsChannel(reply, device), ...base.channels];
  return { ...base, channels, caps: [...base.caps, ...caps], needs };
}
