// @ts-check
// A further witness: OpenVINO through openvino-node, with libraries of its own. Protocol and reply are those of
// openvino_runtime.py; there is neither profile nor run graph, for its interface has none (types of 2026.4.0).
// Compilation is synchronous throughout: the asynchronous one was seen to take the process with it on a missing driver.
import { readFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import { createInterface } from 'node:readline';
import { crc32 } from 'node:zlib';

/** @import { CompiledModel, Core, InferRequest, NodeAddon, OVAny } from 'openvino-node' */

const lines = createInterface({ input: process.stdin })[Symbol.asyncIterator]();
const nextLine = async () => (await lines.next()).value ?? '';
let request = JSON.parse(await nextLine());

/** @type {(kind: string, content: unknown) => Promise<unknown>} */
const say = (kind, content) =>
  new Promise((done) => process.stdout.write(`@sdn ${request.nonce} ${kind} ${JSON.stringify(content)}\n`, done));
/** @type {(name: string) => Promise<void>} */
const wait = async (name) => {
  await say('ready', name);
  await nextLine();
};
const now = () => process.hrtime.bigint();
/** @type {(start: bigint) => number} */
const msSince = (start) => Number(process.hrtime.bigint() - start) / 1e6;

/** What a property says, or null where it cannot be asked. @type {(ask: () => unknown) => any} */
const told = (ask) => {
  try {
    return ask() ?? null;
  } catch {
    return null;
  }
};
/** @type {(value: unknown) => string | null} */
const text = (value) => (typeof value === 'string' ? value : null);

/** @type {(core: Core, result: Record<string, unknown>) => void} */
function enumerated(core, result) {
  const names = core.getAvailableDevices();
  /** @type {(device: string, property: string) => string | null} */
  const asked = (device, property) => text(told(() => core.getProperty(device, property)));
  result.devices = names.map((name) => ({
    name,
    fullName: asked(name, 'FULL_DEVICE_NAME'),
    architecture: asked(name, 'DEVICE_ARCHITECTURE'),
    uuid: asked(name, 'DEVICE_UUID'),
    luid: asked(name, 'DEVICE_LUID'),
  }));
  result.unlisted = unlisted(core, names);
}

/** Asking a plug-in by name brings out why it lists nothing. @type {(core: Core, names: string[]) => unknown} */
function unlisted(core, names) {
  /** @type {Record<string, string | null>} */
  const reasons = {};
  for (const plugin of ['GPU', 'NPU']) {
    if (names.some((name) => name.split('.')[0] === plugin)) continue;
    try {
      reasons[plugin] = core.getProperty(plugin, 'AVAILABLE_DEVICES') ? null : 'lists no device';
    } catch (error) {
      reasons[plugin] = error instanceof Error ? error.message : String(error);
    }
  }
  return reasons;
}

/** @type {(compiled: CompiledModel) => Record<string, unknown>} */
const facts = (compiled) => ({
  executionDevices: told(() => compiled.getProperty('EXECUTION_DEVICES')),
  precision: text(told(() => compiled.getProperty('INFERENCE_PRECISION_HINT'))),
  loadedFromCache: null,
});

/** One inference; the bytes of its float32 output. @type {(asked: InferRequest, values: Float32Array) => Uint8Array} */
function infer(asked, values) {
  asked.getInputTensor().data.set(/** @type {any} */ (values));
  asked.infer();
  const { buffer, byteOffset, byteLength } = asked.getOutputTensor().data;
  return new Uint8Array(buffer, byteOffset, byteLength).slice();
}

/** @type {(inputs: Float32Array[], number: number) => Float32Array} */
function varied(inputs, number) {
  const values = (inputs[number % inputs.length] ?? new Float32Array(1)).slice();
  const at = number % values.length;
  values[at] = (values[at] ?? 0) + 64 + (number % 256) / 16;
  return values;
}

const KEPT = 8;
/** Which answers of the loop are kept, and where; by the run's own nonce, so that nobody knows beforehand. @type {(number: number) => number | null} */
const slot = (number) => {
  const mark = crc32(`${request.nonce} ${number}`);
  return mark % 2 === 0 || number === 7 ? Math.floor(mark / 2) % KEPT : null;
};

/** @type {(asked: InferRequest, inputs: Float32Array[]) => Promise<unknown>} */
async function timed(asked, inputs) {
  await wait('loop');
  /** @type {number[]} */
  const latenciesMs = [];
  /** @type {number[]} */
  const sums = [];
  /** @type {Map<number, { number: number, answer: Uint8Array }>} */
  const kept = new Map();
  const start = now();
  while (latenciesMs.length < request.leastInferences || msSince(start) < request.loopS * 1000) {
    const values = varied(inputs, latenciesMs.length);
    const before = now();
    const output = infer(asked, values);
    latenciesMs.push(msSince(before));
    const number = sums.length;
    const place = slot(number);
    if (place !== null) kept.set(place, { number, answer: output });
    sums.push(crc32(output));
  }
  const loop = { latenciesMs, sums, wallMs: msSince(start) };
  await wait('loop-done');
  const again = [...kept.values()].map(({ number, answer }) => ({
    number,
    answer: Buffer.from(answer).toString('base64'),
    again: Buffer.from(infer(asked, varied(inputs, number))).toString('base64'),
  }));
  return { ...loop, again };
}

/** @type {(core: Core, result: Record<string, unknown>) => Promise<void>} */
async function ran(core, result) {
  /** @type {Float32Array[]} */
  const inputs = request.inputs.map((/** @type {string} */ path) => {
    const bytes = readFileSync(path);
    return new Float32Array(bytes.buffer.slice(bytes.byteOffset, bytes.byteOffset + bytes.byteLength));
  });
  const first = inputs[0] ?? new Float32Array(1);
  await say('phase', 'compile');
  const model = core.readModelSync(request.model, request.weights);
  /** @type {Record<string, OVAny>} */
  const config = request.config;
  const compiling = now();
  const compiled = core.compileModelSync(model, request.device, config);
  const ms = msSince(compiling);
  const asked = compiled.createInferRequest();
  await say('phase', 'infer');
  const start = now();
  infer(asked, first);
  const firstInferMs = msSince(start);
  result.outputs = inputs.map((values) => Buffer.from(infer(asked, values)).toString('base64'));
  await say('phase', 'loop');
  result.loop = await timed(asked, inputs);
  result.repeat = Buffer.from(infer(asked, first)).toString('base64');
  result.compile = { ms, firstInferMs, settled: null, ...facts(compiled) };
  result.memoryPeakBytes = process.resourceUsage().maxRSS * 1024;
}

/** Whether there is a device to run on: the parent chooses one from the list where it has not before. @type {(core: Core, result: Record<string, unknown>) => Promise<boolean>} */
async function ordered(core, result) {
  if (request.device !== undefined) return true;
  const listing = { ...result };
  enumerated(core, listing);
  await say('asks', listing);
  const order = JSON.parse((await nextLine()) || 'null');
  request = { ...request, ...order };
  return order !== null;
}

/** The package, or its native part alone, which is what the package hands on. @type {() => NodeAddon} */
function loaded() {
  try {
    const module = createRequire(import.meta.url)(request.module);
    return module.addon ?? module;
  } catch (error) {
    throw Object.assign(error instanceof Error ? error : new Error(String(error)), { binding: 'absent' });
  }
}

/** @type {(result: Record<string, unknown>) => Promise<void>} */
async function work(result) {
  await say('phase', 'binding');
  const start = now();
  const addon = loaded();
  result.importMs = msSince(start);
  result.versions = { node: process.version, openvino: addon.getOpenvinoVersion().buildNumber };
  const core = new addon.Core();
  if (request.mode === 'enumerate') enumerated(core, result);
  else if (await ordered(core, result)) await ran(core, result);
}

/** @type {Record<string, unknown>} */
const result = { pid: process.pid, error: null };
try {
  await work(result);
} catch (error) {
  const raised = error instanceof Error ? error : new Error(String(error));
  const type = 'binding' in raised ? 'BindingAbsent' : raised.constructor.name;
  result.error = { type, text: raised.message };
}
await say('result', result);
await nextLine();
process.exit(0);
