// A whole installation with everything cached, against uv and pip doing the same; needs --install.
import { mkdirSync, rmSync } from 'node:fs';
import { join } from 'node:path';

const RUN = 'import openvino as ov; print(ov.Core().available_devices)';

export function installationRows({ sdn, folder, install }) {
  const skipped = install ? null : 'needs `--install` and filled caches';
  const [own, uv, pip] = ['own', 'uv', 'pip'].map((name) => join(folder, `install-${name}`));
  const fresh = (path) => () => rmSync(path, { recursive: true, force: true });
  const shell = (path, lines) => ({
    file: 'bash',
    args: ['-ec', lines.join('\n'), path],
    prepare: fresh(path),
  });
  const set = 'openvino==2026.2.1';
  const candidate = {
    ...sdn('install', '--use-openvino', '--runtime-only', '--dir', own),
    prepare: () => {
      fresh(own)();
      mkdirSync(own, { recursive: true });
    },
  };
  const withUv = shell(uv, [
    'uv venv -q "$0"',
    `uv pip install -q --python "$0/bin/python" ${set}`,
    `"$0/bin/python" -I -c '${RUN}'`,
  ]);
  const withPip = shell(pip, [
    'python3 -m venv "$0"',
    `"$0/bin/pip" install -q ${set}`,
    `"$0/bin/python" -I -c '${RUN}'`,
  ]);
  return [
    {
      what: '`sdn install --use-openvino --runtime-only`, cached',
      against: '`uv venv`, `uv pip install`, one Python',
      aim: 1.25,
      runs: 3,
      baseline: withUv,
      candidate,
      skipped,
    },
    {
      what: 'the same',
      against: '`venv`, `pip install`, one Python',
      aim: 0.25,
      runs: 3,
      baseline: withPip,
      candidate,
      skipped,
    },
  ];
}
