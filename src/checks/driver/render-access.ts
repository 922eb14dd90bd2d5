import type { Check } from '../../findings/check.ts';
import { fail, pass } from '../say.ts';
import { isOpenvino, type Subject, wantedVariant } from '../subject.ts';

export const renderAccess: Check<Subject> = {
  id: 'driver.render-access',
  group: 'driver',
  title: 'This user may open the render nodes',
  skipReason: skipUnlessRenderNodesCount,
  run({ machine }) {
    const nodes = machine.renderNodes ?? [];
    const denied = nodes.filter((node) => !node.usable);
    if (denied.length === 0) return pass(renderAccess, nodes.map(({ path }) => path).join(', '));
    const [first] = denied;
    return fail(renderAccess, {
      found: `This user may not open ${denied.map(({ path }) => path).join(', ')}, through which a GPU computes.`,
      need: 'Membership in the group that owns the node, usually render; it counts from the next login.',
      fix: machine.container
        ? ['Start the container with the group of the host.', `--group-add ${first?.gid ?? 'render'}`]
        : ['Join the group, then log in again.', 'sudo usermod -aG render "$USER"'],
      evidence: denied.map(({ path, gid }) => ({ kind: 'file', source: path, value: `group ${gid}` })),
    });
  },
};

/** Where GPUs compute through /dev/dri: Linux with OpenVINO, XPU or ROCm. */
function skipUnlessRenderNodesCount(subject: Subject): string | null {
  const { machine } = subject;
  if (machine.platform !== 'linux') return 'Render nodes exist on Linux only.';
  const counts = isOpenvino(subject) || ['xpu', 'rocm'].includes(wantedVariant(subject) ?? '');
  if (!counts) return 'This variant does not use render nodes.';
  return machine.renderNodes === null || machine.renderNodes.length === 0
    ? 'There are no render nodes here.'
    : null;
}
