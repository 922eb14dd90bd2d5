import type { Check } from '../../findings/check.ts';
import type { Variant } from '../../variants/decision.ts';
import { pass, warn } from '../say.ts';
import { reinstallCommand, type Subject, skipWithoutEnvironment, wantedVariant } from '../subject.ts';

/** Packages that belong to one backend only; in the environment of another they are left-overs. */
const BELONGS: readonly { readonly name: RegExp; readonly to: readonly Variant[]; readonly harm: string }[] =
  [
    { name: /^nvidia-(?!ml-py)/, to: ['cuda'], harm: 'takes up to 4 GB' },
    { name: /^torch-directml$/, to: ['directml'], harm: 'pins an old torch' },
    { name: /^intel-extension-for-pytorch$/, to: ['xpu'], harm: 'is loaded at every start' },
    {
      name: /^openvino(?:-nightly)?$/,
      to: ['openvino'],
      harm: 'takes over the quantised kernels of the CPU backend',
    },
    {
      name: /^onnxruntime-(?:gpu|directml|openvino)$/,
      to: ['cuda', 'directml', 'openvino', 'zluda'],
      harm: 'hides the plain onnxruntime',
    },
    { name: /^nncf$/, to: [], harm: 'has not been used since September 2025' },
  ];

export const foreign: Check<Subject> = {
  id: 'packages.foreign',
  group: 'packages',
  title: 'No packages of another backend are left over',
  skipReason(subject) {
    return skipWithoutEnvironment(subject) ?? (wantedVariant(subject) === null ? 'There is no torch.' : null);
  },
  run(subject) {
    const variant = wantedVariant(subject) ?? 'cpu';
    const names = Object.keys(subject.environment.packages).sort();
    const left = names.filter((name) => belongsElsewhere(name, variant));
    if (left.length === 0) return pass(foreign, `${names.length} packages`);
    const harms = BELONGS.filter(({ name }) => left.some((each) => name.test(each))).map(({ harm }) => harm);
    return warn(foreign, {
      found: `Left over in an environment for ${variant}: ${some(left)} (${[...new Set(harms)].join('; ')}).`,
      need: 'Only what this backend uses. SD.Next’s own --reinstall leaves such packages behind.',
      fix: ['Build the environment afresh.', reinstallCommand(subject, variant)],
      evidence: left.map((name) => ({
        kind: 'package',
        source: name,
        value: subject.environment.packages[name] ?? '',
      })),
    });
  },
};

function belongsElsewhere(name: string, variant: Variant): boolean {
  return BELONGS.some((row) => row.name.test(name) && !row.to.includes(variant));
}

function some(names: readonly string[]): string {
  return names.length > 4 ? `${names.slice(0, 3).join(', ')} and ${names.length - 3} more` : names.join(', ');
}
