import * as v from 'valibot';
import { STATUSES } from '../../findings/finding.ts';

const known = <Schema extends v.GenericSchema>(schema: Schema) => v.nullish(schema);
const text = v.string();

const SavedFinding = v.looseObject({
  id: text,
  group: text,
  status: v.picklist(STATUSES),
  title: text,
  found: known(text),
  subject: known(text),
  remedy: known(v.looseObject({ commands: known(v.array(text)) })),
});

const SavedRung = v.looseObject({
  rung: text,
  engine: known(text),
  verdict: text,
  device: known(text),
  reasons: known(v.array(text)),
  timings: known(
    v.looseObject({
      compileMs: known(v.number()),
      firstInferMs: known(v.number()),
      medianInferMs: known(v.number()),
      p95InferMs: known(v.number()),
    }),
  ),
  versions: known(v.record(text, known(text))),
});

const SavedProof = v.looseObject({
  verdict: v.picklist(['proven', 'reported', 'contradicted', 'failed', 'unknown']),
  device: v.looseObject({ requested: known(text), resolved: known(text), name: known(text) }),
  rungs: known(v.array(SavedRung)),
});

const SavedDevice = v.looseObject({
  vendor: known(text),
  deviceId: known(text),
  name: known(text),
  driverVersion: known(text),
  kernelDriver: known(text),
  pci: known(text),
});

/** What merging and comparing read of a report somebody kept; any later addition to the schema passes through. */
export const SavedReportSchema = v.looseObject({
  schema: v.literal('sdn.report/1'),
  tool: known(v.looseObject({ version: known(text) })),
  command: known(text),
  startedAt: known(text),
  verdict: v.picklist(['ready', 'ready-with-warnings', 'not-ready', 'undetermined']),
  findings: known(v.array(SavedFinding)),
  proof: known(SavedProof),
  decision: known(v.looseObject({ variant: known(text), index: known(text) })),
  environment: known(
    v.looseObject({
      variant: known(text),
      interpreter: known(v.looseObject({ version: known(text) })),
      installed: known(v.array(v.looseObject({ name: text, version: text }))),
    }),
  ),
  facts: known(
    v.looseObject({
      os: known(v.looseObject({ name: known(text), platform: known(text), release: known(text) })),
      cpu: known(v.looseObject({ brand: known(text) })),
      memory: known(v.looseObject({ totalBytes: known(v.number()) })),
      python: known(v.looseObject({ version: known(text) })),
      gpus: known(v.array(SavedDevice)),
      npus: known(v.array(SavedDevice)),
      runtimes: known(v.record(text, known(text))),
    }),
  ),
  error: known(v.looseObject({ code: text, message: text })),
});

export type SavedReport = v.InferOutput<typeof SavedReportSchema>;
