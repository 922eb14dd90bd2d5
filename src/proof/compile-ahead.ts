import { stat } from 'node:fs/promises';
import { resolve } from 'node:path';
import * as v from 'valibot';
import { Failure } from '../findings/failure.ts';
import { type Finding, finding } from '../findings/finding.ts';
import type { System } from '../system/system.ts';
import { executionDevices } from './channels/execution-devices.ts';
import { endingOf, stopOf } from './child/ending.ts';
import { pythonEngine } from './child/engine.ts';
import { talk } from './child/talk.ts';
import { explain } from './explain.ts';
import type { Proven } from './prove-environment.ts';
import { ModelReply } from './replies/model-reply.ts';

export type Ahead = { readonly file: string; readonly cacheDir: string; readonly first: Proven };

/** Milliseconds; a UNet takes up to ten minutes on an NPU (openvino.md 8). */
const TIMEOUT_MS = 1_200_000;

/**
 * Compiles a user's own IR or ONNX model for the device of the first rung into a cache, so that no first image pays for it.
 * Throws `Failure` of kind usage where the file is not there.
 */
export async function compileAhead(system: System, python: string, ahead: Ahead): Promise<Finding> {
  const [model, cacheDir] = [resolve(system.cwd, ahead.file), resolve(system.cwd, ahead.cacheDir)];
  if (!(await stat(model).catch(() => null))?.isFile()) throw noModel(ahead.file);
  const device = ahead.first.chosen?.openvino ?? 'AUTO';
  const engine = pythonEngine(python);
  const conversation = await talk(system, {
    file: engine.file,
    args: engine.args,
    request: { mode: 'model', model, cacheDir, device },
    timeoutMs: TIMEOUT_MS,
    cwd: system.cwd,
  });
  const ending = endingOf(conversation);
  const reply = v.safeParse(ModelReply, conversation.results[0]);
  if (ending !== 'finished' || !reply.success)
    return stopped(stopOf(conversation, ending) ?? 'garbage', ahead);
  return reply.output.error === null
    ? compiled(reply.output, ahead)
    : failed(reply.output.error.text, ahead, system);
}

function noModel(file: string): Failure {
  return new Failure({
    kind: 'usage',
    code: 'model-missing',
    found: `There is no file ${file}.`,
    need: 'A model in OpenVINO IR (.xml beside its .bin) or ONNX.',
  });
}

const DRAFT = { id: 'inference.model', group: 'inference' } as const;

function compiled({ cached, dynamic }: ModelReply, { file, cacheDir }: Ahead): Finding {
  const [first, second] = cached;
  const devices = executionDevices(first?.executionDevices ?? null).join(',');
  const again = second?.loadedFromCache ? `from the cache ${seconds(second.ms)}` : 'the cache was not used';
  return finding({
    ...DRAFT,
    status: second?.loadedFromCache ? 'pass' : 'warn',
    title: second?.loadedFromCache
      ? 'The model is compiled ahead of time'
      : 'The cache does not help this model',
    subject: file,
    found: `Compiled for ${devices} in ${seconds(first?.ms)}; ${again}.${dynamic ? ' Its shapes are dynamic.' : ''}`,
    evidence: [{ kind: 'file', source: 'CACHE_DIR', value: cacheDir }],
  });
}

function failed(text: string, { file }: Ahead, system: System): Finding {
  const cause = explain(text, system);
  return finding({
    ...DRAFT,
    status: 'fail',
    title: 'The model cannot be compiled',
    subject: file,
    found: cause.means,
    need: cause.need,
    evidence: [{ kind: 'device', source: 'OpenVINO', value: cause.said }],
  });
}

function stopped(why: string, { file }: Ahead): Finding {
  return finding({
    ...DRAFT,
    status: 'unknown',
    title: 'The compilation did not end',
    subject: file,
    found: why,
  });
}

function seconds(ms: number | undefined): string {
  return ms === undefined ? 'unknown time' : `${(ms / 1000).toFixed(2)} s`;
}
