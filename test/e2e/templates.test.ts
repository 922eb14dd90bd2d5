import { mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { execa } from 'execa';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { runCompositeAction } from '../fixtures/composite-action.ts';
import { runGitlabJob } from '../fixtures/gitlab-job.ts';
import { linterBin } from '../fixtures/linters.ts';
import { labelOnce } from '../fixtures/node-labels.ts';
import { packaged } from '../fixtures/packaged.ts';
import { scratch, templateText } from '../fixtures/scratch.ts';
import { openvinoFolder, ROOT, sdn } from '../fixtures/sdn.ts';

const folder = mkdtempSync(join(tmpdir(), 'sdn-templates-'));
let wheel: string;
beforeAll(async () => {
  ({ wheel } = await packaged(folder));
});
afterAll(() => rmSync(folder, { recursive: true, force: true }));

const template = (path: string) => join(ROOT, 'templates/files', path);
const isMissing = async (program: string, args: string[]) =>
  (await execa(program, args, { reject: false })).failed;

describe.skipIf(process.platform === 'win32')('templates, really run', () => {
  test('the composite action: sdn from its wheel, a healthy environment, a proof, its outputs', async () => {
    const { given, env } = scratch();
    const [output, summary, path] = ['output', 'summary', 'path'].map((name) => given(name, '')) as [
      string,
      string,
      string,
    ];
    const job = {
      GITHUB_ACTIONS: 'true',
      GITHUB_OUTPUT: output,
      GITHUB_STEP_SUMMARY: summary,
      GITHUB_PATH: path,
      RUNNER_TEMP: folder,
      PATH: `${folder}/sdn/bin:${env.PATH}`,
    };
    const inputs = { dir: await openvinoFolder(), variant: 'openvino', 'device-id': 'CPU', package: wheel };
    await runCompositeAction({ cwd: folder, env: job, inputs });
    expect(readFileSync(path, 'utf8')).toBe(`${folder}/sdn/bin\n`);
    const outputs = readFileSync(output, 'utf8');
    for (const word of ['proven', 'CPU', join(folder, 'sdn-report.json')])
      expect(outputs).toContain(`\n${word}\n`);
    expect(readFileSync(summary, 'utf8')).toContain('|');
  });

  test('the composite action fails a job that requires a GPU where there is none', async () => {
    const env = {
      GITHUB_ACTIONS: 'true',
      RUNNER_TEMP: folder,
      PATH: `${folder}/sdn/bin:${process.env.PATH}`,
    };
    const inputs = { dir: await openvinoFolder(), 'device-id': 'CPU', require: 'gpu' };
    await expect(
      runCompositeAction({ cwd: folder, env, inputs, skip: ['Get sdn', 'Install'] }),
    ).rejects.toMatchObject({
      exitCode: 3,
      stderr: expect.stringContaining('::error'),
    });
  });

  test('the GitLab job: sdn from its wheel, a healthy environment, a proof, JUnit for every finding', async () => {
    const env = {
      CI_PROJECT_DIR: folder,
      SDN_PACKAGE: wheel,
      SDN_VARIANT: 'openvino',
    };
    const cwd = await openvinoFolder();
    const passed = await runGitlabJob({ cwd, env });
    expect(passed.exitCode, String(passed.stderr)).toBe(0);
    expect(readFileSync(join(cwd, 'sdn-junit.xml'), 'utf8')).toMatch(/<testsuites? .*failures="0"/);
    expect((await runGitlabJob({ cwd, env: { ...env, SDN_REQUIRE: 'gpu' } })).exitCode).toBe(3);
    expect(readFileSync(join(cwd, 'sdn-junit.xml'), 'utf8')).toContain('inference.required-device');
    rmSync(join(cwd, 'sdn-junit.xml'));
  });

  test('the Kubernetes container labels its node with what was really proven', async () => {
    const env = { SDN_DIR: await openvinoFolder(), PATH: `${folder}/sdn/bin:${process.env.PATH}` };
    const features = await labelOnce(scratch(), env);
    const lines = readFileSync(join(features, 'sdn'), 'utf8').split('\n');
    expect(lines.slice(1, -1)).toEqual([
      'feature.node.kubernetes.io/sdn.proof=proven',
      'feature.node.kubernetes.io/sdn.device=CPU',
      'feature.node.kubernetes.io/sdn.variant=openvino',
    ]);
  });

  test('the pre-flight proves with the real sdn, then starts the command', async () => {
    const env = {
      SDN_DIR: await openvinoFolder(),
      SDN_DEVICE: 'CPU',
      PATH: `${folder}/sdn/bin:${process.env.PATH}`,
    };
    const { stdout, stderr } = await execa('sh', [template('container/preflight.sh'), 'echo', 'started'], {
      env,
    });
    expect(stdout).toBe('started');
    expect(stderr).toMatch(/proven/i);
  });

  test('what template write wrote is what the package holds', async () => {
    const { folder: project } = scratch();
    expect((await sdn(['template', 'write', 'docker', '--dir', project])).code).toBe(0);
    expect(readFileSync(join(project, 'sdn-preflight.sh'), 'utf8')).toBe(
      templateText('files/container/preflight.sh'),
    );
    await execa('sh', ['-c', 'echo mine > Dockerfile.sdn'], { cwd: project });
    expect((await sdn(['template', 'write', 'docker', '--dir', project])).code).toBe(8);
    expect(readFileSync(join(project, 'Dockerfile.sdn'), 'utf8')).toBe('mine\n');
  });

  test('shellcheck has nothing to say', async (context) => {
    if (await isMissing('shellcheck', ['--version'])) context.skip('shellcheck is not installed');
    await execa('shellcheck', [template('container/preflight.sh'), template('webui/webui-user.sh')]);
  });

  test('the schemas of GitHub, GitLab and Kubernetes, and hadolint, have nothing to say', async (context) => {
    const bin = await linterBin();
    if (bin === null) return context.skip('the linters cannot be installed from PyPI');
    const lint = (program: string, ...args: string[]) => execa(join(bin, program), args);
    await lint('hadolint', template('container/Dockerfile'));
    await lint('kubernetes-validate', '--strict', template('kubernetes/sdn-nodes.yml'));
    for (const [schema, file] of [
      ['github-workflows', 'github/workflow.yml'],
      ['github-actions', 'github/action.yml'],
      ['gitlab-ci', 'gitlab/sdn.yml'],
    ] as const)
      await lint('check-jsonschema', '--builtin-schema', `vendor.${schema}`, template(file));
  });

  test('systemd accepts the unit', async (context) => {
    if (await isMissing('systemd-analyze', ['--version'])) context.skip('systemd-analyze is not installed');
    const { given } = scratch();
    const text = templateText('files/systemd/sdnext.service').replaceAll('/usr/local/bin/sdn', '/bin/true');
    const { stderr } = await execa('systemd-analyze', ['verify', given('sdnext.service', text)]);
    expect(stderr).not.toContain('sdnext.service');
  });
});
