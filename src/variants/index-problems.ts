import type { Facts } from '../hardware/facts.ts';
import { type CudaIndex, cudaIndexOf, floorFor, indexesWithKernels } from './cuda-index.ts';
import type { Problem } from './decision.ts';
import type { Device } from './device.ts';
import { gfxTargetOf, indexesFor, rocmIndexOf } from './gfx-targets.ts';
import type { Host } from './host.ts';
import { nvidiaVersion } from './nvidia-driver.ts';
import { newerNvidiaDriver } from './remedies.ts';
import { reaches } from './version.ts';

type Setting = { readonly facts: Facts; readonly host: Host; readonly devices: readonly Device[] };

/** Why an index that the user named will not do on the cards that are here; it is taken all the same. */
export function indexProblems(label: string, setting: Setting): readonly Problem[] {
  const cuda = cudaIndexOf(label);
  if (cuda !== null) return cudaProblems(cuda, setting);
  return rocmIndexOf(label) === null ? [] : rocmProblems(label, setting);
}

function cudaProblems(index: CudaIndex, { facts, host, devices }: Setting): readonly Problem[] {
  const cards = devices.filter(({ vendor, capability }) => vendor === 'nvidia' && capability !== null);
  const without = cards.filter(
    ({ capability }) =>
      !indexesWithKernels(capability ?? '', host).some(({ label }) => label === index.label),
  );
  const driver = cards.map(({ gpu }) => nvidiaVersion(gpu.driverVersion)).find((version) => version !== null);
  const capabilities = cards.map(({ capability }) => capability ?? '');
  const floor = floorFor(index, { capabilities, driver: null, host });
  return [
    ...without.map((card) => noKernels(`${card.title}, capability ${card.capability}`, index.label)),
    ...(driver && !reaches(driver, floor) ? [tooOld(index, driver, { floor, facts, host })] : []),
  ];
}

type Need = { readonly floor: string; readonly facts: Facts; readonly host: Host };

function tooOld({ label }: CudaIndex, driver: string, { floor, facts, host }: Need): Problem {
  return {
    code: 'driver-too-old',
    text: `${label} needs driver ${floor} or newer; found ${driver}`,
    remedy: newerNvidiaDriver(facts, host, floor),
  };
}

function rocmProblems(label: string, { devices }: Setting): readonly Problem[] {
  return devices
    .filter(({ vendor }) => vendor === 'amd')
    .map((device) => ({ device, target: gfxTargetOf(device.gfx) }))
    .filter(
      ({ device, target }) =>
        !device.integrated && target !== null && !indexesFor(target).some((row) => row.label === label),
    )
    .map(({ device }) => noKernels(`${device.title} (${device.gfx})`, label));
}

function noKernels(what: string, label: string): Problem {
  const remedy = 'sdn detect';
  return { code: 'no-kernels-for-gpu', text: `${label} has no kernels for ${what}`, remedy };
}
