/** Which kind of processor an implementation name belongs to; `unknown` where the name does not tell. */
export type Family = 'cpu' | 'gpu' | 'npu' | 'unknown';

type Rule = { readonly family: Family; readonly pattern: RegExp; readonly source: string };

/**
 * Vocabulary of `exec_type` and `primitiveType`; the first rule that matches decides.
 * `jit:` with a colon is oneDNN's name on a GPU, `jit_` with a bar is the CPU plug-in's.
 */
const RULES: readonly Rule[] = [
  {
    family: 'npu',
    pattern: /^(?:DPU|SW|Shave|SHAVE|DMA|INFER_REQ)$/,
    source: 'openvino.md 3.3, intel_npu sources',
  },
  {
    family: 'gpu',
    pattern: /_gpu(?:_|$)|^(?:jit|ocl|onednn|gemm|conv)[:]|__(?:f16|f32|i8|u8|i32|i64)$/,
    source: 'openvino.md 3.3',
  },
  { family: 'gpu', pattern: /^(?:ocl|onednn|cm)(?:$|[:_])/, source: 'openvino.md 3.3' },
  {
    family: 'cpu',
    pattern: /sse4|avx|amx|asimd|sve|mlas|jit_uni|brgemm|brgconv/i,
    source: 'openvino 2026.2.1, measured',
  },
  {
    family: 'cpu',
    pattern: /^(?:jit_|ref_|reorder_|unknown_|acl_|gemm_|simple_|dw_)/i,
    source: 'openvino 2026.2.1, measured',
  },
];

export function familyOf(implementation: string): Family {
  return RULES.find(({ pattern }) => pattern.test(implementation))?.family ?? 'unknown';
}

/** The family that work on an OpenVINO device must belong to. */
export function familyOfDevice(device: string): Family {
  const plugin = device.split('.')[0];
  if (plugin === 'CPU') return 'cpu';
  if (plugin === 'GPU') return 'gpu';
  return plugin === 'NPU' ? 'npu' : 'unknown';
}

export type Precision = 'f32' | 'f16' | 'bf16' | 'i8';

/** The arithmetic an implementation name speaks of: `brgconv_avx512_bf16` → `bf16`. */
export function precisionOf(implementation: string): Precision | null {
  const word = /(?:^|_|:)(f32|fp32|f16|fp16|bf16|i8|u8)$/i.exec(implementation)?.[1]?.toLowerCase();
  if (word === undefined) return null;
  if (word === 'bf16') return 'bf16';
  if (word.endsWith('8')) return 'i8';
  return word.endsWith('32') ? 'f32' : 'f16';
}
