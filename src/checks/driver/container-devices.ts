import type { Check } from '../../findings/check.ts';
import { fail, pass } from '../say.ts';
import { isOpenvino, type Subject, wantedVariant } from '../subject.ts';

export const containerDevices: Check<Subject> = {
  id: 'driver.container-devices',
  group: 'driver',
  title: 'The container has the host’s GPU devices',
  skipReason(subject) {
    if (!subject.machine.container) return 'This is no container.';
    const counts = isOpenvino(subject) || ['xpu', 'rocm'].includes(wantedVariant(subject) ?? '');
    if (!counts) return 'This variant does not use render nodes.';
    const hasGpu = (subject.machine.displayVendors ?? []).some((vendor) => ['8086', '1002'].includes(vendor));
    return hasGpu ? null : 'The host shows no GPU that would use them.';
  },
  run({ machine }) {
    const nodes = machine.renderNodes ?? [];
    if (nodes.length > 0) return pass(containerDevices, nodes.map(({ path }) => path).join(', '));
    return fail(containerDevices, {
      found: 'The host has a GPU, and this container has no /dev/dri.',
      need: 'The device and the group that owns it, given when the container is started.',
      fix: [
        'Add to docker run, on the host.',
        '--device /dev/dri --group-add $(stat -c %g /dev/dri/renderD128)',
      ],
    });
  },
};
