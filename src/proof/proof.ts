const RUNGS = ['runtime', 'torch', 'sdnext', 'server'] as const;
type Rung = (typeof RUNGS)[number];

export type ProofVerdict = 'proven' | 'reported' | 'contradicted' | 'failed' | 'unknown';

/** A way of learning where an inference ran. Channels that do not depend on each other make a proof. */
export const CHANNELS = [
  'execution-devices',
  'profile',
  'cpu-time',
  'drm-fdinfo',
  'npu-busy',
  'gpu-engine',
  'nvidia-smi',
  'sysfs-residency',
  'numerics',
  'fingerprint',
  'second-engine',
  'bridge-calls',
] as const;
export type ChannelName = (typeof CHANNELS)[number];

export type Channel = {
  readonly channel: ChannelName;
  /** The device this channel names, in OpenVINO's words, or null where it is silent. */
  readonly says: string | null;
  readonly verdict: 'agrees' | 'disagrees' | 'absent';
  readonly detail: Readonly<Record<string, unknown>>;
};

/** Milliseconds, except `inferences`. First-run cost stands apart from the steady state. */
export type Timings = {
  readonly importMs: number | null;
  readonly compileMs: number | null;
  readonly firstInferMs: number | null;
  readonly medianInferMs: number | null;
  readonly p95InferMs: number | null;
  readonly inferences: number;
  /** Inferences of the steady state in order, at most 200 of them at even distances. */
  readonly latenciesMs?: readonly number[];
  /** The device's own counter over the run: share of time it was busy, 0 to 1, and inferences done until then. */
  readonly activity?: readonly {
    readonly atMs: number;
    readonly busy: number;
    readonly inferences: number;
  }[];
};

export type RungResult = {
  readonly rung: Rung;
  readonly engine: 'python' | 'c' | 'node';
  readonly verdict: ProofVerdict;
  readonly device: string | null;
  readonly channels: readonly Channel[];
  /** Why the verdict is what it is, one sentence each, the decisive one first. */
  readonly reasons: readonly string[];
  readonly timings: Timings | null;
  readonly versions: Readonly<Record<string, string | null>>;
  /** How the child that ran it ended: `finished`, `raised`, `crashed`, `timeout`… */
  readonly ending?: string;
  /** The network that ran; absent where it is not the smoke network. */
  readonly network?: { readonly size: string; readonly sha256: string; readonly gflop: number };
  /** SD.Next's backend file: what it chose, and what had to be stubbed to load it. */
  readonly backend?: {
    readonly sha256: string | null;
    readonly device: string | null;
    readonly stubs: readonly string[];
  };
  /** Inferences a second in the steady state, and how many times the CPU's own rate that is. */
  readonly throughput?: { readonly perSecond: number | null; readonly timesCpu: number | null };
  readonly memoryPeakBytes?: number | null;
  /** Milliseconds of two compilations that share a private cache, and whether the second one used it. */
  readonly cache?: {
    readonly firstMs: number | null;
    readonly secondMs: number | null;
    readonly loadedFromCache: boolean | null;
  };
};

export type ProvenDevice = {
  readonly requested: string;
  readonly resolved: string | null;
  readonly name: string | null;
  readonly uuid: string | null;
  readonly pci: string | null;
};

/** What was tried and witnessed. `verdict` is the worst of the rungs. */
export type Proof = {
  readonly verdict: ProofVerdict;
  readonly device: ProvenDevice;
  readonly rungs: readonly RungResult[];
};
