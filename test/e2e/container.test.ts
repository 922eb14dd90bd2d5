import { mkdirSync, mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { createServer } from 'node:http';
import { tmpdir } from 'node:os';
import { basename, join } from 'node:path';
import { execa } from 'execa';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { packaged } from '../fixtures/packaged.ts';
import { sdn } from '../fixtures/sdn.ts';

/** 3.11, where buildah holds an image python:3.11-slim-bookworm; it takes five minutes, so only when asked. */
const python = process.env.SDN_TEST_IMAGE_PYTHON ?? '';
/** More for `buildah bud`, such as `-v /wheels:/wheels:ro` for a pip configuration of that image. */
const options = (process.env.SDN_TEST_IMAGE_OPTIONS ?? '').split(' ').filter(Boolean);
const name = `the image, really built${python === '' ? ' (skipped: set SDN_TEST_IMAGE_PYTHON)' : ''}`;

const folder = mkdtempSync(join(tmpdir(), 'sdn-image-'));
const project = join(folder, 'project');
const tag = basename(folder).toLowerCase();
let container = '';

const buildah = (...args: readonly string[]) => execa('buildah', args, { cwd: project, reject: false });
const start = (env: readonly string[]) => {
  const given = env.flatMap((each) => ['--env', each]);
  const entry = ['/usr/local/bin/sdn-preflight', 'echo', 'started'];
  return buildah('run', '--isolation', 'chroot', ...given, container, '--', ...entry);
};

describe.skipIf(python === '')(name, () => {
  beforeAll(async () => {
    const { wheel } = await packaged(folder);
    mkdirSync(project);
    await sdn(['template', 'write', 'docker', '--dir', project]);
    const server = createServer((_, response) => void response.end(readFileSync(wheel)));
    await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
    const address = server.address();
    const port = typeof address === 'object' ? address?.port : 0;
    const source = `http://127.0.0.1:${port}/${basename(wheel)}`;
    const args = ['--build-arg', `PYTHON=${python}`, '--build-arg', `SDN_PACKAGE=${source}`];
    const file = ['-f', 'Dockerfile.sdn', '-t', tag, '.'];
    const built = await buildah('bud', '--isolation', 'chroot', ...options, ...args, ...file);
    server.close();
    expect(built.exitCode, `${built.stdout}\n${built.stderr}`).toBe(0);
    container = (await buildah('from', '--pull-never', `localhost/${tag}`)).stdout;
  }, 1_200_000);
  afterAll(async () => {
    await buildah('rm', container);
    await buildah('rmi', tag);
    rmSync(folder, { recursive: true, force: true });
  });

  test('its entry point proves as the user of the image, then starts the command', async () => {
    const { exitCode, stdout, stderr } = await start(['SDN_DEVICE=CPU']);
    expect(stderr).toContain('proven: CPU');
    expect([exitCode, stdout]).toEqual([0, 'started']);
  });

  test('where a GPU is required and none was given, nothing starts', async () => {
    // Not its words, which have a test of their own: buildah may lose the last of a child that ends at once.
    const { exitCode, stdout } = await start(['SDN_REQUIRE=gpu']);
    expect([exitCode, stdout]).toEqual([3, '']);
  });
});
