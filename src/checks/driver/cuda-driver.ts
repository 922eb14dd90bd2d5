import cudaIndexes from '../../../templates/tables/cuda-indexes.json' with { type: 'json' };
import type { Check } from '../../findings/check.ts';
import { fail, pass, unknown } from '../say.ts';
import { reinstallCommand, type Subject, wantedVariant } from '../subject.ts';

export const cudaDriver: Check<Subject> = {
  id: 'driver.cuda',
  group: 'driver',
  title: 'The NVIDIA driver is new enough for torch',
  skipReason: (subject) => (wantedVariant(subject) === 'cuda' ? null : 'This variant does not use CUDA.'),
  run(subject) {
    const { machine, environment } = subject;
    const label = /\+(cu\d+)/.exec(environment.packages.torch ?? '')?.[1];
    const driver = machine.nvidiaDriver;
    if (driver === null)
      return unknown(cudaDriver, 'The version of the NVIDIA driver is not visible in files here.');
    const floor = label === undefined ? null : floorOf(label, machine.platform);
    if (floor === null || isAtLeast(driver, floor)) return pass(cudaDriver, `driver ${driver}`);
    return fail(cudaDriver, {
      found: `The NVIDIA driver is ${driver}; torch for ${label} starts with ${floor}.`,
      need: `Driver ${floor} or newer, or a torch for an older CUDA.`,
      fix: ['Let sdn choose the index that fits the driver.', reinstallCommand(subject, 'cuda')],
    });
  },
};

function floorOf(label: string, platform: NodeJS.Platform): string | null {
  const row = cudaIndexes.rows.find((each) => each.label === label);
  return (platform === 'win32' ? row?.floor.win32 : row?.floor.linux) ?? null;
}

function isAtLeast(driver: string, floor: string): boolean {
  const [a, b] = [driver, floor].map((version) => version.split('.').map(Number));
  const differs = (a ?? []).findIndex((part, at) => part !== (b?.[at] ?? 0));
  return differs === -1 || (a?.[differs] ?? 0) > (b?.[differs] ?? 0);
}
