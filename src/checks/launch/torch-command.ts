import type { Check } from '../../findings/check.ts';
import { pass, warn } from '../say.ts';
import { isOpenvino, type Subject } from '../subject.ts';

export const torchCommand: Check<Subject> = {
  id: 'launch.torch-command',
  group: 'launch',
  title: 'TORCH_COMMAND does not stand in the way',
  run(subject) {
    const command = subject.switches.env.TORCH_COMMAND;
    if (!command) return pass(torchCommand, 'not set');
    const more = isOpenvino(subject)
      ? ' OpenVINO is not installed then, and SD.Next stops at its import.'
      : '';
    return warn(torchCommand, {
      found: `TORCH_COMMAND is set (${command}). SD.Next then skips all choice of a backend.${more}`,
      need: 'No TORCH_COMMAND; sdn takes a specification in --torch-spec.',
      fix: ['Forget it in this shell, and take it out of webui-user.sh.', unsetOn(subject, 'TORCH_COMMAND')],
      evidence: [{ kind: 'env', source: 'TORCH_COMMAND', value: command }],
    });
  },
};

export function unsetOn({ machine }: Subject, name: string): string {
  return machine.platform === 'win32' ? `Remove-Item Env:${name}` : `unset ${name}`;
}
