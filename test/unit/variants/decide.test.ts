import { expect, test } from 'vitest';
import { decide } from '../../../src/variants/decide.ts';
import { expectations, machine, machineNames, requestFor } from './machines.ts';

test.each(expectations)('%s gets what the rules say', (name, expected) => {
  const decision = decide(machine(name), requestFor(expected));
  expect({
    variant: decision.variant,
    index: decision.index,
    torch: decision.torch?.spec ?? null,
    deviceId: decision.selected?.deviceId ?? null,
    pci: decision.selected?.pci ?? null,
    env: decision.env,
    problems: decision.problems.map(({ code }) => code).toSorted(),
  }).toEqual({
    variant: expected.variant,
    index: expected.index,
    torch: expected.torch,
    deviceId: expected.deviceId,
    pci: expected.pci,
    env: expected.env,
    problems: expected.problems,
  });
});

test.each(expectations)('%s is told why, and how to go on', (name, expected) => {
  const decision = decide(machine(name), requestFor(expected));
  expect(decision.reasons.length).toBeGreaterThan(0);
  for (const { code, text } of decision.reasons) expect([code, text]).not.toContain('');
  for (const { code, text, remedy } of decision.problems) expect([code, text, remedy]).not.toContain('');
  if (decision.variant !== null) expect(decision.reasons.some(({ sign }) => sign === '=')).toBe(true);
});

test('openvino, directml and zluda are never chosen by the machine', () => {
  for (const name of machineNames) {
    const { variant } = decide(machine(name), { variant: null, index: null, torchSpec: null });
    expect(['openvino', 'directml', 'zluda']).not.toContain(variant);
  }
});

test('every row of the decision table is met by a machine, and every machine meets one', () => {
  const hits = new Map<string, number>();
  for (const [, { rows }] of expectations)
    for (const row of rows) hits.set(String(row), (hits.get(String(row)) ?? 0) + 1);
  const rows = [...Array.from({ length: 34 }, (_, index) => String(index + 1)), '16a'];
  const counts = rows.map((row) => hits.get(row) ?? 0);
  console.log(
    `${machineNames.length} machines in ${expectations.length} cases, each row hit ${Math.min(...counts)}–${Math.max(...counts)} times: ${rows.map((row, at) => `${row}: ${counts[at]}`).join(', ')}`,
  );
  expect(rows.filter((row) => !hits.has(row))).toEqual([]);
  expect(machineNames.filter((name) => !expectations.some(([each]) => each.startsWith(name)))).toEqual([]);
});
