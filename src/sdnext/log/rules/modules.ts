import { type Rule, rule } from '../rule.ts';

// Looked for and done without: their absence stops nothing.
const OPTIONAL =
  /^(?:xformers|triton|tensorrt|flash_attn|sageattention|nunchaku|bitsandbytes|tensorflow|insightface)\b/;

/** Python modules that do not import. */
export const moduleRules: readonly Rule[] = [
  {
    pattern:
      /(?<!Error caught was: )\b(?:ModuleNotFoundError: |(?:Torch cannot load|Could not load torch|Import|Loader): .*?)No module named ['"]?([\w.]+)/,
    means: ([, name]) =>
      OPTIONAL.test(name ?? '') ? null : `The Python module ${name} is not installed in this venv.`,
    clues: ([, name = ''], { level }) =>
      OPTIONAL.test(name) || level === 'DEBUG' || level === 'TRACE'
        ? []
        : [{ is: 'fault', code: 'missing-module' }],
  },
  {
    pattern: /\bcannot import name '(\w+)' from '([\w.]+)' \([^)]*?(?:site|dist)-packages\b/,
    means: ([, name, from]) =>
      `The installed ${from} has no ${name}: it does not fit a package that asks for it.`,
    clues: () => [{ is: 'fault', code: 'packages-mismatch' }],
  },
  rule(
    /\bDLL load failed while importing\b|\b(?:Torch cannot load|Could not load torch|Loader): (?!.*No module named).*(?:cannot import(?! name '\w+' from)|No such|error|does not exist|not found)|operator torchvision::nms does not exist|error while loading shared libraries/i,
    'An installed Python module cannot be imported: its files do not fit together.',
    { is: 'fault', code: 'missing-module' },
  ),
];
