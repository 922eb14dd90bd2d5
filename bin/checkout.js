// `npm run sdn -- ARGS` from a checkout: build first where the build is missing or older than its sources.
import { spawnSync } from 'node:child_process';
import { readdirSync, statSync } from 'node:fs';
import { fileURLToPath } from 'node:url';

const root = fileURLToPath(new URL('..', import.meta.url));

function newest(folder) {
  return readdirSync(folder, { recursive: true })
    .map((name) => statSync(`${folder}/${name}`).mtimeMs)
    .reduce((latest, time) => Math.max(latest, time), 0);
}

function builtAt() {
  return statSync(`${root}/dist/sdn.cjs`, { throwIfNoEntry: false })?.mtimeMs ?? 0;
}

if (builtAt() < newest(`${root}/src`)) {
  const build = spawnSync(process.execPath, [`${root}/bin/build.js`], {
    stdio: ['ignore', 'ignore', 'inherit'],
  });
  if (build.status !== 0) process.exit(build.status ?? 1);
}
// npm moves into the package; relative paths are the caller's.
process.chdir(process.env.INIT_CWD ?? process.cwd());
process.argv.splice(1, 1, `${root}/bin/run.js`);
await import('./run.js');
