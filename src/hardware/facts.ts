import * as v from 'valibot';

/** A field nobody could determine is missing or null. An empty list means: looked, none there. */
const unknownable = <Schema extends v.GenericSchema>(schema: Schema) => v.optional(v.nullable(schema));
/** A list is no object, whatever JavaScript says. */
const plain = v.custom<Record<string, unknown>>(
  (value) => typeof value === 'object' && value !== null && !Array.isArray(value),
  'an object',
);
const shape = <Entries extends v.ObjectEntries>(entries: Entries) => v.pipe(plain, v.looseObject(entries));
const table = <Value extends v.GenericSchema>(value: Value) => v.pipe(plain, v.record(text, value));
const text = v.pipe(v.string(), v.maxLength(4096));
const count = v.pipe(v.number(), v.finite(), v.minValue(0));

/** More than any machine has; a file with more is not about a machine. */
const MOST_DEVICES = 256;
const MOST_ITEMS = 4096;

const PLATFORMS = ['linux', 'win32', 'darwin'] as const;
const ARCHITECTURES = ['x64', 'arm64', 'ia32'] as const;
const PROBE_STATUSES = ['ok', 'absent', 'timeout', 'crashed', 'denied', 'garbage'] as const;

const Os = shape({
  platform: v.picklist(PLATFORMS),
  arch: v.picklist(ARCHITECTURES),
  release: unknownable(text),
  /** As the system names itself: "Ubuntu 24.04.3 LTS". */
  name: unknownable(text),
  libc: unknownable(v.picklist(['glibc', 'musl'])),
  wsl: unknownable(v.boolean()),
  container: unknownable(v.boolean()),
  /** An x86_64 process under Rosetta. */
  translated: unknownable(v.boolean()),
});

const Gpu = shape({
  vendor: v.picklist(['nvidia', 'amd', 'intel', 'apple', 'other']),
  vendorId: unknownable(text),
  deviceId: unknownable(text),
  name: unknownable(text),
  driverVersion: unknownable(text),
  kernelDriver: unknownable(text),
  /** NVIDIA: "8.9". */
  computeCapability: unknownable(text),
  /** AMD: "gfx1100". */
  gfx: unknownable(text),
  vramBytes: unknownable(count),
  integrated: unknownable(v.boolean()),
  /** False for a card the system remembers but does not have. */
  present: unknownable(v.boolean()),
  pciClass: unknownable(text),
  pci: unknownable(text),
  external: unknownable(v.boolean()),
  /** Linux: the node through which it computes, and whether this process may open it; `absent` where the container has none. */
  node: unknownable(text),
  access: unknownable(v.picklist(['ok', 'denied', 'absent'])),
  /** NVIDIA: whether the card is divided, and into how many instances. */
  migMode: unknownable(v.picklist(['enabled', 'disabled'])),
  migInstances: unknownable(count),
  power: unknownable(text),
});

const Npu = shape({
  vendor: text,
  vendorId: unknownable(text),
  deviceId: unknownable(text),
  name: unknownable(text),
  driverVersion: unknownable(text),
  kernelDriver: unknownable(text),
  pci: unknownable(text),
});

const Probe = shape({
  id: text,
  status: v.picklist(PROBE_STATUSES),
  ms: unknownable(count),
  detail: unknownable(text),
});

const Python = shape({
  version: unknownable(text),
  implementation: unknownable(text),
  arch: unknownable(text),
  path: unknownable(text),
});

/** Schema `sdn.facts/1`: what is known about one machine, this one or a recorded one. */
export const FactsSchema = shape({
  schema: v.literal('sdn.facts/1'),
  os: Os,
  cpu: unknownable(
    shape({
      vendor: unknownable(text),
      brand: unknownable(text),
      flags: unknownable(v.pipe(v.array(text), v.maxLength(MOST_ITEMS))),
      cores: unknownable(count),
      threads: unknownable(count),
      /** How many of them the container may keep busy, where that is limited. */
      limit: unknownable(count),
    }),
  ),
  memory: unknownable(
    shape({
      totalBytes: unknownable(count),
      availableBytes: unknownable(count),
      /** The container's limit, where one is set. */
      limitBytes: unknownable(count),
    }),
  ),
  disk: unknownable(
    shape({ path: unknownable(text), freeBytes: unknownable(count), fileSystem: unknownable(text) }),
  ),
  python: unknownable(Python),
  /** Every interpreter that was found; `python` is the one sdn would use. */
  pythons: unknownable(v.pipe(v.array(Python), v.maxLength(MOST_ITEMS))),
  gpus: unknownable(v.pipe(v.array(Gpu), v.maxLength(MOST_DEVICES))),
  npus: unknownable(v.pipe(v.array(Npu), v.maxLength(MOST_DEVICES))),
  runtimes: unknownable(table(unknownable(text))),
  tools: unknownable(table(unknownable(v.boolean()))),
  /** Variables that hide devices; they are honoured. */
  env: unknownable(table(unknownable(text))),
  probes: unknownable(v.pipe(v.array(Probe), v.maxLength(MOST_ITEMS))),
});

export type Facts = v.InferOutput<typeof FactsSchema>;
export type Gpu = v.InferOutput<typeof Gpu>;
export type Npu = v.InferOutput<typeof Npu>;
export type ProbeRecord = v.InferOutput<typeof Probe>;
