// Preloaded into a program under torture: kills it with SIGKILL right before its Nth change to the disk.
// DIE_AT=N, and before that, with FIRST, runs a program: ["PROGRAM","ARGUMENT"...]. With COUNT_TO=FILE it writes the name of each change to that file at its end, one a line.
import fs, { type promises } from 'node:fs';
import { syncBuiltinESMExports } from 'node:module';

const dieAt = Number(process.env.DIE_AT ?? 0);
const first: readonly string[] = JSON.parse(process.env.FIRST ?? '[]');
const countTo = process.env.COUNT_TO;
const CHANGES = ['mkdir', 'rename', 'rm', 'unlink', 'rmdir', 'writeFile', 'open', 'chmod', 'link', 'utimes'];
const changes: string[] = [];

function tick(name: string): void {
  changes.push(name);
  if (changes.length !== dieAt) return;
  if (first.length > 0)
    process.getBuiltinModule('node:child_process').spawnSync(first[0] ?? '', first.slice(1));
  process.kill(process.pid, 'SIGKILL');
}

function wrapped(name: string, original: (...args: unknown[]) => unknown) {
  return (...args: unknown[]) => {
    tick(name);
    return original(...args);
  };
}

function replace(holder: object, name: string): void {
  const original: unknown = Reflect.get(holder, name);
  if (typeof original === 'function') Reflect.set(holder, name, wrapped(name, original.bind(holder)));
}

function wrapHandle(handle: promises.FileHandle): promises.FileHandle {
  for (const name of ['writeFile', 'sync', 'close']) replace(handle, name);
  return handle;
}

for (const name of CHANGES) {
  replace(fs.promises, name);
  replace(fs, `${name}Sync`);
}
const { open } = fs.promises;
fs.promises.open = async (...args) => wrapHandle(await open(...args));
syncBuiltinESMExports();
if (countTo !== undefined) {
  const { writeFileSync } = process.getBuiltinModule('node:fs');
  process.on('exit', () => writeFileSync(countTo, changes.join('\n')));
}
