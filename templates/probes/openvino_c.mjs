// The second engine: OpenVINO's C library of an environment, called from Node without Python.
// Protocol and reply are those of openvino_runtime.py; there is no run graph, for the C library cannot walk it.
// Names and structures: openvino/c/*.h of the wheel 2026.2.1. Element types are avoided, their numbers moved (2024 → 2025):
// the model is read from files, and inputs are written into the request's own tensor.
import { readFileSync } from 'node:fs';
import { createInterface } from 'node:readline';
import { crc32 } from 'node:zlib';

const lines = createInterface({ input: process.stdin })[Symbol.asyncIterator]();
const nextLine = async () => (await lines.next()).value ?? '';
let request = JSON.parse(await nextLine());

const say = (kind, content) =>
  new Promise((done) => process.stdout.write(`@sdn ${request.nonce} ${kind} ${JSON.stringify(content)}\n`, done));
const wait = async (name) => {
  await say('ready', name);
  await nextLine();
};
const msSince = (start) => Number(process.hrtime.bigint() - start) / 1e6;
const now = () => process.hrtime.bigint();

const STATUS = ['NOT_RUN', 'OPTIMIZED_OUT', 'EXECUTED'];

/** The functions of the C library that are used here; each throws OpenVINO's own last message. */
function bind(koffi, path) {
  const library = koffi.load(path);
  const profile = koffi.struct({ status: 'int', real: 'int64_t', cpu: 'int64_t', name: 'str', exec: 'str', type: 'str' });
  const profiles = koffi.struct({ items: 'void *', size: 'size_t' });
  const version = koffi.struct({ build: 'str', description: 'str' });
  const out = (type) => koffi.out(koffi.pointer(type));
  const lastError = library.func('ov_get_last_err_msg', 'str', []);
  const checked =
    (name, types) =>
    (...values) => {
      if (library.func(name, 'int', types)(...values) !== 0) throw new Error(lastError() ?? name);
    };
  const strings = koffi.struct({ items: 'void *', size: 'size_t' });
  return {
    koffi,
    profile,
    version: checked('ov_get_openvino_version', [out(version)]),
    create: checked('ov_core_create', [out('void *')]),
    read: checked('ov_core_read_model', ['void *', 'str', 'str', out('void *')]),
    devices: checked('ov_core_get_available_devices', ['void *', out(strings)]),
    deviceProperty: checked('ov_core_get_property', ['void *', 'str', 'str', out('str')]),
    lastError,
    property: checked('ov_compiled_model_get_property', ['void *', 'str', out('str')]),
    request: checked('ov_compiled_model_create_infer_request', ['void *', out('void *')]),
    input: checked('ov_infer_request_get_input_tensor', ['void *', out('void *')]),
    output: checked('ov_infer_request_get_output_tensor', ['void *', out('void *')]),
    data: checked('ov_tensor_data', ['void *', out('void *')]),
    bytes: checked('ov_tensor_get_byte_size', ['void *', out('size_t')]),
    infer: checked('ov_infer_request_infer', ['void *']),
    profiling: checked('ov_infer_request_get_profiling_info', ['void *', out(profiles)]),
    library,
  };
}

const taken = (call) => {
  const box = [null];
  call(box);
  return box[0];
};

function compileModel(ov, core, model, config) {
  const pairs = Object.entries(config).flat();
  const box = [null];
  const out = ov.koffi.out(ov.koffi.pointer('void *'));
  const compile = ov.library.func('ov_core_compile_model', 'int', ['void *', 'void *', 'str', 'size_t', out, '...']);
  const start = now();
  const status = compile(core, model, request.device, pairs.length, box, ...pairs.flatMap((text) => ['str', text]));
  if (status !== 0) throw new Error(ov.lastError());
  return { compiled: box[0], ms: msSince(start) };
}

/** A request with its input and output as float32 arrays over OpenVINO's own memory. */
function requestOf(ov, compiled) {
  const handle = taken((box) => ov.request(compiled, box));
  const tensor = (name) => {
    const each = taken((box) => ov[name](handle, box));
    const size = Number(taken((box) => ov.bytes(each, box)));
    return new Float32Array(ov.koffi.view(taken((box) => ov.data(each, box)), size));
  };
  return { handle, input: tensor('input'), output: () => tensor('output') };
}

const property = (ov, compiled, name) => {
  try {
    return taken((box) => ov.property(compiled, name, box));
  } catch {
    return null;
  }
};

const facts = (ov, compiled) => ({
  executionDevices: property(ov, compiled, 'EXECUTION_DEVICES'),
  precision: property(ov, compiled, 'INFERENCE_PRECISION_HINT'),
  loadedFromCache: null,
});

const run = (ov, asked, values) => {
  asked.input.set(values);
  ov.infer(asked.handle);
};
const encoded = (asked) => {
  const values = asked.output();
  return Buffer.from(values.buffer, values.byteOffset, values.byteLength).toString('base64');
};

function varied(inputs, number) {
  const values = inputs[number % inputs.length].slice();
  values[number % values.length] += 64 + (number % 256) / 16;
  return values;
}

function profileRows(ov, asked) {
  const list = taken((box) => ov.profiling(asked.handle, box));
  const items = ov.koffi.decode(list.items, ov.profile, Number(list.size));
  const rows = new Map();
  for (const { status, type, exec, real, cpu } of items) {
    const key = `${status}\n${type}\n${exec}`;
    const row = rows.get(key) ?? { status: STATUS[status] ?? String(status), type, exec, count: 0, realUs: 0, cpuUs: 0 };
    row.count += 1;
    row.realUs += Number(real);
    row.cpuUs += Number(cpu);
    rows.set(key, row);
  }
  return [...rows.values()];
}

const KEPT = 8;
/** Which answers of the loop are kept, and where; by the run's own nonce, so that nobody knows beforehand. */
const slot = (number) => {
  const mark = crc32(`${request.nonce} ${number}`);
  return mark % 2 === 0 || number === 7 ? Math.floor(mark / 2) % KEPT : null;
};

async function timed(ov, asked, inputs, result) {
  await wait('loop');
  const latenciesMs = [];
  const sums = [];
  const kept = new Map();
  const start = now();
  while (latenciesMs.length < request.leastInferences || msSince(start) < request.loopS * 1000) {
    const values = varied(inputs, latenciesMs.length);
    const before = now();
    run(ov, asked, values);
    latenciesMs.push(msSince(before));
    const output = asked.output();
    const answer = Buffer.from(output.buffer, output.byteOffset, output.byteLength);
    sums.push(crc32(answer));
    const number = sums.length - 1;
    if (slot(number) !== null) kept.set(slot(number), { number, answer: Buffer.from(answer) });
  }
  result.loop = { latenciesMs, sums, wallMs: msSince(start) };
  await wait('loop-done');
  result.loop.again = [...kept.values()].map(({ number, answer }) => {
    run(ov, asked, varied(inputs, number));
    return { number, answer: answer.toString('base64'), again: encoded(asked) };
  });
}

async function plainRun(ov, core, model, inputs, result) {
  await say('phase', 'compile');
  const { compiled, ms } = compileModel(ov, core, model, request.config);
  const asked = requestOf(ov, compiled);
  await say('phase', 'infer');
  const start = now();
  run(ov, asked, inputs[0]);
  result.compile = { ms, firstInferMs: msSince(start), settled: null };
  result.outputs = inputs.map((values) => {
    run(ov, asked, values);
    return encoded(asked);
  });
  await say('phase', 'loop');
  await timed(ov, asked, inputs, result);
  run(ov, asked, inputs[0]);
  result.repeat = encoded(asked);
  Object.assign(result.compile, facts(ov, compiled));
}

async function profiledRun(ov, core, model, inputs, result) {
  await say('phase', 'profile');
  const { compiled } = compileModel(ov, core, model, { ...request.config, PERF_COUNT: 'YES' });
  const asked = requestOf(ov, compiled);
  run(ov, asked, inputs[0]);
  const start = now();
  run(ov, asked, inputs[0]);
  const wallMs = msSince(start);
  const rows = profileRows(ov, asked);
  result.profiled = { wallMs, rows, graph: null, graphError: null, output: encoded(asked), ...facts(ov, compiled) };
}

function enumerated(ov, core, result) {
  const { items, size } = taken((box) => ov.devices(core, box));
  const names = ov.koffi.decode(items, 'str', Number(size));
  const asked = (device, name) => {
    try {
      return taken((box) => ov.deviceProperty(core, device, name, box));
    } catch {
      return null;
    }
  };
  result.devices = names.map((name) => ({
    name,
    fullName: asked(name, 'FULL_DEVICE_NAME'),
    architecture: asked(name, 'DEVICE_ARCHITECTURE'),
    uuid: asked(name, 'DEVICE_UUID'),
    luid: asked(name, 'DEVICE_LUID'),
  }));
  result.unlisted = unlisted(ov, core, names);
}

/** A plug-in whose query fails is left out of the list; asking it by name brings the reason out. */
function unlisted(ov, core, names) {
  const reasons = {};
  for (const plugin of ['GPU', 'NPU']) {
    if (names.some((name) => name.split('.')[0] === plugin)) continue;
    try {
      reasons[plugin] = taken((box) => ov.deviceProperty(core, plugin, 'AVAILABLE_DEVICES', box)) ? null : 'lists no device';
    } catch (error) {
      reasons[plugin] = String(error.message);
    }
  }
  return reasons;
}

/** Whether there is a device to run on: the parent chooses one from the list where it has not before. */
async function ordered(ov, core, result) {
  if (request.device !== undefined) return true;
  const listing = { ...result };
  enumerated(ov, core, listing);
  await say('asks', listing);
  const order = JSON.parse((await nextLine()) || 'null');
  request = { ...request, ...order };
  return order !== null;
}

async function work(result) {
  await say('phase', 'binding');
  const start = now();
  const { default: koffi } = await import('koffi').catch((error) => {
    throw Object.assign(error, { binding: 'absent' });
  });
  const ov = bind(koffi, request.library);
  result.importMs = msSince(start);
  result.versions = { node: process.version, openvino: taken((box) => ov.version(box)).build };
  const core = taken((box) => ov.create(box));
  if (request.mode === 'enumerate') return enumerated(ov, core, result);
  if (!(await ordered(ov, core, result))) return;
  await say('phase', 'read');
  const model = taken((box) => ov.read(core, request.model, request.weights, box));
  const inputs = request.inputs.map((path) => {
    const bytes = readFileSync(path);
    return new Float32Array(bytes.buffer.slice(bytes.byteOffset, bytes.byteOffset + bytes.byteLength));
  });
  await plainRun(ov, core, model, inputs, result);
  await profiledRun(ov, core, model, inputs, result);
  result.memoryPeakBytes = process.resourceUsage().maxRSS * 1024;
}

const result = { pid: process.pid, error: null };
try {
  await work(result);
} catch (error) {
  const type = error?.binding === 'absent' ? 'BindingAbsent' : (error?.constructor?.name ?? 'Error');
  result.error = { type, text: String(error?.message ?? error) };
}
await say('result', result);
await nextLine();
process.exit(0);
