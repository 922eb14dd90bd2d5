import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, test } from 'vitest';
import { labelOnce } from '../../fixtures/node-labels.ts';
import { scratch } from '../../fixtures/scratch.ts';

/** One round with a stand-in sdn that leaves `report` behind. */
async function round(report: unknown) {
  const box = scratch();
  const document = box.given('report.json', JSON.stringify(report));
  const output = join(box.folder, 'written.json');
  box.program('sdn', report === null ? 'exit 3' : `cp "${document}" "${output}"; exit 3`);
  const features = await labelOnce(box, {});
  expect(readdirSync(features)).toEqual(['keep', 'sdn']);
  return readFileSync(join(features, 'sdn'), 'utf8').split('\n').slice(0, -1);
}

describe.skipIf(process.platform === 'win32')('the labels of a node', () => {
  test('say what was proven, where, and with what', async () => {
    const lines = await round({
      proof: { verdict: 'proven', device: { resolved: 'GPU.0' } },
      environment: { variant: 'openvino' },
    });
    expect(lines[0]).toMatch(/^# \+expiry-time=\d{4}-\d\d-\d\dT\d\d:\d\d:\d\dZ$/);
    expect(lines.slice(1)).toEqual([
      'feature.node.kubernetes.io/sdn.proof=proven',
      'feature.node.kubernetes.io/sdn.device=GPU.0',
      'feature.node.kubernetes.io/sdn.variant=openvino',
    ]);
  });

  test('hold only what a label may hold', async () => {
    const lines = await round({
      proof: { verdict: 'failed', device: { resolved: `HETERO:GPU,CPU${'x'.repeat(80)}` } },
    });
    expect(lines[2]).toMatch(/^feature\.node\.kubernetes\.io\/sdn\.device=HETERO_GPU_CPUx{49}$/);
  });

  test.each([
    ['no report at all', null],
    ['a report without a proof', { error: { code: 'x' } }],
  ])('%s is unknown, never an old word', async (_, report) => {
    expect((await round(report)).slice(1)).toEqual(['feature.node.kubernetes.io/sdn.proof=unknown']);
  });
});
