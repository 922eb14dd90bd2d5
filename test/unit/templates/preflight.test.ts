import { mkdirSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { execa } from 'execa';
import { describe, expect, test } from 'vitest';
import { scratch } from '../../fixtures/scratch.ts';

const script = fileURLToPath(new URL('../../../templates/files/container/preflight.sh', import.meta.url));
const root = process.getuid?.() === 0;

async function start(
  box: ReturnType<typeof scratch>,
  env: Record<string, string>,
  command = ['echo', 'started'],
) {
  mkdirSync(join(box.folder, 'dev'), { recursive: true });
  const { exitCode, stdout, stderr } = await execa('sh', [script, ...command], {
    env: { ...box.env, SDN_DEV: join(box.folder, 'dev'), ...env },
    reject: false,
  });
  return { exitCode, stdout, stderr };
}

describe.skipIf(process.platform === 'win32')('the pre-flight of a container', () => {
  test('proves, then becomes the command, whose stdout is its own', async () => {
    const box = scratch();
    box.program('sdn', 'echo proof');
    box.given('dev/dri/renderD128', '');
    const env = { SDN_REQUIRE: 'gpu', SDN_DEVICE: 'GPU.1', SDN_DIR: 'a b' };
    const { exitCode, stdout } = await start(box, env, [
      'sh',
      '-c',
      'echo "$0 $1"; exit 5',
      'one',
      'two words',
    ]);
    expect([exitCode, stdout]).toEqual([5, 'one two words']);
    expect(box.calls()).toEqual(['sdn verify --dir a b --device-id GPU.1 --require gpu']);
  });

  test('without a requirement, no device is a CPU machine', async () => {
    const box = scratch();
    box.program('sdn');
    expect(await start(box, {})).toMatchObject({ exitCode: 0, stdout: 'started' });
  });

  test.each(['gpu', 'accelerator'])(
    'where %s is required and no node is there, nothing starts',
    async (SDN_REQUIRE) => {
      const box = scratch();
      box.program('sdn');
      box.given('dev/accel/none', '');
      const { exitCode, stdout, stderr } = await start(box, { SDN_REQUIRE });
      expect([exitCode, stdout, box.calls()]).toEqual([3, '', []]);
      expect(stderr).toMatch(/^Found .*\nNeed .*\nFix {4}docker run --device/);
    },
  );

  test('an NPU is no GPU', async () => {
    const box = scratch();
    box.program('sdn');
    box.given('dev/accel/accel0', '');
    expect((await start(box, { SDN_REQUIRE: 'gpu' })).exitCode).toBe(3);
    expect((await start(box, { SDN_REQUIRE: 'npu' })).exitCode).toBe(0);
  });

  test('a failed proof ends with its code, and nothing starts', async () => {
    const box = scratch();
    box.program('sdn', 'exit 4');
    expect(await start(box, {})).toMatchObject({ exitCode: 4, stdout: '' });
  });

  test('without a command it launches SD.Next', async () => {
    const box = scratch();
    box.program('sdn');
    await start(box, { SDN_VERIFY: '0' }, []);
    expect(box.calls()).toEqual(['sdn launch --dir .']);
  });

  test.skipIf(!root)('a node that this user may not open names the group that opens it', async () => {
    const box = scratch();
    box.program('sdn');
    const node = box.given('dev/dri/renderD128', '', 0o660);
    await execa('chgrp', ['4711', node]);
    await execa('chmod', ['755', box.folder]);
    const { exitCode, stderr } = await execa(
      'setpriv',
      ['--reuid=65534', '--regid=65534', '--clear-groups', 'sh', script, 'true'],
      {
        env: { ...box.env, SDN_DEV: join(box.folder, 'dev') },
        reject: false,
      },
    );
    expect([exitCode, box.calls()]).toEqual([3, []]);
    expect(stderr).toContain('belongs to group 4711; this user (65534) is in: 65534');
    expect(stderr).toContain('docker run --group-add 4711');
  });
});
