import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { execa } from 'execa';
import * as v from 'valibot';
import { describe, expect, test } from 'vitest';
import { parseAllDocuments } from 'yaml';
import { scratch, templateText } from '../../fixtures/scratch.ts';

const Scripts = v.object({ data: v.record(v.string(), v.string()) });
const documents = parseAllDocuments(templateText('files/kubernetes/sdn-nodes.yml')).map((each) =>
  each.toJS(),
);
const scripts = v.parse(Scripts, documents[0]).data;

/** One round of the DaemonSet's container, with a stand-in sdn that leaves `report` behind. */
async function round(report: unknown) {
  const box = scratch();
  for (const [name, text] of Object.entries(scripts)) box.given(`scripts/${name}`, text);
  const document = box.given('report.json', JSON.stringify(report));
  const output = join(box.folder, 'written.json');
  box.program('sdn', report === null ? 'exit 3' : `cp "${document}" "${output}"; exit 3`);
  box.given('features/keep', '');
  const run = box.given('run.sh', (scripts['run.sh'] ?? '').replaceAll('/tmp/sdn-report.json', output));
  const env = {
    ...box.env,
    SDN_ONCE: '1',
    SDN_SCRIPTS: join(box.folder, 'scripts'),
    SDN_FEATURES: join(box.folder, 'features'),
  };
  await execa('sh', [run], { env });
  expect(readdirSync(join(box.folder, 'features'))).toEqual(['keep', 'sdn']);
  return readFileSync(join(box.folder, 'features/sdn'), 'utf8').split('\n').slice(0, -1);
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
