import { valid } from '@renovatebot/pep440';
import * as v from 'valibot';
import { VARIANTS } from '../variants/decision.ts';

const Text = v.pipe(v.string(), v.minLength(1));

const Version = v.pipe(
  v.string(),
  v.check((text) => valid(text) !== null, 'not a version'),
);

/** Schema `sdn.config/1`: what a machine must be. Each key is one demand; a key that is absent demands nothing. */
export const PolicySchema = v.strictObject({
  $schema: v.optional(v.string()),
  schema: v.literal('sdn.config/1'),
  variant: v.optional(v.picklist(VARIANTS)),
  /** What `sdn verify` proves where no `--device-id` is given. */
  device: v.optional(Text),
  require: v.optional(v.picklist(['accelerator', 'gpu', 'npu'])),
  proof: v.optional(v.picklist(['proven', 'reported'])),
  /** Package name, or `python`, to the lowest version that will do. */
  minimum: v.optional(v.record(Text, Version)),
  /** How many times the CPU's own rate the inferences must reach. */
  timesCpu: v.optional(v.pipe(v.number(), v.minValue(0))),
  /** Ids of findings that may be warnings; any other warning fails. Absent: all may. */
  allowWarnings: v.optional(v.array(Text)),
});

export type Policy = v.InferOutput<typeof PolicySchema>;
