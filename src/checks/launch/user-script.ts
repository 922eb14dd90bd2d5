import { basename, resolve } from 'node:path';
import type { Check } from '../../findings/check.ts';
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

function notAName(python: string) {
  return warn(userScript, {
    found: `PYTHON is "${python}", and webui.sh takes it for the name of a program.`,
    need: 'A program or a path, such as python3.12.',
    fix: ['Name the program.', `export PYTHON=python${python}`],
  });
}
