import { spawnSync } from 'node:child_process';
import { cpSync, mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { openvinoFolder } from '../fixtures/sdn.ts';

const checkout = process.env.SDN_TEST_SDNEXT ?? '';
const program = fileURLToPath(new URL('../fixtures/programs/sdnext_launch.py', import.meta.url));
const name =
  checkout === ''
    ? 'the launcher of SD.Next in an environment of sdn (skipped: set SDN_TEST_SDNEXT to a checkout)'
    : 'the launcher of SD.Next in an environment of sdn';
/** What SD.Next brings in by itself before it asks for anything else; the environment is not touched for it. */
const BOOTSTRAP = ['rich', 'psutil', 'requests', 'orjson', 'fasteners'];

type Run = {
  readonly calls: readonly string[];
  readonly started: boolean;
  readonly exit?: number;
  readonly type: string | null;
  readonly tracing: string | null;
  readonly backend: string | null;
};

describe.skipIf(checkout === '')(name, () => {
  const scratch = mkdtempSync(join(tmpdir(), 'sdn-launcher-'));
  const [copy, tools] = [join(scratch, 'sdnext'), join(scratch, 'tools')];
  let python = '';

  function launch(...args: readonly string[]): Run {
    const { stdout, stderr } = spawnSync(python, [program, copy, ...args], {
      encoding: 'utf8',
      env: { PATH: process.env.PATH, HOME: scratch, PIP_NO_INDEX: '1', PYTHONPATH: tools },
    });
    const last = stdout.trim().split('\n').at(-1) ?? '';
    if (!last.startsWith('{')) throw new Error(`${stdout}\n${stderr}`);
    return JSON.parse(last);
  }

  beforeAll(async () => {
    python = join(await openvinoFolder(), 'venv', 'bin', 'python');
    cpSync(checkout, copy, { recursive: true });
    const pip = ['-m', 'pip', 'install', '--quiet', '--target', tools, ...BOOTSTRAP];
    expect(spawnSync(python, pip).status).toBe(0);
  });
  afterAll(() => rmSync(scratch, { recursive: true, force: true }));

  test('comes to its start without asking for torch or OpenVINO, and the server takes OpenVINO', () => {
    const { calls, ...rest } = launch('--use-openvino', '--skip-git', '--skip-extensions');
    expect(rest).toEqual({ started: true, type: 'openvino', tracing: 'TORCHFX', backend: 'openvino' });
    expect(calls.length).toBeGreaterThan(0);
    expect(calls.filter((call) => /\b(?:torch|torchvision|openvino)\b/.test(call))).toEqual([]);
  });

  test('without the flag keeps this torch and computes on the CPU, which is why sdn adds the flag', () => {
    const { calls, backend } = launch('--skip-git', '--skip-extensions');
    expect([backend, calls.filter((call) => /\btorch\b/.test(call))]).toEqual(['cpu', []]);
  });

  test('ends with 2 at a flag it does not know', () => {
    expect(launch('--use-openvino', '--skip-git', '--no-such-flag')).toMatchObject({
      started: false,
      exit: 2,
    });
  });
});
