// node test/bench/run.js [--dir DIR] [--install] [--only WORD] [--write]
// Ratios against a baseline timed in the same run. Never pass or fail: a machine is as fast as it is.
import { existsSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { availableParallelism, cpus, platform, tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { parseArgs } from 'node:util';
import { table } from './draw.js';
import { compare } from './measure.js';
import { downtimeRows } from './rows/downtime.js';
import { environmentRows } from './rows/environment.js';
import { fleetRows } from './rows/fleet.js';
import { installationRows } from './rows/installation.js';
import { startUpRows } from './rows/start-up.js';

const root = fileURLToPath(new URL('../..', import.meta.url));
const { values } = parseArgs({
  options: {
    dir: { type: 'string' },
    install: { type: 'boolean' },
    only: { type: 'string' },
    write: { type: 'boolean' },
  },
});
const folder = mkdtempSync(join(tmpdir(), 'sdn-bench-'));
const node = process.execPath;
const sdn = (...args) => ({ file: node, args: [join(root, 'bin/run.js'), ...args] });
const setting = { sdn, node, folder, dir: values.dir ?? null, install: values.install === true };

const rows = [startUpRows, fleetRows, environmentRows, installationRows, downtimeRows]
  .flatMap((make) => make(setting))
  .filter(({ what }) => values.only === undefined || what.includes(values.only));

async function measured({ what, against, aim, runs, setUp, baseline, candidate, count, skipped }) {
  if (skipped) return { what, against, aim, skipped };
  process.stderr.write(`${what} …\n`);
  await setUp?.();
  try {
    if (count !== undefined) return { what, against, aim, count: await count() };
    return { what, against, aim, result: await compare({ baseline, candidate, runs }) };
  } catch (error) {
    return {
      what,
      against,
      aim,
      skipped: error.message.split('\n')[0].replaceAll(folder, '…').slice(0, 120),
    };
  }
}

const done = [];
for (const row of rows) done.push(await measured(row));
rmSync(folder, { recursive: true, force: true });

const machine = `${cpus()[0]?.model.trim() ?? 'an unknown CPU'}, ${availableParallelism()} threads, ${platform()}, Node ${process.version}`;
const results = { schema: 'sdn.bench/1', at: new Date().toISOString(), machine, rows: done };
const drawn = table(results).join('\n');
process.stdout.write(`${drawn}\n`);
if (values.write) keep();

/** The numbers beside this program, and the table where the README has room for it. */
function keep() {
  writeFileSync(join(root, 'test/bench/results.json'), `${JSON.stringify(results, null, 2)}\n`);
  const readme = join(root, 'README.md');
  if (!existsSync(readme)) return;
  const text = readFileSync(readme, 'utf8');
  const marked = /(<!-- benchmarks -->\n)[\s\S]*?(<!-- \/benchmarks -->)/;
  writeFileSync(
    readme,
    text.replace(marked, (_, start, end) => `${start}${drawn}\n${end}`),
  );
}
