import { execFileSync } from 'node:child_process';
import { rm } from 'node:fs/promises';
import { join } from 'node:path';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { checkWholeness } from '../../src/install/wholeness/wholeness.ts';
import { emptyFolder } from '../fixtures/environments/tiny.ts';
import { sdn } from '../fixtures/sdn.ts';
import { BIN, chance, launch, report, SEED, tracesIn } from './programs/torture.ts';

const WANTED = ['--use-openvino', '--runtime-only'];
const KILLS = 6;

let dir: string;
beforeAll(async () => {
  dir = await emptyFolder('sdn-torture-openvino-');
  const { code, stdout } = await sdn(['install', ...WANTED, '--dir', dir]);
  if (code !== 0) throw new Error(stdout);
});
afterAll(async () => rm(dir, { recursive: true, force: true }));

/** What is wrong with the environment at its place, now; nothing is the only right answer. */
async function wrongWith(venv: string): Promise<readonly string[]> {
  const { whole } = await checkWholeness(venv);
  const program = 'import openvino; print(openvino.Core().available_devices)';
  const said = execFileSync(join(venv, 'bin', 'python'), ['-I', '-c', program], { encoding: 'utf8' });
  const script = execFileSync(join(venv, 'bin', 'pip'), ['--version'], { encoding: 'utf8' });
  return [
    ...(whole ? [] : ['files are missing']),
    ...(said.includes('CPU') ? [] : [`openvino said ${said}`]),
    ...(script.includes(venv) ? [] : [`pip said ${script}`]),
  ];
}

test('a reinstall of the real OpenVINO, killed anywhere, leaves one that works and no trace', async () => {
  const random = chance(SEED + 20);
  const failures: string[] = [];
  let killed = 0;
  for (let round = 0; round < KILLS; round += 1) {
    const killAfterMs = 200 + random() * 6_000;
    const { signal } = await launch([BIN, 'reinstall', ...WANTED, '--dir', dir], {
      killAfterMs,
      aim: 'group',
    });
    if (signal === 'SIGKILL') killed += 1;
    const wrong = [...(await wrongWith(join(dir, 'venv')))];
    const next = await sdn(['install', ...WANTED, '--dir', dir]);
    if (next.code !== 0) wrong.push(`install ended with ${next.code}: ${next.stdout}`);
    const traces = await tracesIn(dir);
    if (traces.length > 0) wrong.push(`left ${traces.join(', ')}`);
    if (wrong.length > 0) failures.push(`${killAfterMs} ms: ${wrong.join('; ')}`);
  }
  report('the real OpenVINO', `${killed} kills in ${KILLS} rounds, seed ${SEED + 20}`, failures);
  expect(failures).toEqual([]);
});
