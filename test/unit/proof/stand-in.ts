import { cp, mkdir, mkdtemp, symlink, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { type Proven, proveEnvironment } from '../../../src/proof/prove-environment.ts';
import { thisMachine } from '../../../src/system/this-machine.ts';
import type { Scenario } from '../../fixtures/liars/scenarios.ts';

const FIXTURES = new URL('../../fixtures/liars/', import.meta.url).pathname;

/** A throw-away environment of a link and copies: a real Python whose only packages are the stand-ins. */
export async function standInEnvironment(): Promise<string> {
  const folder = await mkdtemp(join(tmpdir(), 'sdn-liars-'));
  const system = thisMachine(new AbortController().signal);
  const { stdout } = await system.run({
    file: '/usr/bin/env',
    args: ['python3', '-c', 'import sys; print(sys.executable); print("%d.%d" % sys.version_info[:2])'],
    timeoutMs: 30_000,
    env: { PATH: process.env.PATH ?? '/usr/bin:/bin' },
  });
  const [python = '', version = ''] = stdout.trim().split('\n');
  const packages = join(folder, 'venv', 'lib', `python${version}`, 'site-packages');
  await mkdir(packages, { recursive: true });
  await mkdir(join(folder, 'venv', 'bin'));
  await writeFile(join(folder, 'venv', 'pyvenv.cfg'), `home = ${join(python, '..')}\n`);
  await symlink(python, join(folder, 'venv', 'bin', 'python'));
  await cp(join(FIXTURES, 'stand_in'), packages, { recursive: true });
  return folder;
}

export type Trial = { readonly device: string; readonly scenario: Scenario; readonly kernel?: string };

/** Proves a scenario through the same code as `sdn verify`, with `/proc` and `/sys` of the scenario's machine. */
export async function tryScenario(folder: string, { device, scenario, kernel }: Trial): Promise<Proven> {
  const root = await mkdtemp(join(folder, 'root-'));
  await mkdir(join(root, 'proc'));
  await writeFile(join(root, 'proc', 'version'), kernel ?? 'Linux version 6.12.0');
  const system = thisMachine(new AbortController().signal);
  const told = { ...scenario, outputs: join(FIXTURES, 'outputs-small.bin'), oldSeal: OLD_SEAL };
  return proveEnvironment({
    system: {
      ...system,
      root,
      platform: 'linux',
      directories: { cache: join(root, 'cache'), state: join(root, 'state') },
      env: {
        PATH: process.env.PATH,
        SDN_STAND_IN: JSON.stringify(told),
        SDN_STAND_IN_ROOT: root,
        PYTHONDONTWRITEBYTECODE: '1',
      },
    },
    python: join(folder, 'venv', 'bin', 'python'),
    device,
    size: 'small',
    facts: null,
    pace: { loopSeconds: 0.4, timeoutMs: 8_000 },
  });
}

/** The seal of some earlier run: channels 2, 0, 3, 1, the second turned round. */
const OLD_SEAL = [0, 0, 0.75, 0, -1.25, 0, 0, 0, 0, 0, 0, 1.1, 0, 0.6, 0, 0];
