import { join } from 'node:path';
import { describe, expect, test } from 'vitest';
import { compositeAction, runCompositeAction } from '../../fixtures/composite-action.ts';
import { runGitlabJob } from '../../fixtures/gitlab-job.ts';
import { scratch } from '../../fixtures/scratch.ts';

type Box = ReturnType<typeof scratch>;
const runAction = (box: Box, inputs: Record<string, string>) =>
  runCompositeAction({
    cwd: box.folder,
    env: { ...box.env, RUNNER_TEMP: box.folder },
    inputs,
    skip: ['Get sdn'],
  });

describe.skipIf(process.platform === 'win32')('the composite action', () => {
  test('by default takes what this machine needs', async () => {
    const box = scratch();
    box.program('sdn');
    await runAction(box, {});
    expect(box.calls()).toEqual([
      'sdn install --dir . --yes',
      `sdn verify --dir . --json --output ${join(box.folder, 'sdn-report.json')}`,
    ]);
  });

  test('hands every input on, and installs from the lock where one is', async () => {
    const box = scratch();
    box.program('sdn');
    box.given('ui/sdn.lock', '');
    await runAction(box, { dir: 'ui', variant: 'openvino', 'device-id': 'GPU.1', require: 'gpu' });
    expect(box.calls()).toEqual([
      'sdn install --dir ui --yes --variant openvino --locked',
      `sdn verify --dir ui --json --output ${join(box.folder, 'sdn-report.json')} --device-id GPU.1 --require gpu`,
    ]);
  });

  test('an input is a word, never a command', async () => {
    const box = scratch();
    box.program('sdn');
    await runAction(box, { variant: '$(touch hacked); `touch hacked`' });
    expect(box.calls()[0]).toBe('sdn install --dir . --yes --variant $(touch hacked); `touch hacked`');
    for (const { run } of compositeAction.runs.steps) expect(run ?? '').not.toContain('${{');
  });

  test('fails with the proof', async () => {
    const box = scratch();
    box.program('sdn', '[ "$1" != verify ] || exit 3');
    await expect(runAction(box, {})).rejects.toMatchObject({ exitCode: 3 });
  });
});

describe.skipIf(process.platform === 'win32')('the GitLab job', () => {
  async function runJob(box: Box, variables: Record<string, string> = {}) {
    box.program('pip');
    box.program('python3', 'mkdir -p "$3/bin" && : > "$3/bin/activate"');
    return runGitlabJob({ cwd: box.folder, env: { ...box.env, ...variables, CI_PROJECT_DIR: box.folder } });
  }

  test('installs, then proves, and leaves a JUnit file', async () => {
    const box = scratch();
    box.program('sdn');
    expect((await runJob(box)).exitCode).toBe(0);
    expect(box.calls().filter((call) => call.startsWith('sdn'))).toEqual([
      'sdn install --variant cpu --yes',
      'sdn verify --device-id CPU --format junit --output sdn-junit.xml',
    ]);
  });

  test('with a requirement and a lock uses both', async () => {
    const box = scratch();
    box.program('sdn');
    box.given('sdn.lock', '');
    await runJob(box, { SDN_REQUIRE: 'gpu', SDN_DEVICE: '0', SDN_VARIANT: 'xpu' });
    expect(box.calls().filter((call) => call.startsWith('sdn'))).toEqual([
      'sdn install --variant xpu --locked --yes',
      'sdn verify --device-id 0 --require gpu --format junit --output sdn-junit.xml',
    ]);
  });

  test('fails with the proof', async () => {
    const box = scratch();
    box.program('sdn', '[ "$1" != verify ] || exit 3');
    expect((await runJob(box)).exitCode).toBe(3);
  });
});
