import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { createServer, type RequestListener } from 'node:http';
import type { AddressInfo } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { Failure } from '../../../src/findings/failure.ts';
import { askSources } from '../../../src/packages/sources/ask-sources.ts';
import { type Sources, sourcesOf } from '../../../src/packages/sources/sources.ts';
import { usableSources } from '../../../src/packages/sources/usable-sources.ts';
import { uvEnvironment } from '../../../src/packages/uv/uv-environment.ts';
import { thisMachine } from '../../../src/system/this-machine.ts';

const system = thisMachine(new AbortController().signal);
const asker = { system, python: 'python3', command: 'sdn install' };
const WHEEL = 'torch-2.11.0+cpu-cp311-cp311-manylinux_2_28_x86_64.whl';

const PAGES: Readonly<Record<string, readonly [number, string, string]>> = {
  '/good/torch/': [200, 'text/html', `<a href="${encodeURIComponent(WHEEL)}">${WHEEL}</a>`],
  '/json/torch/': [
    200,
    'application/vnd.pypi.simple.v1+json',
    JSON.stringify({ files: [{ filename: WHEEL }] }),
  ],
  '/forbidden/torch/': [403, 'text/html', 'no'],
  '/gone/torch/': [404, 'text/html', 'no'],
  '/busy/torch/': [503, 'text/html', 'no'],
  '/limited/torch/': [429, 'text/html', 'no'],
  '/portal/torch/': [200, 'text/html', '<form>Log in</form>'],
  '/binary/torch/': [200, 'application/octet-stream', 'MZ'],
};

const listener: RequestListener = (request, response) => {
  if (request.url === '/silent/torch/') return;
  if (request.url === '/private/torch/' && request.headers.authorization === `Basic ${btoa('me:s3cret')}`) {
    response.writeHead(200, { 'content-type': 'text/html' }).end(WHEEL);
    return;
  }
  const [status, type, body] = PAGES[request.url ?? ''] ?? [401, 'text/html', 'who?'];
  response.writeHead(status, { 'content-type': type }).end(body);
};

const server = createServer(listener);
let base = '';
let folder = '';

beforeAll(async () => {
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  base = `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
  folder = await mkdtemp(join(tmpdir(), 'sdn-links-'));
  await writeFile(join(folder, WHEEL), '');
});

afterAll(async () => {
  server.closeAllConnections();
  server.close();
  await rm(folder, { recursive: true });
});

function sourcesAt(url: string, findLinks: readonly string[] = []): Sources {
  return sourcesOf({ torchIndexUrl: null, indexUrl: url, extraIndexUrls: [], findLinks }, null);
}

async function ask(sources: Sources) {
  const answers = await askSources({ sources, projects: ['torch'], python: 'python3' }, system);
  return answers.map(({ id, status, files }) => ({ id, status, files }));
}

describe('a source says what it holds, or why it does not answer', () => {
  test.each([
    ['good', 'ok', [WHEEL]],
    ['json', 'ok', [WHEEL]],
    ['forbidden', 'refused', []],
    ['gone', 'absent', []],
    ['busy', 'unreachable', []],
    ['limited', 'unreachable', []],
    ['binary', 'garbage', []],
    ['portal', 'garbage', []],
    ['silent', 'unreachable', []],
    ['unknown', 'refused', []],
  ])('%s: %s', async (path, status, files) => {
    expect(await ask(sourcesAt(`${base}/${path}`))).toEqual([{ id: 'default', status, files }]);
  });

  test('a dead port and a name that does not exist are unreachable', async () => {
    expect(await ask(sourcesAt('http://127.0.0.1:9'))).toMatchObject([{ status: 'unreachable' }]);
    expect(await ask(sourcesAt('http://no-such-host.invalid'))).toMatchObject([{ status: 'unreachable' }]);
  });

  test('a login in the address is used, decoded, and kept out of the address', async () => {
    const sources = sourcesAt(`${base.replace('://', '://me:s3cret@')}/private`);
    expect(sources.main).toMatchObject({ url: `${base}/private`, user: 'me', password: 's3cret' });
    expect(await ask(sources)).toEqual([{ id: 'default', status: 'ok', files: [WHEEL] }]);
  });

  test('a folder of wheels is read as it lies', async () => {
    expect(await ask(sourcesAt(`${base}/gone`, [folder]))).toMatchObject([
      {},
      { id: 'links-1', files: [WHEEL] },
    ]);
  });
});

describe('which sources are used', () => {
  test('a main index that refuses ends the run as unreachable, named with its answer', async () => {
    const sources = sourcesAt(`${base}/forbidden`);
    const answers = await askSources({ sources, projects: ['torch'], python: 'python3' }, system);
    expect(() => usableSources(sources, answers, asker)).toThrow(/403/);
    expect(() => usableSources(sources, answers, asker)).toThrow(Failure);
  });

  test('another source that is down is left out and reported', async () => {
    const sources = sourcesOf(
      {
        torchIndexUrl: `${base}/busy`,
        indexUrl: `${base}/good`,
        extraIndexUrls: [`${base}/binary`],
        findLinks: [],
      },
      null,
    );
    const answers = await askSources({ sources, projects: ['torch'], python: 'python3' }, system);
    const usable = usableSources(sources, answers, asker);
    expect(usable.sources).toMatchObject({ torch: null, extra: [] });
    expect(usable.dropped.map(({ source }) => source.id)).toEqual(['torch', 'extra-1']);
  });
});

test('nothing of the caller that could bend uv reaches it; its credentials travel in the environment alone', () => {
  const bent = {
    ...system,
    env: {
      ...system.env,
      UV_INDEX: 'https://evil.example',
      PIP_INDEX_URL: 'x',
      PYTHONPATH: '/x',
      VIRTUAL_ENV: '/v',
    },
  };
  const sources = sourcesOf(
    {
      torchIndexUrl: null,
      indexUrl: 'https://me:s3cret@index.example/simple',
      extraIndexUrls: [],
      findLinks: [],
    },
    null,
  );
  const env = uvEnvironment(sources, bent);
  expect(env).toMatchObject({
    UV_DEFAULT_INDEX: 'default=https://index.example/simple',
    UV_INDEX_DEFAULT_USERNAME: 'me',
    UV_INDEX_DEFAULT_PASSWORD: 's3cret',
    UV_NO_CONFIG: '1',
  });
  for (const name of ['UV_INDEX', 'PIP_INDEX_URL', 'PYTHONPATH', 'VIRTUAL_ENV'])
    expect(env).not.toHaveProperty(name);
});
