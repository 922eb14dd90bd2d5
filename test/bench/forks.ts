// `node test/bench/forks.ts [FORKS:HOSTS...]`: what Ansible costs the controller, for docs/fleet.md. Every host is an sshd of
// its own on loopback; sdn there is a stand-in that only sleeps, so that the controller is what is measured.
import { chmodSync, mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { execa } from 'execa';
import { ansibleBin } from '../fixtures/ansible.ts';
import { SAMPLES } from '../fixtures/reports/samples.ts';
import { ROOT, sdn } from '../fixtures/sdn.ts';
import { sshHosts } from '../fixtures/ssh-hosts.ts';

const SECONDS = { '--dry-run': 2, install: 4, verify: 4 };
const runs = process.argv.length > 2 ? process.argv.slice(2) : ['1:2', '4:8', '16:16'];
const bin = await ansibleBin();
if (bin === null) throw new Error('ansible-core cannot be installed from PyPI');

/** Stands for the Python that makes sdn's venv: the programs of that venv are stand-ins too. */
function standIn(folder: string): string {
  writeFileSync(join(folder, 'report.json'), JSON.stringify(SAMPLES['verify-proven']));
  writeFileSync(join(folder, 'plan.json'), JSON.stringify(SAMPLES['install-plan']));
  const sleeps = Object.entries(SECONDS).map(([word, seconds]) => `*${word}*) sleep ${seconds} ;;`);
  const answers = `case "$*" in *--dry-run*) cat '${folder}/plan.json' ;; *) cat '${folder}/report.json' ;; esac`;
  writeFileSync(join(folder, 'sdn'), `#!/bin/sh\ncase "$*" in ${sleeps.join(' ')} esac\n${answers}\n`);
  writeFileSync(join(folder, 'pip'), '#!/bin/sh\necho Successfully installed\n');
  const venv = `#!/bin/sh\nmkdir -p "$3/bin"\ncp '${folder}/sdn' "$3/bin/sdn"\ncp '${folder}/pip' "$3/bin/python"\n`;
  writeFileSync(join(folder, 'python'), venv);
  for (const name of ['sdn', 'pip', 'python']) chmodSync(join(folder, name), 0o755);
  return join(folder, 'python');
}

async function measure(forks: number, amount: number) {
  const folder = mkdtempSync(join(tmpdir(), 'sdn-forks-'));
  await sdn(['template', 'write', 'ansible', '--dir', folder]);
  const names = Array.from({ length: amount }, (_, at) => `host${at}`);
  const { key, ports, stop } = await sshHosts(folder, names);
  mkdirSync(join(folder, 'hosts'));
  const vars = {
    ansible_host: '127.0.0.1',
    ansible_user: 'root',
    ansible_ssh_private_key_file: key,
    ansible_ssh_common_args: '-o StrictHostKeyChecking=no -o UserKnownHostsFile=/dev/null',
    ansible_python_interpreter: (await execa('python3', ['-c', 'import sys; print(sys.executable)'])).stdout,
    sdn_python: standIn(folder),
    sdn_package: 'sdn',
    sdn_tool: `${folder}/hosts/{{ inventory_hostname }}/tool`,
    sdn_dir: `${folder}/hosts/{{ inventory_hostname }}`,
  };
  const hosts = Object.fromEntries(names.map((name) => [name, { ansible_port: ports[name] }]));
  const fleet = join(folder, 'sdn-fleet');
  writeFileSync(join(fleet, 'inventory.yml'), JSON.stringify({ sdn: { vars, hosts } }));
  const own = ['provision.yml', '--forks', String(forks), '-e', `sdn_command=${ROOT}/bin/run.js`];
  const used = join(folder, 'used');
  const timed = ['-f', '%e %U %S %M', '-o', used, join(bin ?? '', 'ansible-playbook'), ...own];
  const env = {
    ANSIBLE_HOME: join(folder, '.ansible'),
    PATH: `${bin}:${join(ROOT, 'node_modules/.bin')}:${process.env.PATH}`,
  };
  const { stdout } = await execa('/usr/bin/time', timed, { cwd: fleet, env, reject: false });
  stop();
  const [wall = 0, user = 0, system = 0, memory = 0] = (
    readFileSync(used, 'utf8').trim().split('\n').at(-1) ?? ''
  )
    .split(' ')
    .map(Number);
  const good = [...stdout.matchAll(/failed=0 /g)].length;
  console.log(
    `| ${forks} | ${amount} | ${wall.toFixed(0)} s | ${(user + system).toFixed(1)} s | ${Math.round(memory / 1000)} MB | (${good} recaps without failure)`,
  );
  rmSync(folder, { recursive: true, force: true });
}

for (const run of runs) {
  const [forks = 1, hosts = 1] = run.split(':').map(Number);
  await measure(forks, hosts);
}
