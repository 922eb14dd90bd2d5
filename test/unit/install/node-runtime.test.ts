import { spawn, spawnSync } from 'node:child_process';
import { randomBytes } from 'node:crypto';
import { mkdir, readdir, readFile, stat, writeFile } from 'node:fs/promises';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { describe, expect, onTestFinished, test } from 'vitest';
import { nodeArchive } from '../../../src/install/node-runtime/archive.ts';
import { type Bringing, bringNodeRuntime } from '../../../src/install/node-runtime/bring-node-runtime.ts';
import { fetchArchive } from '../../../src/install/node-runtime/fetch-archive.ts';
import { placedRuntime, runtimeFolder } from '../../../src/install/node-runtime/placed-runtime.ts';
import type { System } from '../../../src/system/system.ts';
import { sha256, startArchiveServer } from '../../fixtures/archive-server.ts';
import { machine } from '../../fixtures/environments/tiny.ts';
import * as fault from '../../fixtures/index-server/faults.ts';
import { OWN_CA } from '../../fixtures/index-server/index-server.ts';
import { startProxy } from '../../fixtures/index-server/proxy.ts';
import { scratch } from '../../fixtures/scratch.ts';
import { mountable, mounted } from '../../torture/programs/mount.ts';

const PATIENCE = { answerMs: 10_000, stallMs: 1_500, totalMs: 60_000, pauseMs: 5 };
/** For servers that stall: the tries are many. */
const HASTY = { ...PATIENCE, answerMs: 1_000, stallMs: 300 };
const SECRET = 'open-sesame';

type Scene = {
  readonly archive?: Buffer;
  readonly env?: Record<string, string>;
  readonly server?: Parameters<typeof startArchiveServer>[1];
};

/** A server with an archive in the makers' layout, and a machine whose cache is empty. */
async function scene({ archive = tarOf(), env = {}, server: wish }: Scene = {}) {
  const server = await startArchiveServer(archive, wish);
  onTestFinished(() => server.close());
  const { folder } = scratch();
  const told: string[] = [];
  const system: System = {
    ...machine(),
    platform: 'linux',
    arch: 'x64',
    directories: { cache: join(folder, 'cache'), state: join(folder, 'state') },
    env: { PATH: process.env.PATH, SDN_OPENVINO_NODE_MIRROR: server.url, ...env },
  };
  const bring = (changes: Partial<Bringing> = {}) =>
    bringNodeRuntime(
      {
        network: 'online',
        trust: 'verified',
        command: 'sdn install --with-node-runtime',
        emit: ({ detail }) => void told.push(detail ?? ''),
        patience: PATIENCE,
        load: async () => null,
        ...changes,
      },
      system,
    );
  return { server, system, bring, told, folder: runtimeFolder(system), archive };
}

/** What lies in the cache besides the placed runtime and the lock. */
async function leftovers(folder: string): Promise<readonly string[]> {
  const names = await readdir(dirname(folder)).catch(() => []);
  return names.filter((name) => name !== '.sdn' && join(dirname(folder), name) !== folder);
}

const ADDON = randomBytes(400_000);

function tarOf(extra: (folder: string) => readonly string[] = () => []): Buffer {
  const { folder, given } = scratch();
  given('content/libopenvino.so.2640', 'library');
  given('content/ov_node_addon.node', '');
  spawnSync('ln', ['-s', 'libopenvino.so.2640', join(folder, 'content/libopenvino.so')]);
  return packed(folder, extra(folder));
}

function packed(folder: string, args: readonly string[]): Buffer {
  const content = join(folder, 'content');
  spawnSync('dd', [`of=${join(content, 'ov_node_addon.node')}`, 'status=none'], { input: ADDON });
  const made = spawnSync('tar', ['-czf', join(folder, 'x.tgz'), '-C', content, ...args, '.'], {
    encoding: 'utf8',
  });
  expect(made.stderr.replace(/^.*Removing leading.*$/gm, '').trim()).toBe('');
  return spawnSync('cat', [join(folder, 'x.tgz')], { maxBuffer: 1e8 }).stdout;
}

describe('the native part of openvino-node', () => {
  test('is downloaded, checked against the sum beside it, unpacked, tried once and put in place', async () => {
    const { bring, folder, server, archive, told } = await scene();
    const seen: string[] = [];
    const load = async (stage: string) => {
      seen.push(...(await readdir(stage)));
      return null;
    };
    const { outcome, receipt } = await bring({ load });
    expect([outcome, receipt.checkedBy, receipt.sha256]).toEqual(['placed', 'server', sha256(archive)]);
    expect(seen.sort()).toEqual(['libopenvino.so', 'libopenvino.so.2640', 'ov_node_addon.node']);
    expect((await readFile(join(folder, 'ov_node_addon.node'))).equals(ADDON)).toBe(true);
    expect(server.requests[0]?.path).toBe(
      '/mirror/2026.4.0/linux/openvino_nodejs_bindings_linux_2026.4.0_x64.tar.gz',
    );
    expect(told).toContain(
      `${Math.round(archive.length / 1e3)} kB of ${Math.round(archive.length / 1e3)} kB`,
    );
    expect(await leftovers(folder)).toEqual([]);
    expect((await bring({ network: 'offline' })).outcome).toBe('was-there');
    expect(server.requests).toHaveLength(1);
  });

  test.each([
    ['an error of the server, twice', fault.status(503), 2],
    ['too many requests', fault.status(429, { 'retry-after': '0' }), 1],
    ['a connection that is cut', fault.cut, 3],
    ['a connection that stalls', fault.stall, 1],
    ['a server that says nothing', fault.silence, 1],
    ['a redirect', redirectToItself(), 1],
  ])('arrives in spite of %s', async (_name, broken, times) => {
    const { bring, server } = await scene();
    server.breakNext(broken, times);
    expect((await bring({ patience: HASTY })).outcome).toBe('placed');
    expect(server.requests.length).toBeGreaterThan(times);
  });

  test('goes on where it was cut, and begins anew where the file was exchanged meanwhile', async () => {
    const { bring, server } = await scene();
    server.breakNext(fault.cut);
    await bring();
    expect(server.requests.at(-1)?.range).toMatch(/^bytes=[1-9]\d*-$/);
    const other = await scene();
    other.server.breakNext(fault.cut);
    other.server.breakNext(fault.status(404));
    await expect(other.bring()).rejects.toMatchObject({ code: 'node-runtime-status' });
    const newer = tarOf();
    other.server.serve(newer);
    expect((await other.bring()).receipt.sha256).toBe(sha256(newer));
  });

  test.each([
    [
      'a file that is not there',
      'unreachable',
      'node-runtime-status',
      /HTTP 404/,
      () => fault.status(404),
      1,
    ],
    ['a refusal', 'unreachable', 'node-runtime-status', /HTTP 403/, () => fault.status(403), 1],
    [
      'a server that never recovers',
      'unreachable',
      'node-runtime-status',
      /HTTP 500/,
      () => fault.status(500),
      5,
    ],
    [
      'a circle of redirects',
      'unreachable',
      'node-runtime-redirect-loop',
      /circle/,
      () => fault.redirectLoop,
      6,
    ],
    [
      'a connection that always stalls',
      'unreachable',
      'node-runtime-stalled',
      /stalled/,
      () => stallAtOnce,
      5,
    ],
    [
      'a file cut short as if that were all',
      'childFailed',
      'hash-mismatch',
      /SHA-256/,
      () => fault.truncated,
      1,
    ],
    ['one changed byte', 'childFailed', 'hash-mismatch', /SHA-256/, () => fault.otherBytes, 1],
    ['a login page', 'childFailed', 'hash-mismatch', /SHA-256/, () => fault.loginPage, 1],
  ] as const)(
    '%s ends it with one sentence and nothing in place',
    async (_name, kind, code, says, broken, asked) => {
      const { bring, server, folder } = await scene();
      server.breakNext(broken(), 20);
      await expect(bring({ patience: { ...PATIENCE, stallMs: 300 } })).rejects.toMatchObject({
        kind,
        code,
        message: expect.stringMatching(says),
        fix: ['sdn install --with-node-runtime'],
      });
      expect(server.requests).toHaveLength(asked);
      expect(await placedRuntime(folder)).toEqual({ kind: 'absent' });
      expect((await leftovers(folder)).filter((name) => !name.includes('.part'))).toEqual([]);
    },
  );

  test('nobody there, and no network allowed, are told apart', async () => {
    const { bring } = await scene({ env: { SDN_OPENVINO_NODE_MIRROR: 'http://127.0.0.1:9/mirror' } });
    await expect(bring()).rejects.toMatchObject({ code: 'node-runtime-connection-refused' });
    await expect(bring({ network: 'offline' })).rejects.toMatchObject({ code: 'node-runtime-offline' });
  });

  test('two at once bring it once', async () => {
    const { bring, server } = await scene();
    const outcomes = await Promise.all([bring(), bring(), bring()]);
    expect(outcomes.map(({ outcome }) => outcome).sort()).toEqual(['placed', 'was-there', 'was-there']);
    expect(server.requests).toHaveLength(1);
  });

  test('killed in the middle, the next run goes on and leaves nothing behind', async () => {
    const { server, system, bring, folder } = await scene();
    server.breakNext(stallLater);
    await killedWhile(
      system,
      async () => ((await stat(`${folder}.tar.gz.part`).catch(() => null))?.size ?? 0) > 0,
    );
    await mkdir(`${folder}.new-0123456789abcdef`);
    expect((await bring()).outcome).toBe('placed');
    expect(server.requests[1]?.range).toMatch(/^bytes=[1-9]/);
    expect(await leftovers(folder)).toEqual([]);
  });

  test('killed while it was unpacking, what is whole is not fetched again', async () => {
    const { server, system, bring } = await scene();
    const asked = Promise.withResolvers<void>();
    await killedWhile(system, async () => server.requests.length > 0, asked.resolve);
    const before = server.requests.length;
    expect((await bring()).outcome).toBe('placed');
    expect(server.requests.length - before).toBeLessThanOrEqual(1);
  });

  test('a damaged one is brought again; one that does not load never comes into place', async () => {
    const { bring, folder } = await scene();
    await bring();
    await writeFile(join(folder, 'libopenvino.so.2640'), 'lib');
    expect(await placedRuntime(folder)).toMatchObject({
      kind: 'broken',
      why: expect.stringContaining('libopenvino.so.2640'),
    });
    const refused = bring({ load: async () => 'GLIBC_2.99 not found' });
    await expect(refused).rejects.toMatchObject({
      code: 'node-runtime-does-not-load',
      message: expect.stringContaining('GLIBC_2.99'),
    });
    expect((await placedRuntime(folder)).kind).toBe('broken');
    expect((await bring()).outcome).toBe('placed');
    expect((await placedRuntime(folder)).kind).toBe('present');
  });
});

test.skipIf(!mountable)('a disk that is full is named, before and in the middle', async () => {
  const { bring, system, server, archive } = await scene();
  await mkdir(system.directories.cache, { recursive: true });
  await mounted(['-t', 'tmpfs', '-o', 'size=200k', 'tmpfs', system.directories.cache], async () => {
    await expect(bring()).rejects.toMatchObject({ kind: 'notReady', code: 'disk-full' });
    expect(server.requests).toEqual([]);
    const path = join(system.directories.cache, 'part');
    const digest = { sha256: sha256(archive), checkedBy: 'server' } as const;
    const fetch = {
      archive: nodeArchive(system),
      digest,
      path,
      patience: PATIENCE,
      command: '',
      say: () => undefined,
    };
    await expect(fetchArchive(fetch, system)).rejects.toMatchObject({ kind: 'notReady', code: 'disk-full' });
  });
  expect((await bring()).outcome).toBe('placed');
});

describe('a checksum', () => {
  test('that nobody names is refused, unless that was allowed; then it says so for good', async () => {
    const { bring, folder } = await scene({ server: { digest: 'none' } });
    await expect(bring()).rejects.toMatchObject({
      kind: 'refused',
      fix: ['sdn install --with-node-runtime --allow-unverified'],
    });
    expect((await bring({ trust: 'unverified' })).receipt.checkedBy).toBe('nobody');
    expect(await placedRuntime(folder)).toMatchObject({ receipt: { checkedBy: 'nobody' } });
  });
  test('beside it that fits another file is believed: nothing is opened', async () => {
    const { bring } = await scene({ server: { digest: 'wrong' } });
    await expect(bring()).rejects.toMatchObject({ code: 'hash-mismatch' });
  });
  test('named by the user counts before the one of the server', async () => {
    const archive = tarOf();
    const right = await scene({
      archive,
      server: { digest: 'wrong' },
      env: { SDN_OPENVINO_NODE_SHA256: sha256(archive).toUpperCase() },
    });
    expect((await right.bring()).receipt.checkedBy).toBe('you');
    const wrong = await scene({ env: { SDN_OPENVINO_NODE_SHA256: 'a'.repeat(64) } });
    await expect(wrong.bring({ trust: 'unverified' })).rejects.toMatchObject({ code: 'hash-mismatch' });
    const none = await scene({ env: { SDN_OPENVINO_NODE_SHA256: 'deadbeef' } });
    await expect(none.bring()).rejects.toMatchObject({ kind: 'usage' });
  });
});

describe('proxies and certificates', () => {
  test.each(['http', 'https'] as const)(
    'a login of the proxy in the environment is used for %s and told to nobody',
    async (protocol) => {
      const proxy = await startProxy({ login: `me:${SECRET}` });
      onTestFinished(() => proxy.close());
      const env = { ALL_PROXY: proxy.url.replace('//', `//me:${SECRET}@`), SSL_CERT_FILE: OWN_CA };
      const { bring, told, folder } = await scene({ env, server: { protocol } });
      expect((await bring()).outcome).toBe('placed');
      expect(proxy.requests.length).toBeGreaterThan(0);
      expect(told.join() + (await readFile(join(folder, 'sdn-node-runtime.json'), 'utf8'))).not.toContain(
        SECRET,
      );
    },
  );
  test.each(['http', 'https'] as const)(
    'a proxy that wants another login is named without any (%s)',
    async (protocol) => {
      const proxy = await startProxy({ login: 'me:other' });
      onTestFinished(() => proxy.close());
      const env = {
        https_proxy: proxy.url.replace('//', `//me:${SECRET}@`),
        http_proxy: proxy.url.replace('//', `//me:${SECRET}@`),
        SSL_CERT_FILE: OWN_CA,
      };
      const { bring } = await scene({ env, server: { protocol } });
      const error: unknown = await bring({ trust: 'unverified' }).catch((failure) => failure);
      expect(error).toMatchObject({
        code: 'node-runtime-proxy-login',
        message: expect.stringContaining(proxy.url),
      });
      expect(JSON.stringify(error)).not.toContain(SECRET);
    },
  );
  test('a proxy that says nothing does not hold it for ever', async () => {
    const proxy = await startProxy({ silent: 'silent' });
    onTestFinished(() => proxy.close());
    const { bring } = await scene({ env: { http_proxy: proxy.url } });
    const patience = { ...PATIENCE, answerMs: 50 };
    await expect(bring({ patience, trust: 'unverified' })).rejects.toMatchObject({
      code: 'node-runtime-silent',
    });
  });
  test('NO_PROXY is honoured, and SOCKS is said to be unknown', async () => {
    const dead = { http_proxy: 'http://127.0.0.1:9' };
    expect(
      (await (await scene({ env: { ...dead, NO_PROXY: 'example.org, 127.0.0.1' } })).bring()).outcome,
    ).toBe('placed');
    const { bring } = await scene({ env: { all_proxy: 'socks5://127.0.0.1:9' } });
    await expect(bring({ trust: 'unverified' })).rejects.toMatchObject({ code: 'node-runtime-proxy-kind' });
  });
  test('an authority that nobody trusts ends it; a login in the address goes to the server and nowhere else', async () => {
    const { bring } = await scene({ server: { protocol: 'https' } });
    await expect(bring({ trust: 'unverified' })).rejects.toMatchObject({ code: 'node-runtime-certificate' });
    const { server } = await scene();
    const own = await scene({
      env: { SDN_OPENVINO_NODE_MIRROR: server.url.replace('//', `//me:${SECRET}@`) },
    });
    server.breakNext(
      (_request, response) => void response.writeHead(302, { location: `${own.server.url}/moved` }).end(),
    );
    await own.bring({ trust: 'unverified' }).catch(() => undefined);
    expect(server.requests[0]?.login).toBe(`Basic ${btoa(`me:${SECRET}`)}`);
    expect(own.server.requests.map(({ login }) => login)).toEqual([undefined]);
  });
  test('an encrypted address does not lead to one that is not', async () => {
    const { bring, server } = await scene({ env: { SSL_CERT_FILE: OWN_CA }, server: { protocol: 'https' } });
    server.breakNext(
      (_request, response) => void response.writeHead(302, { location: 'http://127.0.0.1:9/x' }).end(),
    );
    await expect(bring()).rejects.toMatchObject({ code: 'node-runtime-redirect-to-http' });
  });
});

describe('an archive that leads out of its folder is refused', () => {
  const trust = { trust: 'unverified' } as const;
  test.each([
    [
      'a name with ..',
      (folder: string) => [
        '--transform=s,libopenvino.so.2640,../../escaped,',
        '-P',
        '-C',
        join(folder, 'content'),
      ],
    ],
    ['an absolute name', (folder: string) => ['-P', join(folder, 'content/libopenvino.so.2640')]],
    ['a link to elsewhere', linked('/etc')],
    ['a link to nothing', linked('missing')],
    ['a link up and away', linked('../../../..')],
    ['a pipe', withPipe],
  ])('%s', async (_name, extra) => {
    const { bring, folder } = await scene({ archive: tarOf(extra) });
    await expect(bring(trust)).rejects.toMatchObject({ kind: 'childFailed', code: 'node-runtime-archive' });
    expect([await placedRuntime(folder), await leftovers(folder)]).toEqual([{ kind: 'absent' }, []]);
  });
  test('a file written through a link of the archive itself never arrives', async () => {
    const { folder: outside } = scratch();
    const archive = tarOf((folder) => {
      spawnSync('ln', ['-s', outside, join(folder, 'content/way')]);
      spawnSync('mkdir', [join(folder, 'real')]);
      spawnSync('touch', [join(folder, 'real/escaped')]);
      return ['way', `--transform=s,^real,way,`, '-C', folder, 'real/escaped', '-C', join(folder, 'content')];
    });
    const { bring } = await scene({ archive });
    await expect(bring(trust)).rejects.toMatchObject({ code: 'node-runtime-archive' });
    expect(await readdir(outside)).toEqual([]);
  });
  test('damaged in the middle, without a sum to tell', async () => {
    const archive = tarOf();
    const { bring } = await scene({
      archive: archive.subarray(0, archive.length - 2_000),
      server: { digest: 'none' },
    });
    await expect(bring(trust)).rejects.toMatchObject({ code: 'node-runtime-archive' });
  });
});

function withPipe(folder: string): readonly string[] {
  spawnSync('mkfifo', [join(folder, 'content/pipe')]);
  return [];
}

function linked(target: string) {
  return (folder: string) => {
    spawnSync('ln', ['-s', target, join(folder, 'content/away')]);
    return [];
  };
}

function redirectToItself(): fault.Fault {
  return (request, response) => void response.writeHead(302, { location: `${request.url}?again` }).end();
}

/** The head and not one byte. */
const stallAtOnce: fault.Fault = (_request, response, wheel) =>
  void response.writeHead(200, { 'content-length': wheel?.bytes.length }).flushHeaders();

/** A first part at once, the rest never. */
const stallLater: fault.Fault = (_request, response, wheel) => {
  response.writeHead(200, { 'content-length': wheel?.bytes.length });
  response.write(wheel?.bytes.subarray(0, 100_000));
};

const PROGRAM = fileURLToPath(new URL('../../fixtures/programs/bring-node-runtime.ts', import.meta.url));

/** Runs the same in a process of its own, and kills it as soon as `moment` has come. */
async function killedWhile(
  system: System,
  moment: () => Promise<boolean>,
  after?: () => void,
): Promise<void> {
  const child = spawn(process.execPath, [PROGRAM], {
    env: { ...system.env, SDN_TEST_CACHE: system.directories.cache },
    stdio: 'inherit',
  });
  const ended = new Promise((resolve) => child.once('exit', resolve));
  while (!(await moment())) await new Promise((resolve) => setTimeout(resolve, 5));
  child.kill('SIGKILL');
  await ended;
  after?.();
}
