// Work on an environment, against the bare tools that do the same; needs one that exists: --dir DIR.
import { execFileSync } from 'node:child_process';
import { cpSync, existsSync, rmSync } from 'node:fs';
import { join } from 'node:path';
import { bareRun } from './bare-run.js';

export function environmentRows({ sdn, node, dir, folder }) {
  const skipped = skipReason(dir);
  const python = join(dir ?? '', 'venv', 'bin', 'python');
  const bare = { file: python, args: [] };
  const setUp = async () => {
    bare.args = await bareRun(folder, 'full');
  };
  const rows = [
    {
      what: '`sdn doctor`',
      against: 'importing openvino there',
      aim: 1,
      runs: 7,
      baseline: { file: python, args: ['-I', '-c', 'import openvino'] },
      candidate: { ...sdn('doctor', '--dir', dir ?? ''), codes: [0, 3, 4] },
    },
    {
      what: '`sdn verify --depth runtime`',
      against: 'a bare Python script: same network, compilations and runs',
      aim: 1.25,
      runs: 5,
      setUp,
      baseline: bare,
      candidate: {
        ...sdn('verify', '--depth', 'runtime', '--device-id', 'CPU', '--dir', dir ?? ''),
        codes: [0, 3],
      },
    },
    {
      what: '`sdn verify`, C engine alone',
      against: 'the same script',
      aim: 0.8,
      runs: 5,
      setUp,
      baseline: bare,
      candidate: {
        ...sdn('verify', '--depth', 'runtime', '--engine', 'c', '--device-id', 'CPU', '--dir', dir ?? ''),
        codes: [0, 3],
      },
    },
    {
      what: '`sdn install`, same variant, healthy',
      against: '`node -e 0`',
      aim: 4,
      runs: 7,
      baseline: { file: node, args: ['-e', '0'] },
      candidate: sdn('install', '--use-openvino', '--dir', dir ?? ''),
    },
    ...deletions({ sdn, dir, folder }),
  ];
  return rows.map((row) => ({ ...row, skipped }));
}

/** Both delete a fresh copy of the same tree: until its path is free, and to the end. */
function deletions({ sdn, dir, folder }) {
  const copy = join(folder, 'deletion');
  const venv = join(copy, 'venv');
  const prepare = () => {
    rmSync(copy, { recursive: true, force: true });
    cpSync(join(dir, 'venv'), venv, { recursive: true, verbatimSymlinks: true });
    // What somebody deletes has long been on the disk, and is freed there.
    execFileSync('sync');
  };
  const baseline = { file: 'rm', args: ['-rf', venv], prepare };
  const candidate = { ...sdn('clean-venv', '--yes', '--dir', copy), prepare };
  const against = '`rm -rf` of the same tree';
  return [
    {
      what: '`sdn clean-venv --yes`, until the folder is gone',
      against,
      aim: 0.2,
      runs: 5,
      baseline,
      candidate: { ...candidate, gone: venv },
    },
    {
      what: '`sdn clean-venv --yes`, to the end',
      against: 'the same',
      aim: 1.2,
      runs: 5,
      baseline,
      candidate,
    },
  ];
}

function skipReason(dir) {
  if (dir === null) return 'needs `--dir` of an OpenVINO environment';
  return existsSync(join(dir, 'venv', 'sdn-environment.json')) ? null : `no environment of sdn in ${dir}`;
}
