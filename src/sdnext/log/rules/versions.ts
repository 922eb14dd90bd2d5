import type { Rule } from '../rule.ts';
import { rule } from '../rule.ts';

const MONTHS = 'Jan Feb Mar Apr May Jun Jul Aug Sep Oct Nov Dec'.split(' ');

/** Which SD.Next, Python and packages the log is from. */
export const versionRules: readonly Rule[] = [
  rule(/\bStarting SD\.Next\b/, null, { is: 'start' }),
  {
    pattern:
      /\bVersion: app=sd\.next\b.*?(?:updated=(\d{4}-\d\d-\d\d))?(?: (?:hash|commit)=([0-9a-f]{6,40}))/,
    means: (match) => `SD.Next of ${match[1] ?? 'unknown date'}, commit ${match[2]}.`,
    clues: (match) => [{ is: 'sdnext', date: match[1] ?? dateIn(match.input), commit: match[2] ?? null }],
  },
  {
    // 2023: `Version: 19007ca6 Fri May 5 08:02:40 2023 -0400`
    pattern: /\bVersion: ([0-9a-f]{7,10}) \w{3} (\w{3}) +(\d{1,2}) [\d:]{8} (\d{4})\b/,
    means: (match) => `SD.Next of ${isoDate(match)}, commit ${match[1]}.`,
    clues: (match) => [{ is: 'sdnext', date: isoDate(match), commit: match[1] ?? null }],
  },
  {
    pattern:
      /\bPython(?:: version=| version=| )(\d+\.\d+\.\d+)\b(?=.*(?:platform=| on (Windows|Linux|Darwin)\b))(?:.*platform=(\w+))?/,
    means: null,
    clues: ([, value = '', older, newer]) => [
      { is: 'version', of: 'python', value },
      { is: 'platform', system: newer ?? older ?? '' },
    ],
  },
  {
    // What was imported, never what is about to be installed (`cmd="torch==…"`).
    pattern:
      /(?:^|\s)(?:Torch |Torch: torch==|Torch: version="|Torch backend: .*\bversion="?|Packages: (?:.* )?torch==|Load packages: .*?\btorch(?:=|': '))(\d+\.\d+\.\d+[\w.+]*)/,
    means: (match) => torchMeans(match[1] ?? ''),
    clues: ([, version = '']) => [{ is: 'torch', version }],
  },
  {
    pattern: /\b(torchvision|diffusers|transformers|accelerate|gradio|numpy|pydantic)==([\w.+]+)/,
    means: null,
    clues: ({ input }) => packagesIn(input),
  },
  {
    pattern:
      /\b(?:Device|Torch backend|Load packages|Torch detected): .*\b(?:openvino|cuda|cudnn|driver|hip|ipex|directml)=/,
    means: null,
    clues: ({ input }) => propertiesIn(input),
  },
];

function torchMeans(version: string): string {
  if (/\+cpu/.test(version)) return `torch ${version} is a build without any accelerator of its own.`;
  return `torch ${version} is installed.`;
}

function dateIn(text: string): string | null {
  return /updated=(\d{4}-\d\d-\d\d)/.exec(text)?.[1] ?? null;
}

function isoDate([, , month = '', day = '', year = '']: RegExpExecArray): string {
  const number = String(MONTHS.indexOf(month) + 1).padStart(2, '0');
  return `${year}-${number}-${day.padStart(2, '0')}`;
}

const PACKAGE = /\b(torchvision|diffusers|transformers|accelerate|gradio|numpy|pydantic)==([\w.+]+)/g;
const PROPERTY = /\b(openvino|cuda|cudnn|driver|hip|ipex|directml)=["']?([\d][\w.+-]*)/g;

function packagesIn(text: string) {
  return [...text.matchAll(PACKAGE)].map(
    ([, of = '', value = '']) => ({ is: 'version', of, value }) as const,
  );
}

function propertiesIn(text: string) {
  return [...text.matchAll(PROPERTY)].map(
    ([, of = '', value = '']) => ({ is: 'version', of, value }) as const,
  );
}
