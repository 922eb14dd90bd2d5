import * as v from 'valibot';
import { describe, expect, test } from 'vitest';
import { compareReports } from '../../../src/report/diff/compare-reports.ts';
import { SavedReportSchema } from '../../../src/report/read/saved-report.ts';
import { SAMPLES } from '../../fixtures/reports/samples.ts';

function diffOf(edit: (report: ReturnType<typeof saved>) => unknown, name = 'verify-gpu-proven') {
  const after = saved(name);
  edit(after);
  return compareReports({ file: 'a', report: saved(name) }, { file: 'b', report: after });
}

function saved(name: string) {
  return v.parse(SavedReportSchema, structuredClone(SAMPLES[name]));
}

describe('what changed between two reports', () => {
  test('a report is no different from itself', () => {
    for (const name of Object.keys(SAMPLES)) {
      const comparison = diffOf(() => undefined, name);
      expect(comparison.changes, name).toEqual([]);
    }
  });

  test('a driver', () => {
    const { changes } = diffOf((report) =>
      Object.assign(report.facts?.gpus?.[0] ?? {}, { driverVersion: '580.65' }),
    );
    expect(changes).toEqual([
      {
        area: 'driver',
        subject: 'NVIDIA GeForce RTX 3060 Laptop GPU',
        before: 'nvidia 550.120',
        after: 'nvidia 580.65',
        direction: 'changed',
      },
    ]);
  });

  test('a card that is gone', () => {
    const { changes } = diffOf((report) => report.facts?.gpus?.shift());
    expect(changes.map(({ area, before, after }) => [area, before, after])).toEqual([
      ['device', 'here', null],
    ]);
    expect(diffOf((report) => Object.assign(report.facts ?? {}, { gpus: null })).changes).toEqual([]);
  });

  test('a proof that did not run takes no version away: the environment is the same', () => {
    const environment = {
      interpreter: { version: '3.11.7' },
      installed: [{ name: 'openvino', version: '2026.2.1' }],
    };
    const one = { ...saved('verify-proven'), environment, facts: null };
    Object.assign(one.proof?.rungs?.[0] ?? {}, {
      versions: { python: '3.11.7', openvino: '2026.2.1-21919' },
    });
    const two = structuredClone(one);
    two.proof?.rungs?.splice(0);
    const { changes } = compareReports({ file: 'a', report: one }, { file: 'b', report: two });
    expect(changes.filter(({ area }) => area === 'version')).toEqual([]);
  });

  test('packages that came, went and changed, where both sides list them all', () => {
    const listed = (...installed: readonly { name: string; version: string }[]) => ({
      file: 'x',
      report: { ...saved('verify-proven'), environment: { installed: [...installed] } },
    });
    const one = listed({ name: 'torch', version: '2.12' }, { name: 'nncf', version: '2' });
    const two = listed({ name: 'torch', version: '2.13' }, { name: 'olive', version: '1' });
    expect(
      compareReports(one, two).changes.map(({ subject, before, after }) => [subject, before, after]),
    ).toEqual([
      ['torch', '2.12', '2.13'],
      ['nncf', '2', null],
      ['olive', null, '1'],
    ]);
  });

  test.each([
    [0.5, 'better'],
    [2, 'worse'],
  ])('a speed %d times what it was', (factor, direction) => {
    const { changes } = diffOf((report) => {
      const timings = report.proof?.rungs?.[0]?.timings;
      if (timings) timings.medianInferMs = (timings.medianInferMs ?? 0) * factor;
      if (timings) timings.p95InferMs = (timings.p95InferMs ?? 0) * factor;
    });
    expect(changes.filter(({ area }) => area === 'speed').map((each) => each.direction)).toContain(direction);
  });

  test('not a speed within the scatter of the runs', () => {
    const { changes } = diffOf((report) => {
      const timings = report.proof?.rungs?.[0]?.timings;
      if (timings) timings.medianInferMs = (timings.medianInferMs ?? 0) * 1.1;
    });
    expect(changes).toEqual([]);
  });

  test('a new failure, a failure gone, and that a verdict got worse', () => {
    const [well, ill] = [saved('verify-gpu-proven'), saved('verify-failed-gpu')];
    const worse = compareReports({ file: 'a', report: well }, { file: 'b', report: ill }).changes;
    expect(worse.find(({ subject }) => subject === 'verdict')?.direction).toBe('worse');
    expect(worse.find(({ subject }) => subject.startsWith('driver.render-access'))).toMatchObject({
      before: null,
      direction: 'worse',
    });
    const better = compareReports({ file: 'b', report: ill }, { file: 'a', report: well }).changes;
    expect(better.find(({ subject }) => subject.startsWith('driver.render-access'))?.direction).toBe(
      'better',
    );
  });

  test('what one side does not know is no change', () => {
    const { changes } = diffOf((report) => {
      if (report.facts) report.facts.cpu = null;
    });
    expect(changes).toEqual([]);
  });
});
