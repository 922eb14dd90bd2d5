// A whole installation with everything cached, against uv and pip doing the same; needs --install, and fills the
// caches of all three first.
import { execFileSync } from 'node:child_process';
import { mkdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { pipConfiguration } from '../../../src/packages/pip/pip-configuration.ts';
import { sourcesOf } from '../../../src/packages/sources/sources.ts';
import { bringUv } from '../../../src/packages/uv/bring-uv.ts';
import { parseSdnLock } from '../../../src/packages/uv/sdn-lock.ts';
import { uvEnvironment } from '../../../src/packages/uv/uv-environment.ts';
import { thisMachine } from '../../../src/system/this-machine.ts';
import { bareRun } from './bare-run.js';

const PARTS = ['openvino', 'numpy', 'torch', 'torchvision'];
const NO_WISHES = { torchIndexUrl: null, indexUrl: null, extraIndexUrls: [], findLinks: [] };

export function installationRows({ sdn, folder, install }) {
  const skipped = install ? null : 'needs `--install` and filled caches';
  const fresh = (path) => {
    rmSync(path, { recursive: true, force: true });
    mkdirSync(path, { recursive: true });
  };
  const own = join(folder, 'install-own');
  const candidate = {
    ...sdn('install', '--use-openvino', '--quiet', '--dir', own),
    prepare: () => fresh(own),
  };
  const row = (what, against, aim, make) => {
    const path = join(folder, `install-${aim}`);
    const baseline = { file: 'bash', args: [], prepare: () => fresh(path) };
    const setUp = async () => Object.assign(baseline, await make(await sameSet({ sdn, folder }), path));
    return { what, against, aim, runs: 3, setUp, baseline, candidate, skipped };
  };
  return [
    row('`sdn install --use-openvino`, all cached', '`uv venv`, `uv pip install`, one Python', 1.25, withUv),
    row('the same', '`python -m venv`, `pip install`, one Python', 0.25, withPip),
  ];
}

/** What sdn installs here: the same versions, Python and sources for the others. */
async function sameSet({ sdn, folder }) {
  const system = thisMachine(new AbortController().signal);
  const first = join(folder, 'install-first');
  const { file, args } = sdn('install', '--use-openvino', '--quiet', '--dir', first);
  execFileSync(file, args, { stdio: 'ignore' });
  const { wheels } = parseSdnLock(readFileSync(join(first, 'sdn.lock'), 'utf8'));
  const manifest = JSON.parse(readFileSync(join(first, 'venv', 'sdn-environment.json'), 'utf8'));
  const python = manifest.interpreter.path;
  const env = uvEnvironment(sourcesOf(NO_WISHES, await pipConfiguration(python, system)), system);
  const parts = PARTS.filter((part) => wheels.some(({ name }) => name === part));
  const set = wheels.map(({ name, version }) => `${name}==${version}`);
  return { python, env, set, run: await bareRun(folder, 'small', parts), system, folder };
}

async function withUv({ python, env, set, run, system, folder }, path) {
  const uv = (await bringUv(python, system)).path;
  // torch asks for a newer setuptools than the one that SD.Next accepts.
  const override = join(folder, 'override.txt');
  writeFileSync(override, set.filter((each) => each.startsWith('setuptools')).join('\n'));
  const lines = [
    `"${uv}" venv -q --no-project --python "${python}" "$0/venv"`,
    `"${uv}" pip install -q --python "$0/venv" --override "${override}" ${set.join(' ')}`,
    '"$0/venv/bin/python" "$@"',
  ];
  return { args: ['-ec', lines.join('\n'), path, ...run], env };
}

async function withPip({ python, set, run }, path) {
  const lines = [
    `"${python}" -m venv "$0/venv"`,
    `"$0/venv/bin/pip" install -q --no-deps --disable-pip-version-check ${set.join(' ')}`,
    '"$0/venv/bin/python" "$@"',
  ];
  return { args: ['-ec', lines.join('\n'), path, ...run] };
}
