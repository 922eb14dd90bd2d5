import { basename, resolve } from 'node:path';
import type { Check } from '../../findings/check.ts';
import type { Assignment } from '../../sdnext/switches/user-script.ts';
import { pass, warn } from '../say.ts';
import { type Subject, skipWithoutCheckout } from '../subject.ts';

export const userScript: Check<Subject> = {
  id: 'launch.user-script',
  group: 'launch',
  title: 'webui-user.sh starts this environment',
  skipReason: (subject) =>
    subject.machine.platform === 'win32'
      ? 'Windows does not read webui-user.sh.'
      : skipWithoutCheckout(subject),
  run(subject) {
    const { env } = subject.switches;
    const folder = resolve(subject.dir, env.venv_dir || 'venv');
    const python = env.PYTHON;
    if (python !== undefined && /^\d/.test(python)) return notAName(python);
    const lost = subject.switches.userScript.find((each) => isLost(each, subject));
    if (lost !== undefined) return notExported(lost);
    if (folder === subject.environment.path) return pass(userScript, folder);
    if (subject.environment.kind === 'nothing')
      return pass(userScript, `${folder}; no environment to compare`);
    return warn(userScript, {
      found: `webui.sh starts ${folder}, and this environment is ${subject.environment.path}.`,
      need: 'venv_dir in webui-user.sh with the folder of this environment. VENV_DIR is not read there.',
      fix: ['Let sdn write the line; it keeps a backup.', `sdn doctor --only launch --fix${subject.where}`],
      fixer: 'launcher-file',
      subject: basename(folder),
    });
  },
};

/** A variable for SD.Next that stays in the launcher. */
function isLost(assignment: Assignment, { switches }: Subject): boolean {
  const isForServer = /^(?:SD_\w+|COMMANDLINE_ARGS|TORCH_COMMAND|OPENVINO_COMMAND)$/.test(assignment.name);
  return isForServer && switches.env[assignment.name] !== assignment.value && !assignment.exported;
}

function notExported({ name, line, value }: Assignment) {
  return warn(userScript, {
    found: `Line ${line} of webui-user.sh sets ${name} without export: webui.sh keeps it to itself, and SD.Next never sees it.`,
    need: `export before it: export ${name}=${JSON.stringify(value ?? '…')}`,
    fix: ['Write export before it, or start with sdn launch and pass the arguments after --.'],
  });
}

function notAName(python: string) {
  return warn(userScript, {
    found: `PYTHON is "${python}", and webui.sh takes it for the name of a program.`,
    need: 'A program or a path, such as python3.12.',
    fix: ['Name the program.', `export PYTHON=python${python}`],
  });
}
