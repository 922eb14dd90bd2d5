import { spawnSync } from 'node:child_process';
import { readFileSync } from 'node:fs';
import { createServer } from 'node:https';
import type { AddressInfo } from 'node:net';
import { expect, onTestFinished, test } from 'vitest';
import { askSources } from '../../../src/packages/sources/ask-sources.ts';
import { sourcesOf } from '../../../src/packages/sources/sources.ts';
import { thisMachine } from '../../../src/system/this-machine.ts';
import { scratch } from '../../fixtures/scratch.ts';

const WHEEL = 'torch-2.11.0+cpu-cp311-cp311-manylinux_2_28_x86_64.whl';

/** An index whose certificate no authority has signed; null where no certificate can be made here. */
async function ownIndex(): Promise<string | null> {
  const { folder } = scratch();
  const [key, cert] = [`${folder}/key`, `${folder}/cert`];
  const wish = ['-x509', '-newkey', 'rsa:2048', '-nodes', '-days', '2', '-subj', '/CN=localhost'];
  if (spawnSync('openssl', ['req', ...wish, '-keyout', key, '-out', cert]).status !== 0) return null;
  const server = createServer({ key: readFileSync(key), cert: readFileSync(cert) }, (_, response) =>
    response.writeHead(200, { 'content-type': 'text/html' }).end(WHEEL),
  );
  onTestFinished(() => void server.close());
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  return `https://127.0.0.1:${(server.address() as AddressInfo).port}/simple`;
}

test('a host that pip trusts is read whoever signed its certificate; any other is not', async (context) => {
  const indexUrl = (await ownIndex()) ?? context.skip();
  const sources = sourcesOf({ torchIndexUrl: null, indexUrl, extraIndexUrls: [], findLinks: [] }, null);
  const ask = async (trustedHosts: readonly string[]) => {
    const question = { sources: { ...sources, trustedHosts }, projects: ['torch'], python: 'python3' };
    return askSources(question, thisMachine(new AbortController().signal));
  };
  expect(await ask([])).toMatchObject([{ status: 'unreachable', fault: 'certificate' }]);
  expect(await ask(['other.example'])).toMatchObject([{ fault: 'certificate' }]);
  expect(await ask(['127.0.0.1'])).toMatchObject([{ status: 'ok', files: [WHEEL] }]);
  expect(await ask([new URL(indexUrl).host])).toMatchObject([{ status: 'ok', files: [WHEEL] }]);
});
