import { chmod, mkdir, mkdtemp, rm, symlink, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { nvidiaSmiChannel } from '../../../src/proof/channels/nvidia-smi.ts';
import { parseNvidiaApps } from '../../../src/proof/sampling/nvidia-apps.ts';
import { watcher } from '../../../src/proof/sampling/watch.ts';
import type { System } from '../../../src/system/system.ts';
import { thisMachine } from '../../../src/system/this-machine.ts';

const CHILD = 4711;
const UUID = '8f1d6e42-0a57-4c1b-9d3e-55aa10c7b2f0';
const OTHER = '00000000-1111-2222-3333-444444444444';
const CARD = { uuid: UUID.replaceAll('-', ''), pci: '0000:01:00.0' };
const row = (pid: number, uuid: string, bus: string, used = '512 MiB') =>
  `${pid}, GPU-${uuid}, ${bus}, ${used}`;
const HERE = row(CHILD, UUID, '00000000:01:00.0');
const ELSEWHERE = row(CHILD, OTHER, '00000000:02:00.0');

let folder = '';
beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'sdn-nvidia-'));
});
afterAll(() => rm(folder, { recursive: true, force: true }));

/** A Linux machine whose nvidia-smi is this script; null for none. */
async function machine(script: string | null, namespace = 'pid:[4026531836]'): Promise<System> {
  const root = await mkdtemp(join(folder, 'root-'));
  await mkdir(join(root, 'proc/self/ns'), { recursive: true });
  await symlink(namespace, join(root, 'proc/self/ns/pid'));
  await mkdir(join(root, 'usr/bin'), { recursive: true });
  const file = join(root, 'usr/bin/nvidia-smi');
  if (script !== null) await writeFile(file, `#!/bin/sh\n${script}\n`);
  if (script !== null) await chmod(file, 0o755);
  const system = thisMachine(new AbortController().signal);
  return { ...system, root, platform: 'linux', env: { ...system.env, PATH: '/usr/bin:/bin' } };
}

const printing = (...lines: readonly string[]) => `cat <<'END'\n${lines.join('\n')}\nEND`;

async function word(system: System, card: typeof CARD | { uuid: string; pci: null } = CARD) {
  const watch = watcher(system, 'nvidia-smi');
  await watch.onReady('loop', CHILD);
  await watch.onReady('loop-done', CHILD);
  return nvidiaSmiChannel(watch.watched(), 'GPU.0', card);
}

describe.runIf(process.platform !== 'win32')('what nvidia-smi says of the process', () => {
  test('memory on the card that was asked for agrees, by address or by UUID', async () => {
    const system = await machine(printing(row(1, OTHER, '00000000:02:00.0'), HERE));
    expect(await word(system)).toMatchObject({ verdict: 'agrees', says: 'GPU.0' });
    expect((await word(system, { uuid: `GPU-${UUID}`, pci: null })).verdict).toBe('agrees');
  });
  test('memory on another card only disagrees and names that card', async () => {
    const said = await word(await machine(printing(ELSEWHERE)));
    expect(said).toMatchObject({ verdict: 'disagrees', says: '0000:02:00.0' });
  });
  test('memory on both cards agrees', async () => {
    expect((await word(await machine(printing(ELSEWHERE, HERE)))).verdict).toBe('agrees');
  });
  test.each([
    ['nothing runs', printing()],
    ['only others run', printing(row(1, UUID, '00000000:01:00.0'))],
    ['the memory is not told', printing(row(CHILD, UUID, '00000000:01:00.0', '[N/A]'))],
    ['no memory is held', printing(row(CHILD, OTHER, '00000000:02:00.0', '0 MiB'))],
    ['a line is garbage', printing(ELSEWHERE, '<html>')],
    ['it fails', `${printing(ELSEWHERE)}\nexit 9`],
    ['it hangs', 'sleep 60'],
    ['it floods', 'while :; do echo "4711, GPU-x"; done'],
    ['it is not there', null],
  ])('where %s it is absent', { timeout: 30_000 }, async (_name, script) => {
    expect((await word(await machine(script))).verdict).toBe('absent');
  });
  test('in a container, where our numbers are not the driver’s, even another card’s row says nothing', async () => {
    expect((await word(await machine(printing(ELSEWHERE), 'pid:[4026532448]'))).verdict).toBe('absent');
  });
  test('a card known by its UUID only is not contradicted by a slice’s UUID', async () => {
    const system = await machine(printing(ELSEWHERE));
    expect((await word(system, { uuid: UUID, pci: null })).verdict).toBe('absent');
  });
  test('it is not asked where no NVIDIA card may do the work', async () => {
    const watch = watcher(await machine(printing(HERE)), 'process');
    await watch.onReady('loop', CHILD);
    await watch.onReady('loop-done', CHILD);
    expect(watch.watched()).not.toHaveProperty('nvidiaApps');
  });
});

test('rows are read whole or not at all', () => {
  expect(parseNvidiaApps(`${HERE}\r\n`)).toEqual([
    { pid: CHILD, uuid: CARD.uuid, pci: CARD.pci, usedMiB: 512 },
  ]);
  expect(parseNvidiaApps('')).toEqual([]);
  expect(parseNvidiaApps(`${HERE}\n4712, GPU-`)).toBeNull();
  expect(parseNvidiaApps('No devices were found')).toBeNull();
});
