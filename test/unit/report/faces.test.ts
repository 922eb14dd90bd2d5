import { spawnSync } from 'node:child_process';
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { Ajv } from 'ajv';
import fc from 'fast-check';
import { afterAll, describe, expect, test } from 'vitest';
import { finding } from '../../../src/findings/finding.ts';
import { columns } from '../../../src/report/columns.ts';
import type { Report } from '../../../src/report/document.ts';
import { escapeXml } from '../../../src/report/escape-xml.ts';
import { outputLines } from '../../../src/report/github/outputs.ts';
import { render } from '../../../src/report/render.ts';
import type { Style } from '../../../src/report/style.ts';
import { reportOf, SAMPLES } from '../../fixtures/reports/samples.ts';

const plain: Style = { color: false, unicode: true, width: 80, verbose: false, quiet: false };
const samples = Object.entries(SAMPLES);
const hostile = samples.filter(([name]) => name === 'hostile').flatMap(([, report]) => [report]);
const CONTROL = /[\u0000-\u0008\u000b-\u001f\u007f-\u009f\u202a-\u202e\u2066-\u2069]/;

describe.each(samples)('%s', (_name, report) => {
  test('as JSON and as the last line of NDJSON it is what the published schema says', () => {
    const schema: unknown = JSON.parse(readFileSync('templates/schema/report.schema.json', 'utf8'));
    const validate = new Ajv({ strict: true, allowUnionTypes: true, allErrors: true }).compile(
      schema as object,
    );
    const json: unknown = JSON.parse(render(report, 'json', plain).join('\n'));
    expect(validate(json), JSON.stringify(validate.errors)).toBe(true);
    const ndjson = render(report, 'ndjson', plain);
    expect(ndjson).toHaveLength(1);
    expect(JSON.parse(ndjson[0] ?? '')).toEqual(json);
  });

  test.each([40, 57, 80, 100])('as text it fits %i columns, but for commands, which stay whole', (width) => {
    const lines = render(report, 'text', { ...plain, width });
    const words = new Set(lines.filter((line) => columns(line) > width).map((line) => line.trim()));
    for (const line of words)
      expect(line).toMatch(/^(?:Fix|sdn|First|Not ready\. First:|(?:Found +|Need +|Seen +)?\S+$)/);
  });

  test('nothing in any face but HTML can steer a terminal', () => {
    for (const format of ['text', 'markdown', 'junit', 'github'] as const)
      for (const line of render(report, format, plain)) expect(line).not.toMatch(CONTROL);
  });

  test('on an ASCII terminal it is ASCII', () => {
    const text = render(report, 'text', { ...plain, unicode: false, verbose: true }).join('\n');
    expect(text).toMatch(/^[\n\x20-\x7e]*$/);
  });

  test('with --quiet it is one line', () => {
    expect(render(report, 'text', { ...plain, quiet: true })).toHaveLength(1);
  });
});

test.each([
  ['usage-error', /^Failed\. --use-cuda and --use-openvino were both given\. First: sdn install --use-cuda$/],
  ['doctor-every-status', /^Not ready\. ✗ Render node cannot be opened: .+ And \d more\. First: \S/],
])('with --quiet %s says what failed and what to do, in one line', (name, expected) => {
  const lines = render(SAMPLES[name] ?? hostileReport(), 'text', { ...plain, quiet: true });
  expect(lines).toEqual([expect.stringMatching(expected)]);
});

const folder = mkdtempSync(join(tmpdir(), 'sdn-junit-'));
afterAll(() => rmSync(folder, { recursive: true }));
const canValidate = spawnSync('xmllint', ['--version']).status === 0;

describe('JUnit', () => {
  test.skipIf(!canValidate)('is accepted by what both schemas in use allow', () => {
    const files = samples.map(([name, report]) => {
      const file = join(folder, `${name}.xml`);
      writeFileSync(file, render(report, 'junit', plain).join('\n'));
      return file;
    });
    const checked = spawnSync('xmllint', ['--noout', '--schema', 'test/fixtures/junit/junit.xsd', ...files]);
    expect(checked.stderr.toString().replaceAll(/^.* validates\n/gm, '')).toBe('');
  });

  test('says failed, undetermined and skipped in the words of the format', () => {
    const text = render(SAMPLES['doctor-every-status'] ?? hostileReport(), 'junit', plain).join('\n');
    expect(text).toContain(
      '<failure type="driver.render-access" message="Render node cannot be opened">Found: ',
    );
    expect(text).toContain('<error type="driver.nvidia-smi"');
    expect(text).toContain('<skipped message="needs Driver"/>');
    expect(text).toContain('tests="2" failures="1" errors="1" skipped="0"');
  });

  test('text that XML forbids is taken out of any foreign text', () => {
    fc.assert(
      fc.property(fc.string({ unit: 'binary' }), (text) => {
        expect(escapeXml(text)).not.toMatch(/[\u0000-\u0008\u000b\u000c\u000e-\u001f\ufffe\uffff<>"']/);
      }),
      { seed: 7 },
    );
  });
});

function hostileReport() {
  const [report] = hostile;
  if (report === undefined) throw new Error('the sample is gone');
  return report;
}

describe('GitHub', () => {
  const withFailures = (count: number) =>
    reportOf(
      { command: 'doctor', verdict: 'not-ready', exitCode: 3 },
      {
        findings: Array.from({ length: count }, (_, at) =>
          finding({ id: `system.f${at}`, group: 'system', status: 'fail', title: '100 %\nbad' }),
        ),
      },
    );

  test('an annotation is one line whatever a title holds', () => {
    const lines = render(withFailures(1), 'github', plain).filter((line) => line.startsWith('::error'));
    expect(lines).toEqual(['::error title=system.f0::100 %25%0Abad']);
  });

  test('what GitHub would not show is counted', () => {
    const lines = render(withFailures(14), 'github', plain);
    expect(lines.filter((line) => line.startsWith('::error'))).toHaveLength(10);
    expect(lines.at(-1)).toBe('::notice title=sdn::4 more in the report');
  });

  test('no line of the log is taken for a command', () => {
    const lines = render(hostileReport(), 'github', plain);
    const commands = lines.filter((line) => line.trimStart().startsWith('::'));
    expect(commands.map((line) => line.trimStart().split(/[ :]/)[2])).toEqual([
      'group',
      'endgroup',
      'error',
      'warning',
    ]);
  });

  test('a value cannot set an output of its own', () => {
    const report = hostileReport();
    const lines = outputLines(report, 'r.json\nverdict<<x\nready\nx');
    const names = lines.filter((_, at) => at % 3 === 0).map((line) => line.split('<<')[0]);
    expect(names).toEqual(['verdict', 'exit-code', 'proof', 'device', 'report']);
  });
});

describe('Markdown', () => {
  test('foreign text is neither markup nor a mention', () => {
    const report = reportOf(
      { command: 'doctor', verdict: 'not-ready', exitCode: 3 },
      {
        findings: [
          finding({
            id: 'a.b',
            group: 'system',
            status: 'fail',
            title: '<b>@team</b> | [x](y)',
            found: '```\nx',
          }),
        ],
      },
    );
    const text = render(report, 'markdown', plain).join('\n');
    expect(text).toContain('\\<b\\>@\u200bteam\\</b\\> \\| \\[x\\](y)');
    expect(text).toContain('````\nFound: ``` x\n````');
  });
});

test('HTML holds no address to load from and lets nothing run but its own script', () => {
  const text = render(hostileReport(), 'html', plain).join('\n');
  expect(text).not.toContain('<script>alert');
  expect(text).not.toMatch(/(?:src|href)="(?!data:,")/);
  expect(text).toContain('default-src &#39;none&#39;');
});

describe('what was proven, in the faces that are handed on', () => {
  const manifest = {
    ...SAMPLES['verify-proven'],
    environment: {
      variant: 'openvino',
      interpreter: { version: '3.11.7' },
      installed: [{ name: 'torch', version: '2.13.0+cpu' }],
    },
  } as unknown as Report;

  test.each(['html', 'markdown'] as const)('%s names the environment', (format) => {
    expect(render(manifest, format, plain).join('\n')).toContain('openvino: Python 3.11.7, torch 2.13.0+cpu');
  });

  test('HTML shows the release of OpenVINO without its build', () => {
    const build = { openvino: '2026.2.1-21919-ede283a88e3', python: '3.11.7' };
    const [rung] = manifest.proof?.rungs ?? [];
    const page = {
      ...manifest,
      proof: { ...manifest.proof, rungs: [{ ...rung, versions: build }] },
    } as Report;
    const text = render(page, 'html', plain).join('\n');
    expect(text).toContain('OpenVINO 2026.2.1, Python 3.11.7');
    expect(text).not.toContain('21919');
  });

  test('no heading and no table stands over a proof that did not run', () => {
    const idle = { ...manifest, proof: { ...manifest.proof, rungs: [] } } as Report;
    expect(render(idle, 'html', plain).join('\n')).not.toContain('<h2 id="proof">');
    expect(render(idle, 'markdown', plain).join('\n')).not.toContain('| rung |');
  });
});
