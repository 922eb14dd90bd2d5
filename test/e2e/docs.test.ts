import { mkdirSync, mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { openvinoFolder, ROOT, sdn } from '../fixtures/sdn.ts';

/** Plans only: what they would do for real has tests of its own. */
const PLANNED = ['install', 'reinstall', 'clean-venv', 'bundle', 'launch'];
const folder = mkdtempSync(join(tmpdir(), 'sdn-docs-'));
const pages = readdirSync(join(ROOT, 'docs'));
const all = pages.flatMap((page) => commandsIn(page).map((command) => ({ page, command })));
/** Each line once, on the page that has it last. */
const lines = [...new Map(all.map((line) => [line.command, line])).values()];

function commandsIn(page: string): readonly string[] {
  const blocks = readFileSync(join(ROOT, 'docs', page), 'utf8').matchAll(/^```sh\n([^`]*)^```$/gm);
  return (
    [...blocks]
      .flatMap(([, text = '']) => text.split('\n'))
      .filter((line) => line !== '' && !line.startsWith('#'))
      // What the shell does with it is the shell's: `source <(sdn …)`, `sdn … | source`, `sdn … > FILE`.
      .map((line) => /(?:^|<\()(sdn [^|>)]+)/.exec(line)?.[1]?.trim() ?? line)
  );
}

/** The line before makes it, and is only planned here. */
const NO_BUNDLE = 'There is no bundle at';
let venv: string;

beforeAll(async () => {
  venv = join(await openvinoFolder(), 'venv');
  const report = (await sdn(['detect', '--json'], { cwd: folder })).stdout;
  const { facts } = JSON.parse(report);
  writeFileSync(join(folder, 'facts.json'), JSON.stringify(facts));
  for (const name of ['monday', 'friday', 'before', 'after', 'laptop', 'desktop'].map(
    (each) => `${each}.json`,
  ))
    writeFileSync(join(folder, name), report);
  mkdirSync(join(folder, 'reports'));
  writeFileSync(join(folder, 'reports/one.json'), report);
});
afterAll(() => rmSync(folder, { recursive: true, force: true }));

/** Neither a bug nor a usage error: the line is what it says. What it finds on this machine is not the page's business. */
describe('the commands of the documentation', () => {
  test.each(lines)('$page: $command', async ({ page, command }) => {
    const [program, ...args] = command.split(/\s+/);
    expect(program).toBe('sdn');
    const dry = PLANNED.includes(args[0] ?? '') ? ['--dry-run'] : [];
    // One page proves for real; elsewhere the folder holds no environment, which is soon said.
    const place = page === 'verdict.md' ? ['--venv', venv] : [];
    const { code, stdout, stderr } = await sdn([...args, ...dry, ...place], { cwd: folder });
    const said = `${stdout}\n${stderr}`;
    if (!said.includes(NO_BUNDLE)) expect([1, 2, null], said).not.toContain(code);
  });
});

const { commands } = JSON.parse(readFileSync(join(ROOT, 'oclif.manifest.json'), 'utf8'));
const texts = ['README.md', ...pages.map((page) => `docs/${page}`)];
/** `sdn report merge ...` within a sentence or a table, up to what is handed on to SD.Next. */
const spans = texts.flatMap((text) =>
  [
    ...readFileSync(join(ROOT, text), 'utf8').matchAll(
      /`(?:npm run --silent sdn -- |uvx |npx )?sdn ([^`]*)`/g,
    ),
  ].map(([, command = '']) => [text, (command.split(' -- ')[0] ?? '').replaceAll('\\', '')] as const),
);

test.each(spans)('%s: sdn %s is a command with flags that exist', (_, span) => {
  const words = span.split(/\s+/);
  const ids = words.map(
    (__, at) =>
      words
        .slice(0, at + 1)
        .join(':')
        .split('|')[0] ?? '',
  );
  const id = ids.findLast((each) => each in commands) ?? 'none';
  if (['--version', 'COMMAND', 'ARGS', 'report', 'template'].includes(words[0] ?? '')) return;
  expect(Object.keys(commands), span).toContain(id);
  const flags = [...span.matchAll(/--([a-z][a-z-]*)/g)].map(([, flag = '']) => flag);
  const known = [...Object.keys(commands[id].flags), 'use', 'help'];
  for (const flag of flags) expect(known).toContain(flag.replace(/-$/, ''));
});
