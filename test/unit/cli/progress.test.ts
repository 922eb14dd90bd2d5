import { Writable } from 'node:stream';
import { afterEach, describe, expect, test, vi } from 'vitest';
import { presentationOf } from '../../../src/cli/presentation.ts';
import { finishedLines, runningLines } from '../../../src/cli/progress/drawn.ts';
import { progressFor, redacted } from '../../../src/cli/progress.ts';
import type { StepEvent } from '../../../src/install/plan.ts';
import { columns } from '../../../src/report/columns.ts';
import { redactorFor } from '../../../src/report/redact.ts';

const ESCAPE = '\u001b';

class Screen extends Writable {
  text = '';
  readonly isTTY: boolean;
  readonly columns = 60;
  constructor(isTTY: boolean) {
    super();
    this.isTTY = isTTY;
  }
  override _write(chunk: Buffer, _encoding: string, done: () => void): void {
    this.text += chunk.toString();
    done();
  }
}

function shown(argv: readonly string[], terminal: boolean, env: Record<string, string> = {}) {
  const streams = { stdout: new Screen(false), stderr: new Screen(terminal) };
  return { ...streams, progress: progressFor(presentationOf(argv), streams, { LANG: 'C.UTF-8', ...env }) };
}

const step = (state: StepEvent['state'], detail: string | null = null): StepEvent => ({
  t: 'step',
  id: 'packages',
  title: 'Packages',
  state,
  detail,
});

afterEach(() => vi.useRealTimers());

describe('progress in a pipe', () => {
  test('is whole lines without a single control character', () => {
    const { progress, stderr, stdout } = shown([], false);
    progress.emit(step('start'));
    progress.emit(step('done', '3 wheels\u001b[2J'));
    progress.stop();
    expect(stderr.text).toBe('[packages] Packages\n[packages] done: 3 wheels\ufffd[2J\n');
    expect(stdout.text).toBe('');
  });

  test('says where a download stands every five seconds, not at every event', () => {
    vi.useFakeTimers({ toFake: ['performance'] });
    const { progress, stderr } = shown([], false);
    progress.emit(step('start'));
    for (let at = 0; at < 100; at += 1) {
      vi.advanceTimersByTime(100);
      progress.emit(step('progress', `torch ${at} MB`));
    }
    expect(stderr.text.split('\n').filter((line) => line.includes('torch'))).toHaveLength(2);
  });

  test.each([
    ['TERM', 'dumb'],
    ['CI', 'true'],
  ])('looks the same on a terminal with %s=%s', (name, value) => {
    const { progress, stderr } = shown([], true, { [name]: value });
    progress.emit(step('start'));
    expect(stderr.text).toBe('[packages] Packages\n');
  });
});

describe('progress is silent', () => {
  test.each([
    ['--quiet', true],
    ['--no-progress', true],
    ['--json', false],
  ])('with %s', (flag, terminal) => {
    const { progress, stderr, stdout } = shown([flag], terminal);
    progress.emit(step('start'));
    progress.emit(step('done'));
    progress.stop();
    expect(stderr.text + stdout.text).toBe('');
  });
});

test('with --format ndjson every event is one JSON line on stdout', () => {
  const { progress, stderr, stdout } = shown(['--format', 'ndjson'], true);
  progress.emit(step('start'));
  progress.emit(step('progress', 'torch'));
  expect(
    stdout.text
      .trim()
      .split('\n')
      .map((line) => JSON.parse(line)),
  ).toEqual([step('start'), step('progress', 'torch')]);
  expect(stderr.text).toBe('');
});

test('names and secrets are taken out of events as of reports', () => {
  const { progress, stdout } = shown(['--format', 'ndjson'], true);
  const hide = redactorFor({ platform: 'linux', home: '/home/alice', users: ['alice'], hosts: [] });
  redacted(progress, hide).emit(step('progress', 'https://me:pw@index.test/x to /home/alice/venv'));
  expect(JSON.parse(stdout.text).detail).toBe('https://***@index.test/x to ~/venv');
});

describe('progress on a terminal', () => {
  test('keeps finished steps and takes back what was moving', () => {
    const { progress, stderr, stdout } = shown(['--no-color'], true);
    progress.emit(step('start'));
    progress.emit(step('progress', 'torch 1.61 / 2.73 GiB  48 MiB/s  about 24 s'));
    progress.emit(step('done', '61 wheels'));
    progress.stop();
    expect(stderr.text).toContain('✓ Packages 61 wheels');
    expect(stderr.text, 'the cursor is never hidden, so it cannot stay hidden').not.toContain(
      `${ESCAPE}[?25l`,
    );
    expect(stdout.text).toBe('');
  });

  const style = { color: false, unicode: true, width: 40, verbose: false, quiet: false };

  test.each([40, 60, 200])('never writes past column %i, wide characters counted as two', (width) => {
    const event = step('progress', '模型下载 '.repeat(60));
    const lines = [
      ...runningLines([event], { ...style, width }),
      ...finishedLines(event, 65_000, { ...style, width }),
    ];
    for (const line of lines) expect(columns(line)).toBeLessThanOrEqual(width - 1);
  });

  test('is ASCII where the terminal is', () => {
    const ascii = { ...style, unicode: false };
    const lines = [
      ...runningLines([step('start')], ascii),
      ...finishedLines(step('failed', 'no space'), 2_000, ascii),
    ];
    expect(lines.join('')).toMatch(/^[\x20-\x7e]*$/);
    expect(lines[1]).toBe('FAIL Packages no space (2.0 s)');
  });
});
