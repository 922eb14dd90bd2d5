// `npm run package [-- FOLDER]`: what users install, in out/: the npm tarball, and a wheel that carries the same files.
import { spawnSync } from 'node:child_process';
import { mkdirSync, readdirSync, rmSync } from 'node:fs';
import { resolve } from 'node:path';
import { fileURLToPath } from 'node:url';

const root = fileURLToPath(new URL('..', import.meta.url));
const out = resolve(process.argv[2] ?? `${root}/out`);

function run(program, args) {
  const child = spawnSync(program, args, { cwd: root, stdio: ['ignore', 'inherit', 'inherit'] });
  if (child.status !== 0) throw new Error(`${program} ${args[0]} failed: ${child.error ?? child.status}`);
}

function npm() {
  const cli = process.env.npm_execpath;
  if (cli === undefined) throw new Error('Started without npm. Use: npm run package');
  return cli;
}

function made(ending) {
  return `${out}/${readdirSync(out).find((name) => name.endsWith(ending))}`;
}

mkdirSync(out, { recursive: true });
for (const name of readdirSync(out).filter((name) => /^sdn-.*\.(tgz|whl)$/.test(name)))
  rmSync(`${out}/${name}`);
run(process.execPath, [npm(), 'pack', '--ignore-scripts', '--loglevel=error', '--pack-destination', out]);
const python = process.platform === 'win32' ? 'python' : 'python3';
run(python, [`${root}/bin/wheel/make-wheel.py`, made('.tgz'), out]);
