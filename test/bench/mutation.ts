// How many small lies in the pure code of detection do its tests notice? Not part of the test run: minutes, not seconds.
//   node test/bench/mutation.ts [--sample 300] [--seed 1] [--only src/variants/] [--part 1/2]
import { spawnSync } from 'node:child_process';
import {
  cpSync,
  mkdtempSync,
  readdirSync,
  readFileSync,
  rmSync,
  statSync,
  symlinkSync,
  writeFileSync,
} from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { parseArgs } from 'node:util';

const ROOT = fileURLToPath(new URL('../..', import.meta.url));
const { values } = parseArgs({
  options: {
    sample: { type: 'string', default: '300' },
    seed: { type: 'string', default: '1' },
    only: { type: 'string', default: 'src/' },
    part: { type: 'string', default: '1/1' },
  },
});

/** Pure code: the decision, and every file with a parser. Readers that only move bytes are not among it. */
const TARGETS = [
  'src/variants',
  'src/hardware/amd',
  'src/hardware/intel',
  'src/hardware/mac/system-profiler.ts',
  'src/hardware/merge-gpus.ts',
  'src/hardware/nvidia',
  'src/hardware/parse-facts.ts',
  'src/hardware/pci/lspci.ts',
  'src/hardware/pci/pci-devices.ts',
  'src/hardware/seen.ts',
  'src/hardware/system/cpu.ts',
  'src/hardware/system/memory.ts',
  'src/hardware/windows/video-controllers.ts',
];
/** Tests that know a target, the quick ones first. Facts run through both rooms. */
const TESTS = {
  'src/hardware': [
    'test/unit/hardware/recorded.test.ts',
    'test/unit/hardware/small-parsers.test.ts',
    'test/unit/hardware/amd-tools.test.ts',
    'test/unit/hardware/compute-runtime.test.ts',
    'test/unit/hardware/parse-facts.test.ts',
    'test/unit/hardware/read-facts.test.ts',
    'test/unit/hardware/linux-inventory.test.ts',
  ],
  // The machines and their texts were tried before these.
  'src/variants': ['rules', 'named-index', 'decide', 'tables', 'peers'].map(
    (name) => `test/unit/variants/${name}.test.ts`,
  ),
  // Ten seconds, most of them waiting: only for what these programs speak to.
  'src/hardware/nvidia/nvidia-smi-probe.ts': ['test/unit/hardware/nvidia-smi-programs.test.ts'],
} as const;

function testsFor(file: string): readonly string[] {
  return Object.entries(TESTS).flatMap(([path, tests]) => (file.startsWith(path) ? tests : []));
}

const SWAPS: readonly (readonly [RegExp, string])[] = [
  [/ === /g, ' !== '],
  [/ !== /g, ' === '],
  [/ && /g, ' || '],
  [/ \|\| /g, ' && '],
  [/ >= /g, ' > '],
  [/ <= /g, ' < '],
  [/ > (?=[\w(])/g, ' >= '],
  [/ < (?=[\w(])/g, ' <= '],
  [/\btrue\b/g, 'false'],
  [/\bfalse\b/g, 'true'],
  [/\.some\(/g, '.every('],
  [/\.every\(/g, '.some('],
  [/\bif \((?=.*\) (?:return|throw))/g, 'if (!'],
  [/\.at\(-1\)/g, '.at(0)'],
  [/\[0\]/g, '[1]'],
  [/\.slice\(1\)/g, '.slice(2)'],
  [/(?<=[\w)]) \+ (?=[\w(])/g, ' - '],
  [/(?<=[\w)]) - (?=[\w(])/g, ' + '],
  [/ \* /g, ' + '],
  [/\.filter\(/g, '.filter(() => true || '],
];

type Mutant = {
  readonly file: string;
  readonly line: number;
  readonly from: string;
  readonly to: string;
  readonly text: string;
};

function filesIn(path: string): readonly string[] {
  if (!statSync(join(ROOT, path)).isDirectory()) return [path];
  return readdirSync(join(ROOT, path))
    .map((name) => `${path}/${name}`)
    .filter((name) => name.endsWith('.ts'));
}

function mutantsOf(file: string): readonly Mutant[] {
  const lines = readFileSync(join(ROOT, file), 'utf8').split('\n');
  return lines.flatMap((line, at) => {
    if (
      /^\s*(?:\/\/|\*|\/\*|import|export type|type |readonly )/.test(line) ||
      /=> (?:string|boolean)/.test(line)
    )
      return [];
    return SWAPS.flatMap(([from, to]) =>
      [...line.matchAll(from)]
        .filter(({ index }) => !inString(line, index))
        .map((match) => {
          const mutated = line.slice(0, match.index) + to + line.slice(match.index + match[0].length);
          return {
            file,
            line: at + 1,
            from: line.trim(),
            to: mutated.trim(),
            text: lines.with(at, mutated).join('\n'),
          };
        }),
    );
  });
}

/** Words in sentences and patterns are not code. */
function inString(line: string, index: number): boolean {
  const before = line.slice(0, index);
  return (before.match(/'/g)?.length ?? 0) % 2 === 1 || (before.match(/`/g)?.length ?? 0) % 2 === 1;
}

function shuffled<Item>(items: readonly Item[], seed: number): readonly Item[] {
  let state = seed;
  const next = () => (state = (Math.imul(state, 1664525) + 1013904223) >>> 0);
  return items
    .map((item) => ({ item, rank: next() }))
    .toSorted((a, b) => a.rank - b.rank)
    .map(({ item }) => item);
}

function prepared(): string {
  const folder = mkdtempSync(join(tmpdir(), 'sdn-mutation-'));
  for (const name of ['src', 'test', 'templates', 'package.json'])
    cpSync(join(ROOT, name), join(folder, name), { recursive: true });
  symlinkSync(join(ROOT, 'node_modules'), join(folder, 'node_modules'));
  return folder;
}

/** Null where it ran into the limit, which a loop without an end does and a busy machine must not. */
function passes(folder: string, args: readonly string[], limitMs: number): boolean | null {
  const ended = spawnSync(process.execPath, args, { cwd: folder, stdio: 'ignore', timeout: limitMs });
  return ended.error !== undefined || ended.signal !== null ? null : ended.status === 0;
}

const FIRST = ['test/bench/mutation-first.ts'];
/** What runs between the facts of a machine and its text. */
const KNOWN_TO_MACHINES = /^src\/(?:variants\/|hardware\/(?:parse-facts|seen))/;
const VITEST = [
  join(ROOT, 'node_modules/vitest/vitest.mjs'),
  ...['run', '--config', 'test/config/vitest.config.ts', '--root', '.', '--project', 'unit', '--bail', '1'],
  // One worker that keeps its modules: starting one for each file costs more than the tests do.
  ...['--no-isolate', '--pool', 'threads', '--maxWorkers', '1'],
];

type Fate = 'noticed' | 'survived' | 'endless';

function fateOf(folder: string, { file, text }: Mutant, limitMs: number): Fate {
  const original = readFileSync(join(folder, file), 'utf8');
  writeFileSync(join(folder, file), text);
  const first = KNOWN_TO_MACHINES.test(file) ? passes(folder, FIRST, limitMs) : true;
  const passed = first === true ? passes(folder, [...VITEST, ...testsFor(file)], limitMs) : first;
  writeFileSync(join(folder, file), original);
  if (passed === null) return 'endless';
  return passed ? 'survived' : 'noticed';
}

const all = TARGETS.flatMap(filesIn)
  .filter((file) => file.startsWith(values.only))
  .flatMap(mutantsOf);
const [part = 1, parts = 1] = values.part.split('/').map(Number);
const sample = shuffled(all, Number(values.seed)).slice(0, Number(values.sample));
const chosen = sample.filter((_, at) => at % parts === part - 1);
const folder = prepared();
const untouched = ['src/variants/version.ts', 'src/hardware/seen.ts'].map((file) => ({
  ...{ file, line: 0, from: '', to: '' },
  text: readFileSync(join(ROOT, file), 'utf8'),
}));
/** A surrounding that is broken makes every mutant look noticed. */
function checkSurroundings(): void {
  for (const each of untouched)
    if (fateOf(folder, each, 600_000) !== 'survived')
      throw new Error(`The tests of ${each.file} fail without any mutation: the count says nothing.`);
}

checkSurroundings();
const started = performance.now();
checkSurroundings();
const limitMs = Math.round(Math.max(120_000, 20 * (performance.now() - started)));
const fates = chosen.map((mutant, at) => {
  const fate = fateOf(folder, mutant, limitMs);
  if (fate !== 'noticed')
    process.stdout.write(`${fate}  ${mutant.file}:${mutant.line}\n  ${mutant.from}\n  ${mutant.to}\n`);
  if ((at + 1) % 25 === 0) process.stdout.write(`${at + 1} of ${chosen.length} tried\n`);
  return fate;
});
checkSurroundings();
rmSync(folder, { recursive: true, force: true });
const noticed = fates.filter((fate) => fate !== 'survived').length;
const endless = fates.filter((fate) => fate === 'endless').length;
process.stdout.write(
  `${noticed} of ${chosen.length} mutants noticed (${((100 * noticed) / chosen.length).toFixed(1)} %), ${endless} of them by running without an end; drawn from ${all.length}, seed ${values.seed}, part ${values.part}\n`,
);
