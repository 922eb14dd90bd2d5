import { existsSync } from 'node:fs';
import { readdir, rm, stat, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { afterAll, beforeAll, beforeEach, describe, expect, test } from 'vitest';
import * as fault from '../fixtures/index-server/faults.ts';
import { type IndexServer, OWN_CA, startIndex } from '../fixtures/index-server/index-server.ts';
import { type LocalProxy, startProxy } from '../fixtures/index-server/proxy.ts';
import { pinnedSet, tinyWheel } from '../fixtures/index-server/wheels.ts';
import { makeWorld, reportOf, traces, treeHash, type World } from '../fixtures/world/world.ts';

const PAGES = /^\/simple\//;
const PAGE = /^\/simple\/numpy\//;
const WHEEL = /^\/files\/numpy.*\.whl$/;
const DEAD = 'http://127.0.0.1:9';

let world: World;
let index: IndexServer;
let secure: IndexServer;
let guarded: IndexServer;
let proxy: LocalProxy;
let silentProxy: LocalProxy;
let before = '';

beforeAll(async () => {
  world = await makeWorld();
  index = await startIndex();
  secure = await startIndex({ protocol: 'https' });
  guarded = await startIndex({ login: 'me:open-sesame' });
  proxy = await startProxy({ login: 'me:proxy-word' });
  silentProxy = await startProxy({ silent: 'silent' });
  const { code, stderr } = await world.sdn(['install', ...QUICK, '--index-url', index.url]);
  expect(stderr).toBe('');
  expect(code).toBe(0);
  before = await treeHash(world.venv);
});

afterAll(async () => {
  for (const server of [index, secure, guarded, proxy, silentProxy]) server.close();
  await world.remove();
});

beforeEach(async () => {
  for (const server of [index, secure, guarded]) server.forget();
  await rm(world.cache, { recursive: true, force: true });
});

const QUICK = ['--use-openvino', '--no-verify', '--json'];

type Weather = { readonly url?: string; readonly env?: Readonly<Record<string, string>> };

async function reinstall({ url = index.url, env = {} }: Weather = {}) {
  const ended = await world.sdn(['reinstall', ...QUICK, '--index-url', url], { PIP_RETRIES: '0', ...env });
  return { ...ended, report: reportOf(ended) };
}

/** What every failed run owes its user, whatever went wrong. */
async function expectUnharmed(): Promise<void> {
  expect(await treeHash(world.venv)).toBe(before);
  expect(await traces(world)).toEqual([]);
}

type Case = readonly [name: string, exit: number, code: string, says: RegExp, arrange: () => Weather];

const CASES: readonly Case[] = [
  [
    'an index that answers 403',
    75,
    'source-forbidden',
    /refuses access \(HTTP 403\)/,
    () => breakAt(PAGES, fault.status(403)),
  ],
  [
    'an index that answers 403 for one package',
    75,
    'source-forbidden',
    /asked for numpy, it refuses access/,
    () => breakAt(PAGE, fault.status(403)),
  ],
  [
    'an index that has no page of torch',
    5,
    'torch-build-not-found',
    /torch 2\.11\.0\+cpu is on none/,
    () => breakAt(PAGES, fault.status(404)),
  ],
  [
    'an index that lacks one package',
    6,
    'package-not-found',
    /numpy 2\.1\.2 is on none/,
    () => breakAt(PAGE, fault.status(404)),
  ],
  [
    'an index that asks to slow down',
    75,
    'source-too-many',
    /too many requests.*HTTP 429/,
    () => breakAt(PAGES, fault.status(429, { 'retry-after': '3600' })),
  ],
  [
    'a server with an error of its own',
    75,
    'source-server-error',
    /HTTP 500/,
    () => breakAt(PAGES, fault.status(500)),
  ],
  [
    'a server that is down for one package',
    75,
    'source-status',
    /numpy.*HTTP 503/,
    () => breakAt(PAGE, fault.status(503)),
  ],
  [
    'a login page instead of an index',
    75,
    'source-login-page',
    /lists no packages/,
    () => breakAt(/./, fault.loginPage),
  ],
  [
    'a login page instead of one page',
    75,
    'source-login-page',
    /asked for numpy, .*lists no packages/,
    () => breakAt(PAGE, fault.loginPage),
  ],
  [
    'a redirect in a circle',
    75,
    'source-redirect-loop',
    /redirects in a circle/,
    () => breakAt(PAGES, fault.redirectLoop),
  ],
  [
    'an index that never answers',
    75,
    'source-silent',
    /no answer within two seconds/,
    () => breakAt(PAGES, fault.silence),
  ],
  [
    'a page that never comes',
    75,
    'download-stalled',
    /numpy.*stalled/,
    () => ({ ...breakAt(PAGE, fault.silence), env: { PIP_TIMEOUT: '1' } }),
  ],
  [
    'a wheel that is refused',
    75,
    'source-status',
    /numpy 2\.1\.2.*HTTP 403/,
    () => breakAt(WHEEL, fault.status(403)),
  ],
  [
    'a wheel that asks to wait an hour',
    75,
    'source-status',
    /numpy 2\.1\.2.*HTTP 429/,
    () => breakAt(WHEEL, fault.status(429, { 'retry-after': '3600' })),
  ],
  [
    'a wheel that stalls in the middle',
    75,
    'download-stalled',
    /numpy 2\.1\.2.*stalled/,
    () => ({ ...breakAt(WHEEL, fault.stall), env: { PIP_TIMEOUT: '1' } }),
  ],
  [
    'a wheel that is cut in the middle',
    75,
    'connection-cut',
    /numpy 2\.1\.2.*cut/,
    () => breakAt(WHEEL, fault.cut),
  ],
  [
    'a wheel that is too short',
    6,
    'wheel-corrupt',
    /numpy 2\.1\.2.*not a whole wheel/,
    () => breakAt(WHEEL, fault.truncated),
  ],
  [
    'a wheel with other bytes',
    6,
    'wheel-corrupt',
    /numpy 2\.1\.2.*not a whole wheel/,
    () => breakAt(WHEEL, fault.otherBytes),
  ],
  [
    'a login page instead of a wheel',
    6,
    'wheel-corrupt',
    /numpy 2\.1\.2.*not a whole wheel/,
    () => breakAt(WHEEL, fault.loginPage),
  ],
  [
    'a whole wheel of another hash',
    6,
    'hash-mismatch',
    /numpy 2\.1\.2.*another hash/,
    () => breakAt(WHEEL, fault.otherWheel),
  ],
  [
    'a certificate of an unknown authority',
    75,
    'source-certificate',
    /not signed by an authority/,
    () => ({ url: secure.url }),
  ],
  [
    'a certificate file that is not there',
    75,
    'source-certificate-file',
    /\/nowhere\/ca\.pem/,
    () => ({ url: secure.url, env: { PIP_CERT: '/nowhere/ca.pem' } }),
  ],
  [
    'an index that wants a login',
    75,
    'source-login',
    /wants a login \(HTTP 401\)/,
    () => ({ url: guarded.url }),
  ],
  [
    'a wrong login',
    75,
    'source-login',
    /does not accept the login/,
    () => ({ url: withLogin(guarded.url, 'me:wrong') }),
  ],
  [
    'a proxy that wants a login',
    75,
    'source-proxy-login',
    /the proxy http:\/\/127\.0\.0\.1:\d+ wants a login/,
    () => ({ env: { PIP_PROXY: proxy.url } }),
  ],
  [
    'the same with HTTPS',
    75,
    'source-proxy-login',
    /wants a login/,
    () => ({ url: secure.url, env: { HTTPS_PROXY: proxy.url } }),
  ],
  [
    'a proxy that never says a word',
    75,
    'source-silent',
    /through the proxy/,
    () => ({ env: { HTTP_PROXY: silentProxy.url } }),
  ],
  [
    'a proxy that is not there',
    75,
    'source-connection-refused',
    /the proxy http:\/\/127\.0\.0\.1:9 or/,
    () => ({ env: { PIP_PROXY: DEAD } }),
  ],
  [
    'a server that is not there',
    75,
    'source-connection-refused',
    /nothing listens there/,
    () => ({ url: `${DEAD}/simple` }),
  ],
  [
    'a name that nobody knows',
    75,
    'source-dns',
    /no-such-host\.invalid cannot be resolved/,
    () => ({ url: 'http://no-such-host.invalid/simple' }),
  ],
  [
    'an address that is none',
    2,
    'source-address',
    /neither an address nor a folder/,
    () => ({ url: 'pypi dot org' }),
  ],
];

function breakAt(path: RegExp, what: fault.Fault): Weather {
  index.breakAt(path, what);
  return {};
}

function withLogin(url: string, login: string): string {
  return url.replace('://', `://${login}@`);
}

describe('bad weather ends in one clear sentence, and the environment stays as it was', () => {
  test.each(CASES)('%s: exit %i, %s', async (_name, exit, code, says, arrange) => {
    const { code: ended, report, stderr } = await reinstall(arrange());
    expect(report.error).toMatchObject({ code, exit });
    expect(report.error?.message).toMatch(says);
    expect(report.error?.message).not.toContain('\n');
    expect(report.error?.need).toMatch(/\.$/);
    expect(ended).toBe(exit);
    expect(stderr).toBe('');
    await expectUnharmed();
  });

  test('the text says the same as the document, as Found, Need and Fix', async () => {
    index.breakAt(PAGES, fault.status(403));
    const { report } = await reinstall();
    const args = ['reinstall', '--use-openvino', '--no-verify', '--index-url', index.url, '--no-progress'];
    const { code, stdout, stderr } = await world.sdn(args);
    const squeezed = stdout.replace(/\s+/g, ' ');
    expect(code).toBe(75);
    expect(squeezed).toContain(`Found ${report.error?.message}`);
    expect(squeezed).toContain(`Need ${report.error?.need}`);
    expect(squeezed).toContain(`Fix ${report.error?.hints[0]}`);
    expect(stdout + stderr).not.toMatch(/\bat .*\.js:\d+/);
  });
});

describe('what can be got over is got over', () => {
  test.each<[string, () => Weather]>([
    ['a server that is down once', () => once(PAGE, fault.status(503))],
    ['a wheel that is cut once', () => once(WHEEL, fault.cut)],
    ['an authority that pip knows', () => ({ url: secure.url, env: { PIP_CERT: OWN_CA } })],
    ['a host that pip trusts', () => ({ url: secure.url, env: { PIP_TRUSTED_HOST: secure.host } })],
    ['the right login', () => ({ url: withLogin(guarded.url, 'me:open-sesame') })],
    ['the right login of a proxy', () => ({ env: { PIP_PROXY: withLogin(proxy.url, 'me:proxy-word') } })],
  ])('%s', async (_name, arrange) => {
    const { code, report } = await reinstall(arrange());
    expect(report.error).toBeUndefined();
    expect(code).toBe(0);
    before = await treeHash(world.venv);
    expect(await traces(world)).toEqual([]);
  });

  test('the next try asks only for what did not arrive', async () => {
    index.breakAt(WHEEL, fault.cut);
    expect((await reinstall()).code).toBe(75);
    const first = wheelsAskedFor();
    index.forget();
    expect((await reinstall()).code).toBe(0);
    // Which of the others had arrived when the run gave up is up to the network; not all of them had not.
    expect(wheelsAskedFor()).toContainEqual(expect.stringMatching(WHEEL));
    expect(wheelsAskedFor().length).toBeLessThan(first.length);
    before = await treeHash(world.venv);
  });

  test('a wheel that is cut again and again is brought piece by piece, also from run to run', async () => {
    const large = tinyWheel('numpy', '2.1.2', 1_024);
    const line = await startIndex({
      wheels: [...pinnedSet().filter((each) => each.project !== 'numpy'), large],
    });
    const folder = join(world.cache, 'sdn', 'wheels', large.sha256.slice(0, 16));
    const asked: (string | undefined)[] = [];
    let isOpen = false;
    line.breakAt(WHEEL, (request, response, wheel) => {
      asked.push(request.headers.range);
      const isRest = request.headers.range !== undefined;
      if (isRest && !isOpen) response.writeHead(403).end();
      else fault.pieces(300_000)(request, response, wheel);
    });
    const weather = { url: line.url, env: { PIP_RETRIES: '1' } };
    const first = await reinstall(weather);
    expect(first.report.error).toMatchObject({ code: 'connection-cut', exit: 75 });
    const part = await stat(join(folder, `${large.file}.part`));
    expect(part.size).toBeGreaterThan(0);
    await expectUnharmed();
    [isOpen, asked.length] = [true, 0];
    expect((await reinstall(weather)).code).toBe(0);
    expect(asked[0]).toBe(`bytes=${part.size}-`);
    expect(asked).not.toContain(undefined);
    expect(await readdir(folder)).toEqual([large.file]);
    // What a damaged disk makes of it is not in the way.
    await writeFile(join(folder, large.file), 'no wheel');
    await rm(join(world.cache, 'sdn', 'uv-packages'), { recursive: true });
    line.forget();
    expect((await reinstall(weather)).code).toBe(0);
    expect(existsSync(folder)).toBe(false);
    line.close();
    before = await treeHash(world.venv);
  });

  test('what arrived damaged is not kept', async () => {
    index.breakAt(WHEEL, fault.truncated);
    expect((await reinstall()).code).toBe(6);
    index.forget();
    expect((await reinstall()).code).toBe(0);
    before = await treeHash(world.venv);
  });
});

function wheelsAskedFor(): readonly string[] {
  return [...new Set(index.requests.filter((path) => path.endsWith('.whl')))];
}

function once(path: RegExp, what: fault.Fault): Weather {
  index.breakAt(path, what, 1);
  return { env: { PIP_RETRIES: '2' } };
}

test('a first install that fails leaves nothing of an environment behind', async () => {
  const fresh = await makeWorld();
  index.breakAt(WHEEL, fault.otherBytes);
  const ended = await fresh.sdn(['install', ...QUICK, '--index-url', index.url]);
  expect(ended.code).toBe(6);
  expect(await traces(fresh)).toEqual([]);
  await expect(treeHash(fresh.venv)).rejects.toThrow(/ENOENT/);
  await fresh.remove();
});
