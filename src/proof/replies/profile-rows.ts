import * as v from 'valibot';
import { amount } from './reply-fields.ts';

/** Operations of one kind in the profile; times are summed, in microseconds. */
export const ProfileRow = v.object({
  status: v.string(),
  type: v.string(),
  exec: v.string(),
  count: amount,
  realUs: amount,
  cpuUs: amount,
});
export type ProfileRow = v.InferOutput<typeof ProfileRow>;

export const GraphRow = v.object({
  type: v.string(),
  exec: v.string(),
  precision: v.string(),
  executed: v.boolean(),
  count: amount,
});
export type GraphRow = v.InferOutput<typeof GraphRow>;
