import * as v from 'valibot';

/** A field that may be missing or null; both are null. */
export const maybe = <Schema extends v.GenericSchema>(schema: Schema) => v.optional(v.nullable(schema), null);
/** EXECUTION_DEVICES in its shapes. */
export const words = v.union([v.string(), v.array(v.string())]);
export const amount = v.pipe(v.number(), v.finite());

/** What a probe raised instead of finishing. */
export const Raised = maybe(v.object({ type: v.string(), text: v.string() }));
export const Versions = maybe(v.record(v.string(), maybe(v.string())));

/** The timed loop: milliseconds of each inference, a checksum of each output, and of all together. */
/** An answer of the loop, and the one to the same input after it; base64 float32. */
const Reexamined = v.object({ number: amount, answer: v.string(), again: v.string() });
export type Reexamined = v.InferOutput<typeof Reexamined>;

export const Loop = v.looseObject({
  again: v.optional(v.array(Reexamined), []),
  latenciesMs: v.array(amount),
  sums: v.array(amount),
  wallMs: amount,
});
