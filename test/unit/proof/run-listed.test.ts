import { readdirSync } from 'node:fs';
import { expect, test } from 'vitest';
import { Failure } from '../../../src/findings/failure.ts';
import type { Engine } from '../../../src/proof/child/engine.ts';
import type { DeviceList } from '../../../src/proof/runtime/list-devices.ts';
import { proveListed } from '../../../src/proof/runtime/prove-runtime.ts';
import { type ListedWish, runListed } from '../../../src/proof/runtime/run-listed.ts';
import { drawChallenge } from '../../../src/proof/runtime/run-smoke.ts';
import { thisMachine } from '../../../src/system/this-machine.ts';
import { scratch } from '../../fixtures/scratch.ts';

const TALK = `
const lines = require('node:readline').createInterface({ input: process.stdin })[Symbol.asyncIterator]();
const next = async () => (await lines.next()).value;
const say = (nonce, kind, content) => console.log('@sdn ' + nonce + ' ' + kind + ' ' + JSON.stringify(content));
const LIST = { error: null, versions: {}, devices: [{ name: 'CPU' }] };
const never = () => new Promise(() => setInterval(() => {}, 1000));
`;

/** A child that speaks the protocol in its own way. `nonce` is the one of its request. */
function engine(script: string): Engine {
  const program = `${TALK}(async () => { const { nonce } = JSON.parse(await next()); ${script}; process.exit(0) })()`;
  return { name: 'node', file: process.execPath, args: ['-e', program], request: {} };
}

const system = thisMachine(new AbortController().signal);
const paths = { model: 'm', weights: 'w', inputs: [] };
const challenge = drawChallenge('small');

function listedRun(script: string, more: Partial<ListedWish> = {}) {
  const { folder } = scratch();
  const smoke = { engine: engine(script), folder, device: 'CPU', challenge, config: {}, loopSeconds: 0.1 };
  const wish = { ...smoke, cache: 'leave', timeoutMs: 1_500, interest: 'process' } as const;
  const order = async () => ({ wish, paths });
  return runListed(system, {
    engine: smoke.engine,
    folder,
    listMs: 1_500,
    onStart: () => {},
    order,
    ...more,
  });
}

const ASK = "say(nonce, 'asks', LIST); const order = JSON.parse(await next())";

test('the child is told what to run when it has listed what there is', async () => {
  const script = `${ASK}; say(nonce, 'result', { error: { type: 'Told', text: order.device + order.model } })`;
  const { list, run } = await listedRun(script);
  expect(list.devices.map(({ name }) => name)).toEqual(['CPU']);
  expect(run).toMatchObject({ ending: 'raised', stop: 'Told: CPUm' });
});

test('nothing is run where nothing of the list will do', async () => {
  const script = `${ASK}; say(nonce, 'result', { error: null, order })`;
  expect(await listedRun(script, { order: async () => null })).toMatchObject({ run: null });
});

test('what choosing throws comes out after the child has ended', async () => {
  const order = () => Promise.reject(new Failure({ kind: 'usage', code: 'x', found: 'f', need: 'n' }));
  await expect(listedRun(`${ASK}; say(nonce, 'result', order)`, { order })).rejects.toBeInstanceOf(Failure);
});

test.each([
  ['hangs before it lists', 'await never()', { list: { ending: 'timeout' }, run: null }],
  ['hangs after its order', `${ASK}; await never()`, { run: { ending: 'timeout' } }],
  ['dies before it lists', 'process.exit(3)', { list: { ending: 'crashed' }, run: null }],
  ['dies after its order', `${ASK}; process.kill(process.pid, 'SIGSEGV')`, { run: { ending: 'crashed' } }],
  [
    'says only that it cannot load',
    "say(nonce, 'result', { error: { type: 'ImportError', text: 'x' } })",
    {
      list: { ending: 'raised', stop: 'ImportError: x' },
      run: null,
    },
  ],
  [
    'lists what is no list',
    "say(nonce, 'asks', { devices: 3 }); await next(); say(nonce, 'result', {})",
    {
      list: { ending: 'garbage' },
      run: null,
    },
  ],
  [
    'asks twice',
    `${ASK}; say(nonce, 'asks', LIST); say(nonce, 'result', { error: null })`,
    {
      run: { ending: 'garbage' },
    },
  ],
  [
    'asks for somebody else',
    "say('abc', 'asks', LIST); say(nonce, 'result', { error: null, devices: [] })",
    {
      list: { ending: 'garbage' },
      run: null,
    },
  ],
])('a child that %s proves nothing', async (_, script, seen) => {
  expect(await listedRun(script)).toMatchObject(seen);
});

test('a child that ends at once leaves no files behind, and the error is the one of the choice', async () => {
  const { folder } = scratch();
  const own = { ...system, directories: { cache: folder, state: folder } };
  const wish = { size: 'full', loopSeconds: 0.1, timeoutMs: 1_500 } as const;
  const choose = (_: DeviceList) => Promise.reject(new Error('no such device'));
  // `true` has ended before the network is drawn; whether it is still being written then is chance.
  const atOnce: Engine = { name: 'python', file: '/bin/true', args: [], request: {} };
  for (const each of [...Array.from({ length: 12 }, () => atOnce), engine(''), engine(ASK)])
    await proveListed(own, { ...wish, engine: each, choose }).then(
      ({ list, rung }) => expect({ ending: list.ending, rung }).toEqual({ ending: 'garbage', rung: null }),
      (error) => expect(error.message).toBe('no such device'),
    );
  expect(readdirSync(`${folder}/work`)).toEqual([]);
});
