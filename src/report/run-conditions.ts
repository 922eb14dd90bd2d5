import type { RungResult } from '../proof/proof.ts';

const NAMES: Readonly<Record<string, string>> = {
  openvino: 'OpenVINO',
  python: 'Python',
  node: 'Node',
  torch: 'torch',
};

/** What a rung ran with: the network, the memory, the versions. OpenVINO's own is followed by its build. */
export function runConditions({ network, memoryPeakBytes, versions }: RungResult): readonly string[] {
  const known = Object.entries(versions).filter(([, version]) => version !== null);
  return [
    ...(network === undefined ? [] : [`${network.gflop} GFLOP network`]),
    ...(memoryPeakBytes ? [`${Math.round(memoryPeakBytes / 2 ** 20)} MiB at most`] : []),
    ...known.map(([name, version]) => `${NAMES[name] ?? name} ${short(name, version ?? '')}`),
  ];
}

function short(name: string, version: string): string {
  return name === 'openvino' ? (version.split('-')[0] ?? version) : version.replace(/^v(?=\d)/, '');
}
