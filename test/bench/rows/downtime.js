// Whether whoever uses the environment while it is replaced ever finds none; needs --install, and the caches filled.
import { execFileSync, spawn } from 'node:child_process';
import { once } from 'node:events';
import { mkdirSync, symlinkSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';

const WATCHER = fileURLToPath(new URL('../../torture/programs/watch.py', import.meta.url));
const WAYS = [
  {
    how: 'start',
    what: 'starts of its Python that fail during `sdn reinstall`',
    against: 'one after another',
  },
  { how: 'look', what: 'looks at its Python that find none meanwhile', against: 'in a tight loop' },
];

export function downtimeRows({ sdn, folder, install }) {
  const skipped = install ? null : 'needs `--install` and filled caches';
  const dir = join(folder, 'downtime');
  const seen = () => watchedReinstall({ sdn, dir });
  let first = null;
  const count = (how) => async () => {
    first ??= seen();
    return (await first)[how];
  };
  return WAYS.map(({ how, ...words }) => ({ ...words, aim: 0, skipped, count: count(how) }));
}

/** Both watchers at once, over one reinstall; for each: `tries`, `misses` and `longest_us`. */
async function watchedReinstall({ sdn, dir }) {
  mkdirSync(dir, { recursive: true });
  const run = async (command) => {
    const { file, args } = sdn(command, '--use-openvino', '--runtime-only', '--quiet', '--dir', dir);
    const [code] = await once(spawn(file, args, { stdio: 'ignore' }), 'close');
    if (code !== 0) throw new Error(`${command} ended with ${code}`);
  };
  await run('install');
  const venv = join(dir, 'venv');
  const base = execFileSync(join(venv, 'bin', 'python'), ['-c', 'import sys; print(sys._base_executable)']);
  const python = String(base).trim();
  // By another name: while a program is seen to run from the environment, sdn refuses to replace it.
  const alias = `${dir}-alias`;
  symlinkSync(venv, alias);
  const watchers = await Promise.all(WAYS.map(({ how }) => watch(python, alias, how)));
  await run('reinstall');
  const [start, look] = await Promise.all(watchers.map((end) => end()));
  return { start, look };
}

async function watch(python, venv, how) {
  const child = spawn(python, ['-I', WATCHER, venv, how, 'pip'], { stdio: ['pipe', 'pipe', 'inherit'] });
  await once(child.stdout, 'data');
  return async () => {
    child.stdin.end('\n');
    const [line] = await once(child.stdout, 'data');
    return JSON.parse(String(line));
  };
}
