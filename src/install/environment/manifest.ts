import * as v from 'valibot';
import { VARIANTS } from '../../variants/decision.ts';

const Installed = v.object({
  name: v.string(),
  version: v.string(),
  /** `sha256:…` of the wheel, where the resolver knew it. */
  hash: v.nullable(v.string()),
});

/** Schema `sdn.environment/1`: what an environment is, written into it when it is put in place. */
export const ManifestSchema = v.looseObject({
  schema: v.literal('sdn.environment/1'),
  variant: v.picklist(VARIANTS),
  askedBy: v.picklist(['flag', 'detected']),
  createdAt: v.string(),
  sdn: v.string(),
  interpreter: v.object({ path: v.string(), version: v.string() }),
  /** What SD.Next wants, as `name==version`. */
  pins: v.array(v.string()),
  /** Where the torch family came from: an index label, `pypi` or `configured`. */
  index: v.nullable(v.string()),
  installer: v.object({ name: v.string(), version: v.string() }),
  installed: v.array(Installed),
  proof: v.nullable(
    v.looseObject({
      verdict: v.string(),
      device: v.nullable(v.string()),
      at: v.string(),
      rung: v.nullable(v.string()),
    }),
  ),
});

export type Manifest = v.InferOutput<typeof ManifestSchema>;
