import type { Check } from '../../findings/check.ts';
import { pass, warn } from '../say.ts';
import { isOpenvino, type Subject } from '../subject.ts';
import { forget } from './forget.ts';

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
      fix: forget(subject, 'TORCH_COMMAND'),
      evidence: [{ kind: 'env', source: 'TORCH_COMMAND', value: command }],
    });
  },
};
