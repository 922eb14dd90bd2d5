// Ten thousand reports to one, against reading the same files.
import { mkdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { SAMPLES } from '../../fixtures/reports/samples.ts';

const HOSTS = 10_000;
const NAMES = [
  'verify-proven',
  'verify-gpu-proven',
  'verify-failed-gpu',
  'verify-contradicted',
  'doctor-every-status',
];

export function fleetRows({ sdn, folder }) {
  const reports = join(folder, 'fleet');
  return [
    {
      what: `\`sdn report merge\` of ${HOSTS} reports`,
      against: '`cat` of the files into `wc`',
      aim: 10,
      runs: 5,
      setUp: () => writeFleet(reports),
      baseline: { file: 'sh', args: ['-c', 'cat "$0"/*.json | wc -c', reports] },
      candidate: { ...sdn('report', 'merge', reports, '--json'), codes: [3] },
    },
  ];
}

/** Every hundredth is cut off, as a host that died while it wrote. */
function writeFleet(folder) {
  mkdirSync(folder, { recursive: true });
  const texts = NAMES.map((name) => JSON.stringify(SAMPLES[name], null, 2));
  for (let at = 0; at < HOSTS; at += 1) {
    const text = texts[at % texts.length];
    writeFileSync(join(folder, `host-${at}.json`), at % 100 === 99 ? text.slice(0, 500) : text);
  }
}
