import { expect, test } from 'vitest';
import { furtherRungs } from '../../../src/proof/bridge/further-rungs.ts';
import type { Proven } from '../../../src/proof/prove-environment.ts';
import { thisMachine } from '../../../src/system/this-machine.ts';
import { scratch } from '../../fixtures/scratch.ts';

const NOT_LISTED: Proven = {
  proof: {
    verdict: 'failed',
    device: { requested: 'GPU', resolved: null, name: null, uuid: null, pci: null },
    rungs: [],
  },
  findings: [],
  list: { ending: 'finished', stop: null, devices: [], unlisted: {}, versions: {}, importMs: 1 },
  chosen: null,
};

test('where the device is not listed, a checkout is not asked for minutes what it cannot tell', async () => {
  const { folder, given } = scratch();
  given('modules/intel/openvino/__init__.py', '');
  const asked: string[] = [];
  const system = {
    ...thisMachine(new AbortController().signal),
    run: () => Promise.reject(asked.push('run')),
  };
  const wish = {
    system,
    dir: folder,
    venv: null,
    device: 'GPU',
    depth: 'auto',
    engine: 'python',
    witness: null,
    model: null,
    require: null,
    facts: new Promise<never>(() => undefined),
    emit: () => undefined,
  } as const;
  expect(await furtherRungs(wish, '/no/python', NOT_LISTED)).toEqual([]);
  expect(asked).toEqual([]);
});
