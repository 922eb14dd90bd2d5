import { expect, test } from 'vitest';
import { decide } from '../../../src/variants/decide.ts';
import type { Decision } from '../../../src/variants/decision.ts';
import { NOTHING_ASKED } from '../../../src/variants/request.ts';
import { machine, machineNames } from './machines.ts';
import { type PeerChoice, sdnextWould, torchruntimeWould } from './peers.ts';

const PEERS = { 'SD.Next': sdnextWould, torchruntime: torchruntimeWould } as const;

type Difference = { readonly name: string; readonly peer: PeerChoice; readonly own: Decision };

function differences(would: (typeof PEERS)[keyof typeof PEERS]): readonly Difference[] {
  return machineNames
    .map((name) => ({ name, peer: would(machine(name)), own: decide(machine(name), NOTHING_ASKED) }))
    .filter(({ peer, own }) => peer.variant !== own.variant || peer.index !== own.index);
}

type Why = { readonly code: string; readonly text: string } | undefined;

/** The step that made the difference: what stands in the way of the peer's choice, else the conclusion. */
function why({ reasons, problems }: Decision): Why {
  const against = reasons.find(
    ({ sign, code }) =>
      sign === '-' && !['device-ignored', 'device-left-out', 'external-device'].includes(code),
  );
  return problems[0] ?? against ?? reasons.findLast(({ sign }) => sign === '=');
}

function byReason(found: readonly Difference[]): string {
  const counts = new Map<string, number>();
  for (const { own } of found) {
    const code = why(own)?.code ?? 'none';
    counts.set(code, (counts.get(code) ?? 0) + 1);
  }
  const most = [...counts].toSorted(([, a], [, b]) => b - a);
  return most.map(([code, count]) => `${code} ${count}`).join(', ');
}

const shown = (choice: PeerChoice | Decision) =>
  `${choice.variant ?? 'nothing'}${choice.index === null ? '' : ` ${choice.index}`}`;

test.each(Object.entries(PEERS))('where sdn differs from %s, it says why', (peer, would) => {
  const found = differences(would);
  const lines = found.map(
    ({ name, peer: theirs, own }) =>
      `  ${name}: ${shown(theirs)} there, ${shown(own)} here: ${why(own)?.text}`,
  );
  const summary = `sdn differs from ${peer} on ${found.length} of ${machineNames.length} machines, each with a reason (${byReason(found)})`;
  console.log([summary, ...lines].join('\n'));
  for (const { name, own } of found) expect(why(own)?.text ?? '', name).not.toBe('');
  expect(found.length).toBeLessThan(machineNames.length);
});

test('the peers keep to their own rules', () => {
  expect(sdnextWould(machine('nvidia-gtx1080-580'))).toEqual({ variant: 'cuda', index: 'cu132' });
  expect(sdnextWould(machine('amd-7900xtx-rocm64'))).toEqual({ variant: 'rocm', index: 'rocm6.4' });
  expect(sdnextWould(machine('intel-uhd770'))).toEqual({ variant: 'xpu', index: 'xpu' });
  expect(sdnextWould(machine('vm-no-gpu'))).toEqual({ variant: 'cpu', index: 'pypi' });
  expect(torchruntimeWould(machine('nvidia-gtx1080-580'))).toEqual({ variant: 'cuda', index: 'cu124' });
  expect(torchruntimeWould(machine('win-7900xtx'))).toEqual({ variant: 'directml', index: 'pypi' });
  expect(torchruntimeWould(machine('mac-m1'))).toEqual({ variant: 'cpu', index: 'pypi' });
  expect(torchruntimeWould(machine('azure-k80-470'))).toEqual({ variant: 'cuda', index: 'cu118' });
});
