import { Writable } from 'node:stream';
import { afterEach, describe, expect, test, vi } from 'vitest';
import { presentationOf } from '../../../src/cli/presentation.ts';
import { progressFor, redacted } from '../../../src/cli/progress/progress-for.ts';
import type { StepEvent } from '../../../src/install/plan.ts';
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
    vi.useFakeTimers({ toFake: ['hrtime'] });
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
  async function drawn(events: readonly StepEvent[], env: Record<string, string> = {}) {
    const { progress, stderr, stdout } = shown(['--no-color'], true, env);
    for (const event of events) progress.emit(event);
    await progress.stop();
    return { text: stderr.text, stdout: stdout.text };
  }

  test('keeps each finished step with what it came to', async () => {
    const { text, stdout } = await drawn([
      step('start'),
      step('progress', 'torch 1.61 GiB'),
      step('done', '61 wheels'),
    ]);
    expect(text).toMatch(/✔ Packages {2}61 wheels/);
    expect(stdout).toBe('');
  });

  test('a step that only ends is shown too, and a step within a step is its detail', async () => {
    const inner = { ...step('start'), id: 'runtime', title: 'Run the smoke network' };
    const { text } = await drawn([
      step('start'),
      inner,
      { ...inner, state: 'done' },
      step('done'),
      { ...step('done'), id: 'swap' },
    ]);
    expect(new Set(text.match(/✔ \S+/g))).toEqual(new Set(['✔ Packages']));
    expect(text).toContain('Run the smoke network');
  });

  test('a failed step says so, and one that was stopped does not look finished', async () => {
    expect((await drawn([step('start'), step('failed', 'no space')])).text).toMatch(/✖ .*no space/);
    expect((await drawn([step('start')])).text).not.toContain('✔');
  });

  test('a step that took long says how long', async () => {
    const { progress, stderr } = shown(['--no-color'], true);
    progress.emit(step('start'));
    await new Promise((resolve) => setTimeout(resolve, 1_100));
    progress.emit(step('done'));
    await progress.stop();
    expect(stderr.text).toMatch(/✔ Packages \[\d+\.\d s\]/);
  });

  test('the cursor is back in the end', async () => {
    const { text } = await drawn([step('start'), step('done')]);
    const last = text.lastIndexOf(`${ESCAPE}[?25`);
    if (last !== -1) expect(text.slice(last, last + 6)).toBe(`${ESCAPE}[?25h`);
  });

  test('a terminal that does not know the signs gets whole lines in ASCII', async () => {
    const { text } = await drawn([step('start'), step('done', '模型')], { LANG: 'C', LC_ALL: 'C' });
    expect(text).toMatch(/^[\x20-\x7e\n]*$/);
  });

  test('--no-color leaves the moves of the cursor and no colour', async () => {
    const { text } = await drawn([step('start'), step('done', 'x')]);
    expect(text).not.toMatch(new RegExp(`${ESCAPE}\\[3\\dm`));
  });
});
