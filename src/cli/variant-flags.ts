import { Flags } from '@oclif/core';
import { Failure } from '../findings/failure.ts';
import { VARIANTS, type Variant } from '../variants/decision.ts';
import { indexFits, isIndexLabel } from '../variants/named-index.ts';
import type { Request } from '../variants/request.ts';

const use = (variant: string, summary: string) =>
  Flags.boolean({ summary, helpGroup: 'VARIANT', ...(variant === 'xpu' ? { aliases: ['use-ipex'] } : {}) });

/** Which variant: at most one of these. */
export const variantFlags = {
  'use-cuda': use('cuda', 'NVIDIA.'),
  'use-rocm': use('rocm', 'AMD.'),
  'use-xpu': use('xpu', 'Intel GPUs through torch. Also --use-ipex.'),
  'use-openvino': use('openvino', 'Intel CPUs, GPUs and NPUs through OpenVINO.'),
  'use-directml': use('directml', 'DirectML on Windows (end of life).'),
  'use-zluda': use('zluda', 'ZLUDA on Windows.'),
  'use-mps': use('mps', 'Apple Silicon.'),
  'use-cpu': use('cpu', 'No accelerator.'),
  variant: Flags.option({ options: VARIANTS, summary: 'The same by name.', helpGroup: 'VARIANT' })(),
  index: Flags.string({
    summary: 'PyTorch index label, such as cu126.',
    helpValue: 'LABEL',
    helpGroup: 'VARIANT',
  }),
  'torch-spec': Flags.string({
    summary: 'A torch of your own choice.',
    helpValue: 'SPEC',
    helpGroup: 'VARIANT',
  }),
} as const;

type Parsed = Readonly<Record<string, unknown>>;

/** The request that these flags make. Two variants are a usage error that names both: SD.Next cancels both in silence. */
export function requestOf(flags: Parsed): Request {
  const named = VARIANTS.filter((variant) => flags[`use-${variant}`] === true || flags.variant === variant);
  const [variant = null, second] = named;
  if (variant !== null && second !== undefined) throw twoVariants(variant, second);
  const text = (value: unknown) => (typeof value === 'string' ? value : null);
  const index = text(flags.index);
  if (index !== null) refuseWrongIndex(index, variant);
  return { variant, index, torchSpec: text(flags['torch-spec']) };
}

function twoVariants(first: Variant, second: Variant): Failure {
  return new Failure({
    kind: 'usage',
    code: 'two-variants',
    found: `Two variants are named: --use-${first} and --use-${second}.`,
    need: 'One variant, or none to take the detected one.',
    fix: [`sdn install --use-${first}`, `sdn install --use-${second}`],
  });
}

/** An index that no PyTorch label can be, or one that carries other builds than the variant that was named. */
function refuseWrongIndex(index: string, variant: Variant | null): void {
  const example = 'A label of download.pytorch.org/whl, such as cu126, rocm7.2, xpu or cpu.';
  if (!isIndexLabel(index))
    throw new Failure({
      kind: 'usage',
      code: 'unknown-index',
      found: `--index ${index} is no index label.`,
      need: example,
    });
  if (variant === null || indexFits(index, variant)) return;
  throw new Failure({
    kind: 'usage',
    code: 'index-of-another-variant',
    found: `--index ${index} does not carry builds for ${variant}.`,
    need: `An index of ${variant}, or none to take the one that fits this machine.`,
  });
}
