import { expect, test } from 'vitest';
import { usablePythons } from '../../../src/packages/pythons/usable-pythons.ts';
import { pythonsWithPip } from '../../../src/packages/pythons-with-pip.ts';
import { thisMachine } from '../../../src/system/this-machine.ts';
import { scratch } from '../../fixtures/scratch.ts';

const WANTED = {
  variant: 'openvino',
  torch: null,
  torchvision: null,
  others: [],
  seed: [],
  overrides: [],
  substitutes: null,
} as const;
const NOT_SPARED = new AbortController().signal;

/** A folder of stand-ins on PATH, each of which says that it is a Python of that version, and where its base is. */
function machineWith(pythons: Readonly<Record<string, { version: string; base?: string; pip?: string }>>) {
  const { folder, program, calls, env } = scratch();
  for (const [name, { version, base = name, pip = '' }] of Object.entries(pythons)) {
    const said = {
      version,
      implementation: 'cpython',
      machine: process.arch === 'arm64' ? 'aarch64' : 'x86_64',
      bits: 64,
      executable: `${folder}/bin/${name}`,
      base: `${folder}/bin/${base}`,
      freeThreaded: false,
      libc: ['glibc', '2.36'],
      macos: null,
    };
    const script = `case "$*" in *pip*) ${pip || 'exit 0'};; *) echo '${JSON.stringify(said)}';; esac`;
    program(name, script);
  }
  const system = {
    ...thisMachine(new AbortController().signal),
    env: { ...env, PATH: `${folder}/bin` },
    home: folder,
  };
  const asked = (name: string, about: 'version' | 'pip') =>
    calls().filter((call) => call.startsWith(`${name} `) && call.includes('pip config') === (about === 'pip'))
      .length;
  return { folder, system, asked };
}

test('a Python whose own name is of a version that will not do is not started where another will do', async () => {
  const { folder, system, asked } = machineWith({
    'python3.12': { version: '3.12.4' },
    'python3.9': { version: '3.9.1' },
    python3: { version: '3.13.1' },
  });
  const wanted = { ...WANTED, pythons: ['3.12', '3.13'] };
  const { eligible } = await usablePythons(null, wanted, system);
  const own = eligible.map(({ path }) => path).filter((path) => path.startsWith(folder));
  expect(own).toEqual([`${folder}/bin/python3.12`, `${folder}/bin/python3`]);
  expect([asked('python3.12', 'version'), asked('python3', 'version')]).toEqual([1, 1]);
  expect(asked('python3.9', 'version')).toBe(0);
});

test('where none will do each is asked once, and its version is a reason', async () => {
  const { folder, system, asked } = machineWith({
    python3: { version: '3.11.2' },
    'python3.9': { version: '3.9.1' },
  });
  const failing = usablePythons(null, { ...WANTED, pythons: ['3.77'] }, system);
  await expect(failing).rejects.toThrow(`Python 3.9.1 (${folder}/bin/python3.9): SD.Next needs 3.77 to 3.77`);
  await expect(failing).rejects.toThrow(`Python 3.11.2 (${folder}/bin/python3): `);
  expect([asked('python3', 'version'), asked('python3.9', 'version')]).toEqual([1, 1]);
});

test('a version that is asked for is looked for among all, and what is there is told', async () => {
  const { system } = machineWith({ 'python3.9': { version: '3.9.1' } });
  const failing = usablePythons('3.78', { ...WANTED, pythons: ['3.12'] }, system);
  await expect(failing).rejects.toThrow(/There is no Python 3\.78 here\. Present: .*3\.9\.1/);
});

test('pip is asked once, through the best Python, though it is asked before that is known', async () => {
  const { system, asked } = machineWith({
    'python3.12': { version: '3.12.4', pip: `echo "global.index-url='https://twelve/'"` },
    'python3.13': { version: '3.13.1', pip: `echo "global.index-url='https://thirteen/'"` },
  });
  const wanted = { ...WANTED, pythons: ['3.12', '3.13'] };
  const { pip } = await pythonsWithPip({ asked: null, wanted, spared: NOT_SPARED }, system);
  expect(pip?.indexUrl).toBe('https://twelve/');
  expect([asked('python3.12', 'pip'), asked('python3.13', 'pip')]).toEqual([1, 0]);
});

test('the answer of a likely Python that is not the best does not count, good or bad, and it is not waited for', async () => {
  const { system } = machineWith({
    'python3.12': { version: '3.11.4', pip: 'sleep 30' },
    'python3.13': { version: '3.13.1', pip: `echo "global.index-url='https://thirteen/'"` },
  });
  const spared = new AbortController();
  const wanted = { ...WANTED, pythons: ['3.12', '3.13'] };
  const started = performance.now();
  const { pip } = await pythonsWithPip({ asked: null, wanted, spared: spared.signal }, system);
  spared.abort();
  expect(pip?.indexUrl).toBe('https://thirteen/');
  expect(performance.now() - started).toBeLessThan(15_000);
});

test('an environment on PATH leads to its base, whose pip is asked', async () => {
  const { system } = machineWith({
    'python3.12': { version: '3.12.4', base: 'base-of-it', pip: 'echo broken >&2; exit 1' },
    'base-of-it': { version: '3.12.4', pip: `echo "global.index-url='https://base/'"` },
  });
  const wanted = { ...WANTED, pythons: ['3.12'] };
  const { pip } = await pythonsWithPip({ asked: null, wanted, spared: NOT_SPARED }, system);
  expect(pip?.indexUrl).toBe('https://base/');
});
