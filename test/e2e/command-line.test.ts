import { spawnSync } from 'node:child_process';
import {
  existsSync,
  mkdirSync,
  mkdtempSync,
  readFileSync,
  rmSync,
  symlinkSync,
  writeFileSync,
} from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { Ajv } from 'ajv';
import { afterAll, describe, expect, test } from 'vitest';
import { buildTiny, emptyFolder } from '../fixtures/environments/tiny.ts';
import { SAMPLES } from '../fixtures/reports/samples.ts';
import { openvinoFolder, sdnJson } from '../fixtures/sdn.ts';

const folder = mkdtempSync(join(tmpdir(), 'sdn-cli-'));
afterAll(() => rmSync(folder, { recursive: true, force: true }));

const schema: unknown = JSON.parse(readFileSync('templates/schema/report.schema.json', 'utf8'));
const validate = new Ajv({ strict: true, allowUnionTypes: true }).compile(schema as object);
const program = join(process.cwd(), 'bin/run.js');
const saved = (name: string) => {
  const file = join(folder, `${name}.json`);
  writeFileSync(file, JSON.stringify(SAMPLES[name]));
  return file;
};

function sdn(args: readonly string[], env: Readonly<Record<string, string>> = {}) {
  return spawnSync(process.execPath, [program, ...args], {
    cwd: folder,
    encoding: 'utf8',
    env: { PATH: process.env.PATH ?? '', HOME: folder, LANG: 'C.UTF-8', ...env },
  });
}

describe('a wrong command line with --json is one document that fits the schema', () => {
  test.each([
    [['detct'], 'unknown-command'],
    [[], 'unknown-command'],
    [['report', 'marge', 'x'], 'unknown-command'],
    [['detect', '--bogus'], 'usage'],
    [['detect', '--from'], 'usage'],
    [['detect', '--from', 'nosuch.json'], null],
    [['detect', 'surplus'], 'usage'],
    [['detect', '--format', 'yaml'], 'usage'],
    [['detect', '--output', 'no/such/folder/x.json'], 'output-not-writable'],
    [['detect', '--output', '.'], 'output-not-writable'],
    [['install', '--use-cuda', '--use-openvino'], null],
    [['install', '--use-openvino=false'], null],
    [['install', '--device-id', '0'], 'runtime-switch-at-install'],
    [['install', '--dir', 'no-such-folder'], null],
    [['verify', '--dir', 'no-such-folder'], null],
    [['doctor', '--only', 'nonsense'], null],
    [['clean-venv', '--venv', 'nothing-here'], null],
    [['report', 'merge'], 'usage'],
    [['report', 'diff', 'one.json'], 'usage'],
    [['report', 'diff', 'one.json', 'two.json'], 'not-a-report'],
  ] as const)('sdn %j', (args, code) => {
    const { stdout, status } = sdn([...args, '--json']);
    const document: unknown = JSON.parse(stdout);
    expect(validate(document), JSON.stringify(validate.errors)).toBe(true);
    const { exitCode, error } = document as { exitCode: number; error?: { code: string } };
    expect(status).toBe(exitCode);
    expect(status, 'a bug').not.toBe(1);
    if (code !== null) expect([error?.code, status]).toEqual([code, 2]);
  });
});

test.each([
  [['detect']],
  [['doctor', '--dir', '.']],
  [['install', '--dry-run', '--use-cpu', '--dir', '.']],
  [['report', 'diff', 'verify-proven.json', 'verify-failed-gpu.json']],
  [['report', 'merge', 'verify-proven.json', 'usage-error.json']],
] as const)('what sdn %j writes fits the schema, as one line of NDJSON too', (args) => {
  for (const name of ['verify-proven', 'verify-failed-gpu', 'usage-error']) saved(name);
  const document: unknown = JSON.parse(sdn([...args, '--json']).stdout);
  expect(validate(document), JSON.stringify(validate.errors)).toBe(true);
  const lines = sdn([...args, '--format', 'ndjson'])
    .stdout.trim()
    .split('\n')
    .map((line) => JSON.parse(line));
  expect(validate(lines.at(-1)), JSON.stringify(validate.errors)).toBe(true);
  for (const event of lines.slice(0, -1)) expect(event).toMatchObject({ t: 'step', id: expect.any(String) });
  expect(JSON.stringify(document)).not.toContain(folder);
});

describe('what real work writes fits the schema', () => {
  const written = async (args: readonly string[]) => {
    const { code, document } = await sdnJson(args);
    expect(validate(document), JSON.stringify(validate.errors)).toBe(true);
    return { code, document };
  };

  test('a proof, with its channels, latencies and environment', async () => {
    const dir = await openvinoFolder();
    const { code, document } = await written(['verify', '--device-id', 'CPU', '--dir', dir]);
    expect(code).toBe(0);
    expect(document).toMatchObject({ proof: { verdict: 'proven' }, environment: { variant: 'openvino' } });
    expect(document.proof.rungs[0].timings.latenciesMs.length).toBeGreaterThan(10);
  });

  test('an installation with nothing to do, a removal, and one with nothing to remove', async () => {
    expect((await written(['install', '--use-openvino', '--dir', await openvinoFolder()])).code).toBe(0);
    const dir = await emptyFolder('sdn schema-');
    await buildTiny(join(dir, 'venv'), '1.0');
    const removal = ['clean-venv', '--yes', '--dir', dir];
    expect((await written([...removal, '--dry-run'])).document.plan.steps[0].id).toBe('remove');
    expect((await written(removal)).code).toBe(0);
    expect(existsSync(join(dir, 'venv'))).toBe(false);
    expect((await written(removal)).code).toBe(0);
  });

  test.each([[['template', 'list']], [['template', 'show', 'policy']]] as const)('sdn %j', async (args) => {
    expect((await written(args)).document.templates.length).toBeGreaterThan(0);
  });
});

describe('what is said to somebody at a terminal', () => {
  test('a mistyped command gets the one that was meant, with its arguments', () => {
    const { stdout, stderr, status } = sdn(['instal', '--use-openvino']);
    expect(stdout + stderr).toContain('Fix     sdn install --use-openvino');
    expect(status).toBe(2);
  });

  test('a closed pipe ends quietly with the code of the run', () => {
    const files = Array.from({ length: 3 }, () => saved('verify-contradicted'));
    const line = [process.execPath, program, 'report', 'merge', ...files, '--json']
      .map((each) => `'${each}'`)
      .join(' ');
    const { stdout, stderr } = spawnSync('bash', ['-c', `${line} | head -1; echo "\${PIPESTATUS[0]}"`], {
      encoding: 'utf8',
    });
    expect(stdout).toBe('{\n3\n');
    expect(stderr).toBe('');
  });

  test.each([
    ['NO_COLOR', '1'],
    ['TERM', 'dumb'],
  ])('no colour with %s=%s', (name, value) => {
    expect(
      sdn(['report', 'diff', saved('verify-proven'), saved('verify-failed-gpu')], { [name]: value }).stdout,
    ).not.toContain('\u001b');
  });

  test('FORCE_COLOR paints into a pipe, and nothing but our own colour codes steers it', () => {
    const { stdout } = sdn(['report', 'diff', saved('verify-proven'), saved('verify-failed-gpu')], {
      FORCE_COLOR: '1',
    });
    expect(stdout).toContain('\u001b[31m');
    expect(stdout.replace(/\u001b\[\d+m/g, '')).not.toContain('\u001b');
  });
});

describe('--output', () => {
  test('writes the report whole and leaves stdout empty', () => {
    const { stdout, stderr, status } = sdn([
      'report',
      'merge',
      saved('verify-proven'),
      '--format',
      'html',
      '--output',
      'r.html',
    ]);
    expect([stdout, stderr, status]).toEqual(['', 'Report written to r.html\n', 0]);
    expect(readFileSync(join(folder, 'r.html'), 'utf8')).toMatch(/^<!doctype html>[\s\S]*<\/html>\n$/);
  });

  test('keeps a link a link and a device a device', () => {
    mkdirSync(join(folder, 'real'));
    writeFileSync(join(folder, 'real/r.json'), 'old');
    symlinkSync('real/r.json', join(folder, 'link.json'));
    sdn(['report', 'merge', saved('verify-proven'), '--json', '--output', 'link.json']);
    expect(JSON.parse(readFileSync(join(folder, 'real/r.json'), 'utf8')).command).toBe('report merge');
    expect(
      sdn(['report', 'merge', saved('verify-proven'), '--json', '--output', '/dev/stdout']).stdout,
    ).toContain('"sdn.report/1"');
  });
});

describe('in a GitHub workflow', () => {
  const [summary, output] = [join(folder, 'summary.md'), join(folder, 'output')];
  const env = { GITHUB_ACTIONS: 'true', GITHUB_STEP_SUMMARY: summary, GITHUB_OUTPUT: output };

  test('annotations come unasked beside the log, with a summary and outputs', () => {
    const { stdout } = sdn(['report', 'merge', saved('verify-contradicted')], env);
    expect(stdout).toMatch(/\n::error title=fleet\.inference\.torch::/);
    expect(readFileSync(summary, 'utf8')).toContain('### sdn report merge: 0 of 1 machines are proven.');
    expect(readFileSync(output, 'utf8')).toMatch(/^verdict<<(sdn-[\w-]+)\nnot-ready\n\1\n/);
  });

  test('a document on stdout stays one document', () => {
    const { stdout, stderr } = sdn(['report', 'merge', saved('verify-contradicted'), '--json'], env);
    expect(JSON.parse(stdout)).toMatchObject({ exitCode: 3 });
    expect(stderr).toMatch(/^::error /);
  });

  test('--format text is text alone', () => {
    expect(
      sdn(['report', 'merge', saved('verify-contradicted'), '--format', 'text'], env).stdout,
    ).not.toContain('::error');
  });
});

test.each([
  [['install', '--use-openvino=false', '--dir', '/srv/a b'], "sdn reinstall --use-cpu --dir '/srv/a b'"],
  [['install', '--device-id', '0', '--dir=/srv/x'], 'sdn launch --device-id 0 --dir /srv/x'],
  [['verify', '--depth', 'tourch', '--dir', '/srv/x'], 'sdn verify --depth torch --dir /srv/x'],
])('a line that is refused unread keeps the place it named: sdn %j', (args, fix) => {
  const { error } = JSON.parse(sdn([...args, '--json', '--no-redact']).stdout);
  expect(error.hints[0].replace(' --json --no-redact', '').replace(/--use-\w+/, '--use-cpu')).toBe(fix);
});
