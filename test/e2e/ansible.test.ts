import { existsSync, mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { execa } from 'execa';
import { afterAll, beforeAll, beforeEach, describe, expect, test } from 'vitest';
import { ansibleBin, recapOf } from '../fixtures/ansible.ts';
import { packaged } from '../fixtures/packaged.ts';
import { sdn } from '../fixtures/sdn.ts';
import { sshHosts } from '../fixtures/ssh-hosts.ts';

const folder = mkdtempSync(join(tmpdir(), 'sdn-fleet-'));
const fleet = join(folder, 'sdn-fleet');
const host = (name: string) => join(folder, 'hosts', name);
let bin: string | null = null;
let why = '';
let stop = () => {};
let services = (): readonly string[] => [];

beforeAll(async () => {
  if (process.getuid?.() !== 0 || !existsSync('/usr/sbin/sshd')) why = 'needs root and openssh-server';
  if (why === '') bin = await ansibleBin();
  if (bin === null) {
    why ||= 'ansible-core cannot be installed from PyPI';
    return;
  }
  const { wheel } = await packaged(folder);
  await sdn(['template', 'write', 'ansible', '--dir', folder]);
  const hosts = await sshHosts(folder, ['good', 'device', 'halfway']);
  stop = () => void hosts.stop();
  services = hosts.services;
  writeFileSync(join(fleet, 'inventory.yml'), `${JSON.stringify(await inventory(hosts, wheel), null, 2)}\n`);
});
beforeEach((context) => {
  if (why !== '') context.skip(why);
});
afterAll(() => {
  stop();
  rmSync(folder, { recursive: true, force: true });
});

async function inventory({ key, ports, closedPort }: Awaited<ReturnType<typeof sshHosts>>, wheel: string) {
  const python = (await execa('python3', ['-c', 'import sys; print(sys.executable)'])).stdout;
  const own = {
    sdn_tool: `${folder}/hosts/{{ inventory_hostname }}/tool`,
    sdn_dir: `${folder}/hosts/{{ inventory_hostname }}/ui`,
  };
  const ssh = { ansible_host: '127.0.0.1', ansible_user: 'root', ansible_ssh_private_key_file: key };
  const vars = {
    ...ssh,
    ...own,
    ansible_ssh_common_args: '-o StrictHostKeyChecking=no -o UserKnownHostsFile=/dev/null',
    ansible_python_interpreter: python,
    sdn_python: python,
    sdn_package: wheel,
    sdn_variant: 'openvino',
    sdn_device: 'CPU',
    sdn_install_args: ['--runtime-only'],
  };
  return {
    sdn: {
      vars,
      hosts: {
        good: { ansible_port: ports.good, sdn_service: 'sdnext' },
        device: {
          ansible_port: ports.device,
          sdn_device: 'GPU.7',
          sdn_install_args: ['--runtime-only', '--no-verify'],
        },
        halfway: {
          ansible_port: ports.halfway,
          sdn_install_args: ['--runtime-only', '--index-url', 'http://127.0.0.1:9/simple'],
        },
        gone: { ansible_port: closedPort },
      },
    },
  };
}

async function play(...args: string[]) {
  const env = {
    PATH: `${bin}:${process.env.PATH}`,
    ANSIBLE_NOCOLOR: '1',
    ANSIBLE_HOME: join(folder, '.ansible'),
  };
  const command = ['-e', `sdn_command=${host('good')}/tool/bin/sdn`];
  const { exitCode, stdout, stderr } = await execa('ansible-playbook', [...args, ...command], {
    cwd: fleet,
    env,
    reject: false,
  });
  return { exitCode, stdout, said: `${stdout}\n${stderr}`, recap: recapOf(stdout) };
}

const report = (name: string) => JSON.parse(readFileSync(join(fleet, 'reports', `${name}.json`), 'utf8'));

describe('the Ansible collection, over ssh to hosts of this machine', () => {
  test('ansible-lint has nothing to say', async () => {
    const env = { PATH: `${bin}:${process.env.PATH}` };
    await execa('ansible-lint', ['--offline', '--profile', 'production'], { cwd: fleet, env });
  });

  test('check mode says what it would do, and does nothing', async () => {
    const { recap, said } = await play('provision.yml', '--check', '--limit', 'good,gone,localhost');
    expect(recap.good, said).toMatchObject({ failed: 0, changed: 2 });
    expect(existsSync(host('good'))).toBe(false);
    expect(existsSync(join(fleet, 'reports'))).toBe(false);
  });

  test('one host is proven; three that are not stop nobody and are named with their reasons', async () => {
    const { recap, said, exitCode } = await play('provision.yml');
    expect(exitCode, said).toBe(2);
    expect(recap.good, said).toMatchObject({ failed: 0, rescued: 0, changed: 5 });
    for (const name of ['device', 'halfway', 'gone']) expect(recap[name], said).toMatchObject({ failed: 1 });
    expect(report('good')).toMatchObject({
      command: 'verify',
      proof: { verdict: 'proven', device: { resolved: 'CPU' } },
    });
    expect(report('device')).toMatchObject({ exitCode: 3, verdict: 'not-ready' });
    expect(report('halfway')).toMatchObject({ command: 'install', exitCode: 75 });
    expect(report('gone')).toMatchObject({ verdict: 'undetermined', error: { code: 'host-unreachable' } });
  });

  test('the service of a host whose environment changed is started again, and no other', () => {
    expect(services()).toEqual(['restart sdnext']);
  });

  test('the host that failed half-way has sdn and no environment, nor a part of one', () => {
    expect(existsSync(join(host('halfway'), 'tool/bin/sdn'))).toBe(true);
    const left = existsSync(join(host('halfway'), 'ui')) ? readdirSync(join(host('halfway'), 'ui')) : [];
    expect(left.filter((name) => name.includes('venv'))).toEqual([]);
  });

  test('one page holds every host', () => {
    const text = readFileSync(join(fleet, 'reports/fleet.txt'), 'utf8');
    expect(text).toMatch(/Proven +1 of 4/);
    for (const name of ['device', 'halfway', 'gone']) expect(text).toContain(`${name}.json`);
    expect(readFileSync(join(fleet, 'reports/fleet.html'), 'utf8')).toContain('The host cannot be reached.');
  });

  test('a second run changes nothing', async () => {
    const { recap, said } = await play('provision.yml');
    expect(
      Object.values(recap).map(({ changed }) => changed),
      said,
    ).toEqual([0, 0, 0, 0, 0]);
    expect(services()).toEqual(['restart sdnext']);
  });

  test('an environment of another variant is replaced only where sdn_replace says so', async () => {
    const other = ['provision.yml', '--check', '--limit', 'good,localhost', '-e', 'sdn_variant=cpu'];
    const kept = await play(...other);
    expect(kept.recap.good, kept.said).toMatchObject({ failed: 1, changed: 0 });
    expect(kept.said).toContain('sdn ended with 8');
    const replaced = await play(...other, '-e', 'sdn_replace=true');
    expect(replaced.recap.good, replaced.said).toMatchObject({ failed: 0, changed: 1 });
  });

  test('clean removes the environment, and sdn itself when told to', async () => {
    const { recap, said } = await play('clean.yml', '--limit', 'good', '-e', 'sdn_remove_tool=true');
    expect(recap.good, said).toMatchObject({ changed: 3, failed: 0 });
    expect(services()).toEqual(['restart sdnext', 'stop sdnext']);
    for (const name of ['ui/venv', 'tool']) expect(existsSync(join(host('good'), name))).toBe(false);
  });
});
