import { Ajv2020 } from 'ajv/dist/2020.js';
import * as v from 'valibot';
import { describe, expect, test } from 'vitest';
import { PolicySchema } from '../../../src/policy/policy.ts';
import { readPolicy } from '../../../src/policy/read-policy.ts';
import { scratch, templateText } from '../../fixtures/scratch.ts';

const published = new Ajv2020().compile(JSON.parse(templateText('schema/config.schema.json')));
const schema = 'sdn.config/1';

const DOCUMENTS: readonly (readonly [unknown, boolean])[] = [
  [{ schema }, true],
  [JSON.parse(templateText('files/policy/sdn.config.json')), true],
  [{ schema, $schema: 'https://example.org/config.schema.json' }, true],
  [{}, false],
  [[], false],
  [{ schema: 'sdn.config/2' }, false],
  [{ schema, variant: 'ipex' }, false],
  [{ schema, require: 'cpu' }, false],
  [{ schema, proof: 'failed' }, false],
  [{ schema, minimum: { torch: 2 } }, false],
  [{ schema, minimum: { '': '2' } }, false],
  [{ schema, minimum: { torch: 'latest' } }, false],
  [{ schema, minimum: { torch: '2.*' } }, false],
  [{ schema, minimum: { torch: '2.11.0+cu128', python: '3.12', openvino: '2026.2.1rc1' } }, true],
  [{ schema, timesCpu: -1 }, false],
  [{ schema, allowWarnings: 'all' }, false],
  [{ schema, device: '' }, false],
  [{ schema, minimun: {} }, false],
];

describe('the policy file', () => {
  test.each(DOCUMENTS)('%j: %s, by sdn and by the published schema', (document, valid) => {
    expect(v.safeParse(PolicySchema, document).success).toBe(valid);
    expect(published(document)).toBe(valid);
  });

  test('is read from the folder, or from where --config says', async () => {
    const { folder, given } = scratch();
    expect(await readPolicy({ file: null, dir: 'ui', cwd: folder })).toBeNull();
    given('ui/sdn.config.json', '{"schema":"sdn.config/1","variant":"cpu"}');
    given('other.json', '{"schema":"sdn.config/1","variant":"mps"}');
    expect(await readPolicy({ file: null, dir: 'ui', cwd: folder })).toMatchObject({ variant: 'cpu' });
    expect(await readPolicy({ file: 'other.json', dir: 'ui', cwd: folder })).toMatchObject({
      variant: 'mps',
    });
  });

  test('may begin with a byte order mark, and must be a file', async () => {
    const { folder, given } = scratch();
    given('policy.json', '\uFEFF{"schema":"sdn.config/1","variant":"cpu"}');
    const place = { dir: '.', cwd: folder };
    expect(await readPolicy({ file: 'policy.json', ...place })).toMatchObject({ variant: 'cpu' });
    await expect(readPolicy({ file: '.', ...place })).rejects.toMatchObject({ code: 'policy-unreadable' });
  });

  test.each([
    ['{"schema":', 'policy-invalid', 'It is not JSON'],
    ['{"schema":"sdn.config/1","minimum":{"torch":2}}', 'policy-invalid', 'minimum.torch'],
    ['{"schema":"sdn.config/1","minimun":{}}', 'policy-invalid', 'minimun: no such key'],
    ['[]', 'policy-invalid', 'schema: it is missing'],
    ['{"schema":"sdn.config/2"}', 'policy-invalid', 'schema: "sdn.config/2" instead of "sdn.config/1"'],
    ['{"schema":"sdn.config/1","minimum":{"torch":"new"}}', 'policy-invalid', 'minimum.torch: not a version'],
    [null, 'policy-missing', 'There is no such file'],
  ])('%s is a usage error that says what is wrong', async (text, code, found) => {
    const { folder, given } = scratch();
    if (text !== null) given('policy.json', text);
    const reading = readPolicy({ file: 'policy.json', dir: '.', cwd: folder });
    await expect(reading).rejects.toMatchObject({
      kind: 'usage',
      code,
      message: expect.stringContaining(found),
    });
  });
});
