import * as v from 'valibot';
import type { System } from '../../system/system.ts';
import { withWorkFolder } from '../../system/work-folder.ts';
import { endingOf, stopOf } from '../child/ending.ts';
import { BINDING_ABSENT, type Engine, pythonEngine } from '../child/engine.ts';
import { type Conversation, talk } from '../child/talk.ts';
import { EnumerateReply, type ListedDevice } from '../replies/device-list-reply.ts';
import type { Ending } from '../verdict.ts';

/** What OpenVINO in one environment lists, asked in a child because drivers crash there. */
export type DeviceList = {
  readonly ending: Ending;
  /** Why there is no list, or null. */
  readonly stop: string | null;
  readonly devices: readonly ListedDevice[];
  /** For each plug-in that lists nothing: the reason it gives when asked by name. */
  readonly unlisted: Readonly<Record<string, string | null>>;
  readonly versions: Readonly<Record<string, string | null>>;
  readonly importMs: number | null;
};

/** Milliseconds; openvino.md 8. */
export const LIST_TIMEOUT_MS = 60_000;

/** `python`: the environment's interpreter. Never throws for what the child does. */
export function listDevices(system: System, python: string): Promise<DeviceList> {
  return listDevicesThrough(system, pythonEngine(python));
}

/** The same through any engine. `timeoutMs` is for the whole child. */
export async function listDevicesThrough(
  system: System,
  engine: Engine,
  timeoutMs: number = LIST_TIMEOUT_MS,
): Promise<DeviceList> {
  return withWorkFolder('proof', system, (cwd) => ask(system, { engine, cwd, timeoutMs }));
}

type Asked = { readonly engine: Engine; readonly cwd: string; readonly timeoutMs: number };

async function ask(system: System, { engine, cwd, timeoutMs }: Asked): Promise<DeviceList> {
  const conversation = await talk(system, {
    file: engine.file,
    args: engine.args,
    request: { ...engine.request, mode: 'enumerate' },
    timeoutMs,
    cwd,
  });
  return listOf(conversation);
}

const NOTHING = { devices: [], unlisted: {}, versions: {}, importMs: null } as const;

/** What a child that has ended said as its result. */
export function listOf(conversation: Conversation): DeviceList {
  const ending = endingOf(conversation);
  if (ending === 'finished') return listIn(conversation.results[0]);
  return { ending, stop: stopOf(conversation, ending), ...NOTHING };
}

/** What a child says about devices, with an error of its own or without. */
export function listIn(content: unknown): DeviceList {
  const reply = v.safeParse(EnumerateReply, content);
  return reply.success
    ? listed(reply.output)
    : { ending: 'garbage', stop: 'The list of devices is not well-formed.', ...NOTHING };
}

function listed({ error, devices, unlisted, versions, importMs }: EnumerateReply): DeviceList {
  const raised = error !== null || devices === undefined;
  return {
    ending: !raised ? 'finished' : error?.type === BINDING_ABSENT ? 'absent' : 'raised',
    stop: error === null ? null : `${error.type}: ${error.text}`,
    devices: devices ?? [],
    unlisted,
    versions: versions ?? {},
    importMs,
  };
}
