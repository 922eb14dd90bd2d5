#!/usr/bin/env node
// Everything above the last `require` must run on any Node, so that an old one gets a sentence and not a stack trace.
import { createRequire } from 'node:module';
import { fileURLToPath } from 'node:url';

const require = createRequire(import.meta.url);

/** A closed pipe (`sdn detect | head -1`) is the reader's choice, not an error. The stream opens when it is needed. */
function endQuietly(name) {
  const { get } = Object.getOwnPropertyDescriptor(process, name);
  let opened = null;
  const open = () => {
    opened ??= get
      .call(process)
      .on('error', (error) => process.exit(error.code === 'EPIPE' ? (process.exitCode ?? 0) : 1));
    return opened;
  };
  Object.defineProperty(process, name, { configurable: true, enumerable: true, get: open });
}

const FLOOR = [22, 13];
const [major, minor] = process.versions.node.split('.').map(Number);

if (major < FLOOR[0] || (major === FLOOR[0] && minor < FLOOR[1])) {
  process.stderr.write(
    `sdn needs Node ${FLOOR.join('.')} or newer; this is Node ${process.versions.node} (${process.execPath}).\n`,
  );
  process.exitCode = 78;
} else if (process.argv.length === 3 && ['--version', '-V'].includes(process.argv[2])) {
  const { version } = require('../package.json');
  process.stdout.write(`sdn/${version} ${process.platform}-${process.arch} node-${process.version}\n`);
} else {
  for (const name of ['stdout', 'stderr']) endQuietly(name);
  const { start } = require('../dist/start.cjs');
  process.exitCode = await start(process.argv.slice(2), fileURLToPath(new URL('../dist', import.meta.url)));
}
