// Start-up time is a feature: an entry for each command, so that none loads the others, and CommonJS, because the
// built-in modules of Node open in half the time that way (6 ms against 14 ms for the eighteen used here).
import { spawnSync } from 'node:child_process';
import { createHash } from 'node:crypto';
import { mkdirSync, readdirSync, readFileSync, renameSync, rmSync, writeFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { rolldown } from 'rolldown';
import { leanOclif } from './lean-oclif.js';
import { thirdPartyLicenses } from './third-party-licenses.ts';

const root = fileURLToPath(new URL('..', import.meta.url));

/** `commands/report/merge` → its source; oclif finds the command `report merge` under that name. */
function entries() {
  const files = readdirSync(`${root}/src/commands`, { recursive: true }).filter((name) =>
    name.endsWith('.ts'),
  );
  const commands = files.map((name) => [
    `commands/${name.slice(0, -3).replaceAll('\\', '/')}`,
    `${root}/src/commands/${name}`,
  ]);
  return { start: `${root}/src/start.ts`, sdn: `${root}/src/sdn.ts`, ...Object.fromEntries(commands.sort()) };
}

async function bundle() {
  const build = await rolldown({
    input: entries(),
    platform: 'node',
    // Resolved at run time on purpose: native or optional, and never a reason for a failed start.
    external: ['openvino-node', 'koffi'],
    plugins: leanOclif,
    logLevel: 'warn',
  });
  const written = await build.write({
    // A failed build leaves the one before in its place.
    dir: `${root}/dist.new`,
    format: 'cjs',
    minify: true,
    entryFileNames: '[name].cjs',
    chunkFileNames: 'shared/[name].cjs',
    // Their terms are in the file of all licences.
    comments: { legal: false },
  });
  const inlined = written.output.flatMap((chunk) => (chunk.type === 'chunk' ? chunk.moduleIds : []));
  writeFileSync(`${root}/dist.new/THIRD-PARTY-LICENSES.txt`, thirdPartyLicenses(inlined));
  writeFileSync(`${root}/dist.new/build-id`, idOf(written.output));
  rmSync(`${root}/dist`, { recursive: true, force: true });
  renameSync(`${root}/dist.new`, `${root}/dist`);
}

/** Tells builds apart, for code that was compiled from one of them. */
function idOf(chunks) {
  const hash = createHash('sha256');
  for (const { fileName, code = '' } of chunks) hash.update(`${fileName} ${code.length}\n${code}`);
  return hash.digest('hex').slice(0, 16);
}

function manifest() {
  const oclif = spawnSync(process.execPath, [`${root}/node_modules/oclif/bin/run.js`, 'manifest', root], {
    cwd: root,
    encoding: 'utf8',
  });
  if (oclif.status !== 0) throw new Error(oclif.stderr || oclif.stdout);
  const { commands, version } = JSON.parse(readFileSync(`${root}/oclif.manifest.json`, 'utf8'));
  // A line for each command, in an order that no file system decides: a change of one command is a change of one line.
  const lines = Object.keys(commands)
    .sort()
    .map((id) => `${JSON.stringify(id)}:${JSON.stringify(commands[id])}`);
  const text = `{"commands":{\n${lines.join(',\n')}\n},"version":${JSON.stringify(version)}}\n`;
  writeFileSync(`${root}/oclif.manifest.json`, text);
}

/** The manual and the reference follow from the manifest, by the sources themselves. */
async function manuals() {
  const { knownCommands } = await import('../src/cli/completion/known-command.ts');
  const { manPage } = await import('../src/cli/man-page.ts');
  const { reference } = await import('../src/cli/reference.ts');
  const { commands } = JSON.parse(readFileSync(`${root}/oclif.manifest.json`, 'utf8'));
  const known = knownCommands(Object.values(commands));
  mkdirSync(`${root}/templates/man`, { recursive: true });
  writeFileSync(`${root}/templates/man/sdn.1`, `${manPage(known).join('\n')}\n`);
  writeFileSync(`${root}/docs/reference.md`, `${reference(known).join('\n')}\n`);
}

await bundle();
manifest();
await manuals();
