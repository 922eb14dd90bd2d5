import type { Check } from '../../findings/check.ts';
import { fail, pass } from '../say.ts';
import {
  installedVariant,
  reinstallCommand,
  type Subject,
  skipWithoutEnvironment,
  wantedVariant,
} from '../subject.ts';

export const torchPresent: Check<Subject> = {
  id: 'packages.torch',
  group: 'packages',
  title: 'torch and torchvision are installed',
  skipReason(subject) {
    const isRuntimeOnly = installedVariant(subject) === 'openvino' && subject.environment.manifest !== null;
    if (isRuntimeOnly && !subject.environment.manifest?.pins.some((pin) => pin.startsWith('torch==')))
      return 'This environment holds the OpenVINO runtime only, as asked for.';
    return skipWithoutEnvironment(subject);
  },
  run(subject) {
    const { torch, torchvision } = subject.environment.packages;
    if (torch !== undefined && torchvision !== undefined)
      return pass(torchPresent, `torch ${torch}, torchvision ${torchvision}`);
    const missing = torch === undefined ? 'torch' : 'torchvision';
    return fail(torchPresent, {
      found: `${missing} is not installed.`,
      need:
        missing === 'torch'
          ? 'torch for this machine; SD.Next would install what it finds fitting, or stop.'
          : 'torchvision of the same release; SD.Next does not install it by itself and stops while it loads.',
      fix: ['Reinstall both together.', reinstallCommand(subject, wantedVariant(subject))],
    });
  },
};
