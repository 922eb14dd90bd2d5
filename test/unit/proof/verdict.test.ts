import { describe, expect, test } from 'vitest';
import { CHANNELS, type Channel, type ChannelName } from '../../../src/proof/proof.ts';
import { type Ending, type Evidence, judge } from '../../../src/proof/verdict.ts';
import { worst } from '../../../src/proof/worst.ts';

type Word = Channel['verdict'];
const WORDS: readonly Word[] = ['agrees', 'disagrees', 'absent'];
const TARGETS = ['cpu', 'accelerator', 'mixed'] as const;
const COUNTERS = ['drm-fdinfo', 'npu-busy', 'gpu-engine'] as const;
const ENDINGS: readonly Ending[] = [
  'raised',
  'crashed',
  'timeout',
  'garbage',
  'flood',
  'overgrown',
  'absent',
  'denied',
  'cancelled',
];

const said = (channel: ChannelName, verdict: Word): Channel => ({ channel, says: null, verdict, detail: {} });

function evidence(words: Partial<Record<ChannelName, Word>>, rest: Partial<Evidence> = {}): Evidence {
  const channels = CHANNELS.flatMap((name) => (words[name] === undefined ? [] : [said(name, words[name])]));
  return { ending: 'finished', target: 'cpu', channels, needs: [], inconsistencies: [], caps: [], ...rest };
}

/** Every assignment of the three words to every channel, 3^12, once for each kind of target. */
function* everything(): Generator<Evidence> {
  for (const target of TARGETS) {
    for (let code = 0; code < 3 ** CHANNELS.length; code += 1) {
      const channels = CHANNELS.map((name, at) =>
        said(name, WORDS[Math.floor(code / 3 ** at) % 3] ?? 'absent'),
      );
      yield { ending: 'finished', target, channels, needs: [], inconsistencies: [], caps: [] };
    }
  }
}

test('over all assignments, `proven` rests on the runtime, the numbers and a witness of its own', () => {
  const counts = { proven: 0, wrong: 0 };
  for (const each of everything()) {
    const agrees = (name: ChannelName) => each.channels[CHANNELS.indexOf(name)]?.verdict === 'agrees';
    const anyAgainst = each.channels.some(({ verdict }) => verdict === 'disagrees');
    const runtime = agrees('execution-devices') && agrees('profile') && agrees('numerics');
    const counter = COUNTERS.some(agrees);
    const witness = {
      cpu: agrees('cpu-time'),
      mixed: counter,
      accelerator: counter || (agrees('fingerprint') && (agrees('cpu-time') || agrees('sysfs-residency'))),
    }[each.target];
    const proven = judge(each).verdict === 'proven';
    counts.proven += Number(proven);
    counts.wrong += Number(proven !== (runtime && witness && !anyAgainst));
  }
  expect(counts.wrong).toBe(0);
  expect(counts.proven).toBeGreaterThan(1000);
});

test('over all assignments, one voice against the claim is never lost', () => {
  let lost = 0;
  for (const each of everything()) {
    const against = each.channels.some(({ verdict }) => verdict === 'disagrees');
    const { verdict } = judge(each);
    if (against && verdict !== 'contradicted' && verdict !== 'failed') lost += 1;
    if (!against && (verdict === 'contradicted' || verdict === 'failed')) lost += 1;
  }
  expect(lost).toBe(0);
});

const SOUND = {
  'execution-devices': 'agrees',
  profile: 'agrees',
  numerics: 'agrees',
  'cpu-time': 'agrees',
} as const;

describe('rows of the truth table', () => {
  test.each(ENDINGS)('a child that ended as %s proves nothing, whatever it said before', (ending) => {
    const { verdict } = judge(evidence(SOUND, { ending }));
    expect(verdict).toBe(ending === 'raised' || ending === 'crashed' ? 'failed' : 'unknown');
  });
  test('wrong numbers fail, even where other channels disagree too', () => {
    expect(judge(evidence({ ...SOUND, numerics: 'disagrees', profile: 'disagrees' })).verdict).toBe('failed');
  });
  test('a child that contradicts itself is contradicted', () => {
    const { verdict, reasons } = judge(evidence(SOUND, { inconsistencies: ['Times run backwards.'] }));
    expect([verdict, reasons]).toEqual(['contradicted', ['Times run backwards.']]);
  });
  test('without the word of the runtime nothing is known', () => {
    expect(judge(evidence({ ...SOUND, 'execution-devices': 'absent' })).verdict).toBe('unknown');
  });
  test.each(['profile', 'numerics', 'cpu-time'] as const)('without %s it is only reported', (name) => {
    expect(judge(evidence({ ...SOUND, [name]: 'absent' })).verdict).toBe('reported');
  });
  test('a cap holds back what would be proven', () => {
    expect(judge(evidence(SOUND)).verdict).toBe('proven');
    expect(judge(evidence(SOUND, { caps: ['WSL'] })).verdict).toBe('reported');
  });
  test('a rung that needs the count of calls is not proven without it', () => {
    const needs = ['bridge-calls'] as const;
    expect(judge(evidence(SOUND, { needs })).verdict).toBe('reported');
    expect(judge(evidence({ ...SOUND, 'bridge-calls': 'agrees' }, { needs })).verdict).toBe('proven');
  });
  test('a channel named twice counts by its worst word', () => {
    const channels = [...evidence(SOUND).channels, said('cpu-time', 'disagrees')];
    expect(judge({ ...evidence({}), channels }).verdict).toBe('contradicted');
  });
  test('memory on the card is no work on the card: with nvidia-smi alone it is only reported', () => {
    const words = { ...SOUND, 'nvidia-smi': 'agrees' } as const;
    expect(judge(evidence(words, { target: 'accelerator' })).verdict).toBe('reported');
  });
  test('a card that was awake is a witness only beside numbers that no CPU makes', () => {
    const words = { ...SOUND, 'cpu-time': 'absent', 'sysfs-residency': 'agrees' } as const;
    const on = (target: Evidence['target'], more: object = {}) =>
      judge(evidence({ ...words, ...more }, { target })).verdict;
    expect([on('accelerator'), on('cpu'), on('mixed', { fingerprint: 'agrees' })]).toEqual([
      'reported',
      'reported',
      'reported',
    ]);
    expect(on('accelerator', { fingerprint: 'agrees' })).toBe('proven');
    expect(on('accelerator', { fingerprint: 'agrees', 'sysfs-residency': 'disagrees' })).toBe('contradicted');
  });
  test('no channel at all is not a proof', () => {
    expect(judge(evidence({})).verdict).toBe('unknown');
  });
});

test('the worst rung decides; no rung decides nothing', () => {
  expect(worst(['proven', 'reported'])).toBe('reported');
  expect(worst(['proven', 'failed', 'contradicted'])).toBe('failed');
  expect(worst(['unknown', 'reported'])).toBe('unknown');
  expect(worst([])).toBe('unknown');
});
