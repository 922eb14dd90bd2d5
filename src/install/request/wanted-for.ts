import acceptance from '../../../templates/tables/acceptance.json' with { type: 'json' };
import { buildOf, type WantedSet } from '../../packages/wanted.ts';
import type { Variant } from '../../variants/decision.ts';
import type { Pins } from './pins-for.ts';

/** What an environment of this variant has to hold so that SD.Next takes it as it is. */
export function wantedFor(variant: Variant, pins: Pins, scope: 'torch' | 'runtime-only'): WantedSet {
  const setuptools = `setuptools==${pins.setuptools}`;
  const torch = scope === 'torch' ? buildOf(pins.torch) : null;
  const torchvision = torch === null || pins.torchvision === null ? null : buildOf(pins.torchvision);
  return {
    variant,
    torch,
    torchvision: torchvision === null ? null : { ...torchvision, local: torch?.local ?? null },
    others: [...pins.packages, `numpy==${pins.numpy}`],
    seed: [...acceptance.seed.requirements, setuptools],
    overrides: [setuptools],
    substitutes: variant === 'openvino' ? acceptance.openvinoTorch : null,
    pythons: pins.pythons,
  };
}

/** Modules named otherwise than their distribution. */
const MODULE_NAMES: Readonly<Record<string, string>> = {
  'torch-directml': 'torch_directml',
  'onnxruntime-directml': 'onnxruntime',
};

/** The modules that must load before the environment counts as installed. */
export function importableParts(
  { torch, others }: WantedSet,
  torchvision: 'present' | 'missing',
): readonly string[] {
  const names = others.map((each) => each.split('==')[0] ?? each);
  return [
    ...names.map((name) => MODULE_NAMES[name] ?? name),
    ...(torch === null ? [] : ['torch']),
    ...(torchvision === 'present' ? ['torchvision'] : []),
  ];
}
