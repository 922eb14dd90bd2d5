import { backendNamed, type Clue, type Rule, rule } from '../rule.ts';

/** Which backend the command line or the environment asks for. */
export const requestedRules: readonly Rule[] = [
  {
    // The printed list of arguments, or the shell line above the log.
    pattern:
      /(?:\b(?:Command line args|Args|Server arguments): \[(.*?)\]|(?:webui\.(?:sh|bat|ps1)|launch\.py)"?((?: [^|]*)?)$)/i,
    means: (match) => sentence(match[1] ?? match[2] ?? ''),
    clues: (match) => fromArguments(match[1] ?? match[2] ?? ''),
  },
  {
    pattern: /Torch overrides: (.+)/,
    means: (match) =>
      sentence(
        overrides(match[1] ?? '')
          .map((name) => `--use-${name}`)
          .join(' '),
      ),
    clues: (match) => overrides(match[1] ?? '').flatMap(requested),
  },
  {
    pattern: /\bSD_USE(OPENVINO|CUDA|ROCM|IPEX|DIRECTML|ZLUDA)=([^'",\s]+)/,
    means: (match) => `The environment asks for ${match[1]?.toLowerCase()}.`,
    clues: (match) => (/^(?:1|true|yes|on)$/i.test(match[2] ?? '') ? requested(match[1] ?? '') : []),
  },
  rule(/(?:--(?:medvram|lowvram|xformers|use-xformers)|Torch not compiled with CUDA enabled)\b/, null, {
    is: 'expectsGpu',
  }),
];

function fromArguments(text: string): readonly Clue[] {
  const flags = [...text.matchAll(/--use-(cuda|rocm|ipex|openvino|directml|zluda)\b(?!=)/g)];
  const device = /--device-id\b/.test(text) ? ([{ is: 'expectsGpu' }] as const) : [];
  return [{ is: 'arguments', text }, ...flags.flatMap(([, name = '']) => requested(name)), ...device];
}

function requested(name: string): readonly Clue[] {
  const backend = backendNamed(name);
  return backend === null ? [] : [{ is: 'requested', backend }];
}

function overrides(text: string): readonly string[] {
  return [...text.matchAll(/\b(\w+)=True\b/g)]
    .map(([, name = '']) => name)
    .filter((name) => name !== 'xformers');
}

function sentence(text: string): string | null {
  const flags = [...text.matchAll(/--use-(?:cuda|rocm|ipex|openvino|directml|diml|zluda)\b/g)].map(
    ([flag]) => flag,
  );
  return flags.length === 0 ? null : `This start was asked for ${[...new Set(flags)].join(' and ')}.`;
}
