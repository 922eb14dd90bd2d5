#!/usr/bin/env node
// Everything above the last `require` must run on any Node, so that an old one gets a sentence and not a stack trace.
import module from 'node:module';

const require = module.createRequire(import.meta.url);

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
  // A closed pipe (`sdn detect | head -1`) is the reader's choice, not an error.
  for (const stream of [process.stdout, process.stderr]) {
    stream.on('error', (error) => process.exit(error.code === 'EPIPE' ? (process.exitCode ?? 0) : 1));
  }
  module.enableCompileCache?.();
  const { main } = require('../dist/sdn.cjs');
  process.exitCode = await main(process.argv.slice(2));
}
