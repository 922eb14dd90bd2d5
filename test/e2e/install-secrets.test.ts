import { randomBytes } from 'node:crypto';
import { readdirSync, readFileSync } from 'node:fs';
import { chmod, mkdir, readdir, readFile, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { status } from '../fixtures/index-server/faults.ts';
import { type IndexServer, startIndex } from '../fixtures/index-server/index-server.ts';
import { type LocalProxy, startProxy } from '../fixtures/index-server/proxy.ts';
import { pinnedSet } from '../fixtures/index-server/wheels.ts';
import { makeWorld, RUN_JS, runSdn, type World } from '../fixtures/world/world.ts';

/** A word that stands nowhere else. */
const word = (kind: string) => `${kind}${randomBytes(8).toString('hex')}`;

const SECRETS = {
  index: word('index'),
  extra: word('extra'),
  netrc: word('netrc'),
  proxy: word('proxy'),
  // As a token looks, so that whoever knows the form may redact it; nobody but the environment holds it.
  token: `hf_${word('token')}`,
  uv: word('uv'),
} as const;

let world: World;
let index: IndexServer;
let extra: IndexServer;
let links: IndexServer;
let proxy: LocalProxy;

beforeAll(async () => {
  world = await makeWorld();
  const [torch, ...others] = pinnedSet();
  index = await startIndex({ wheels: others, login: `me:${SECRETS.index}` });
  extra = await startIndex({ wheels: torch === undefined ? [] : [torch], login: `me:${SECRETS.extra}` });
  links = await startIndex({ wheels: others, login: `you:${SECRETS.netrc}`, pages: 'html' });
  proxy = await startProxy({ login: `me:${SECRETS.proxy}` });
  const netrc = join(world.home, '.netrc');
  await writeFile(netrc, `machine localhost login you password ${SECRETS.netrc}\n`);
  await chmod(netrc, 0o600);
});

afterAll(async () => {
  for (const server of [index, extra, links, proxy]) server.close();
  await world.remove();
});

function environment(): Readonly<Record<string, string>> {
  return {
    ...world.env,
    PIP_EXTRA_INDEX_URL: extra.url.replace('://', `://me:${SECRETS.extra}@`),
    PIP_FIND_LINKS: `http://localhost:${links.host.split(':')[1]}/simple/numpy/`,
    PIP_PROXY: proxy.url.replace('://', `://me:${SECRETS.proxy}@`),
    PIP_RETRIES: '0',
    HF_TOKEN: SECRETS.token,
    UV_INDEX_DEFAULT_PASSWORD: SECRETS.uv,
    UV_PUBLISH_TOKEN: SECRETS.uv,
  };
}

/** Runs a command and returns all that it printed, and every argument list that was seen while it ran. */
async function watched(args: readonly string[]) {
  const seen = new Set<string>();
  const timer = setInterval(() => {
    for (const line of commandLines()) seen.add(line);
  }, 15);
  const login = index.url.replace('://', `://me:${SECRETS.index}@`);
  const ended = await runSdn([...args, '--index-url', login], {
    env: environment(),
    cwd: world.dir,
  });
  clearInterval(timer);
  return { ...ended, seen: [...seen] };
}

/** The arguments of every process but sdn itself, whose own the user typed. */
function commandLines(): readonly string[] {
  const pids = readdirSync('/proc').filter((name) => /^\d+$/.test(name));
  return pids.map(argumentsOf).filter((line) => !line.includes(RUN_JS));
}

function argumentsOf(pid: string): string {
  try {
    return readFileSync(`/proc/${pid}/cmdline`, 'utf8').replaceAll('\0', ' ');
  } catch {
    return '';
  }
}

function secretsIn(text: string): readonly string[] {
  const found = Object.entries(SECRETS).filter(
    ([, secret]) => text.includes(secret) || text.includes(btoa(secret)),
  );
  return found.map(([name]) => name);
}

/** Names of files in the world that hold a secret, without the one it was put into. */
async function filesWithSecrets(): Promise<readonly string[]> {
  const root = join(world.dir, '..');
  const entries = await readdir(root, { withFileTypes: true, recursive: true });
  const files = entries.filter((entry) => entry.isFile() && entry.name !== '.netrc');
  const found: string[] = [];
  for (const { parentPath, name } of files) {
    const path = join(parentPath, name);
    if (secretsIn(`${path}${await readFile(path, 'latin1')}`).length > 0) found.push(path);
  }
  return found;
}

const RUN = ['--use-openvino', '--no-verify'];

test.runIf(process.platform === 'linux').each([
  ['text', ['--verbose']],
  ['json', ['--json']],
  ['ndjson', ['--format', 'ndjson']],
  ['a plan', ['--dry-run', '--json']],
  ['a bundle that fails', null],
])('logins that are used are told nowhere: %s', async (_name, options) => {
  const bundle = ['bundle', '--use-openvino', '--out', join(world.home, 'bundle'), '--json'];
  const { code, stdout, stderr, seen } = await watched(
    options === null ? bundle : ['reinstall', ...RUN, ...options],
  );
  if (options !== null) expect(code, stdout + stderr).toBe(0);
  expect(index.logins).toContain(`Basic ${btoa(`me:${SECRETS.index}`)}`);
  expect(proxy.requests.some(({ login }) => login === `Basic ${btoa(`me:${SECRETS.proxy}`)}`)).toBe(true);
  expect(secretsIn(stdout + stderr)).toEqual([]);
  expect(seen.filter((line) => secretsIn(line).length > 0)).toEqual([]);
  expect(await filesWithSecrets()).toEqual([]);
});

test('a login in .netrc is used as pip and uv use it', () => {
  expect(links.logins).toContain(`Basic ${btoa(`you:${SECRETS.netrc}`)}`);
});

test.each<[string, RegExp]>([
  ['the index refuses', /^\/simple\/openvino/],
  ['a wheel is refused', /^\/files\/numpy/],
])('when %s, no message holds a login', async (_name, path) => {
  index.breakAt(path, status(403));
  await mkdir(join(world.home, 'fresh'), { recursive: true });
  const { code, stdout, stderr, seen } = await watched(['reinstall', ...RUN, '--format', 'ndjson']);
  index.forget();
  expect(code).not.toBe(1);
  expect(secretsIn(stdout + stderr)).toEqual([]);
  expect(seen.filter((line) => secretsIn(line).length > 0)).toEqual([]);
  expect(await filesWithSecrets()).toEqual([]);
});
