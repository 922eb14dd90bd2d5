import { spawnSync } from 'node:child_process';
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, describe, expect, test } from 'vitest';
import { bashScript } from '../../../src/cli/completion/bash.ts';
import { fishScript } from '../../../src/cli/completion/fish.ts';
import { type KnownCommand, knownCommands } from '../../../src/cli/completion/known-command.ts';
import { powershellScript } from '../../../src/cli/completion/powershell.ts';
import { zshScript } from '../../../src/cli/completion/zsh.ts';
import { manPage } from '../../../src/cli/man-page.ts';

const folder = mkdtempSync(join(tmpdir(), 'sdn-completion-'));
afterAll(() => rmSync(folder, { recursive: true }));

const commands: readonly KnownCommand[] = knownCommands(
  Object.values(JSON.parse(readFileSync('oclif.manifest.json', 'utf8')).commands),
);
const has = (program: string) => spawnSync(program, ['--version']).error === undefined;

function script(name: string, lines: readonly string[]): string {
  const file = join(folder, name);
  writeFileSync(file, `${lines.join('\n')}\n`);
  return file;
}

describe.skipIf(!has('bash'))('bash completes', () => {
  const file = script('sdn.bash', bashScript(commands));
  const completed = (...words: readonly string[]) => {
    const ask =
      'source "$0"; COMP_WORDS=("$@"); COMP_CWORD=$(($# - 1)); _sdn; printf "%s\\n" "${COMPREPLY[@]}"';
    const { stdout, stderr } = spawnSync('bash', ['--norc', '-c', ask, file, ...words], {
      encoding: 'utf8',
      cwd: folder,
    });
    expect(stderr).toBe('');
    return stdout.trim().split('\n');
  };

  test.each([
    [['sdn', 'det'], ['detect']],
    [
      ['sdn', 'report', ''],
      ['diff', 'merge'],
    ],
    [['sdn', 'report', 'merge', '--out'], ['--output']],
    [
      ['sdn', 'detect', '--format', 'j'],
      ['json', 'junit'],
    ],
    [['sdn', 'detect', '--no-c'], ['--no-color']],
    [
      ['sdn', 'detect', '--format', '=', 'j'],
      ['json', 'junit'],
    ],
    [['sdn', 'completion', 'f'], ['fish']],
    [['sdn', 'report', 'merge', 'sdn.ba'], ['sdn.bash']],
    [['sdn', 'verify', '--device-id', ''], ['']],
  ])('%j', (words, expected) => {
    expect(completed(...words)).toEqual(expected);
  });
});

test.skipIf(!has('fish'))('fish completes commands, subcommands and values', () => {
  const file = script('sdn.fish', fishScript(commands));
  const completed = (line: string) =>
    spawnSync('fish', ['--no-config', '-c', `source ${file}; complete -C ${JSON.stringify(line)}`], {
      encoding: 'utf8',
      env: { HOME: folder, PATH: process.env.PATH },
    })
      .stdout.trim()
      .split('\n')
      .map((row) => row.split('\t')[0]);
  expect(completed('sdn det')).toEqual(['detect']);
  expect(completed('sdn report ')).toEqual(expect.arrayContaining(['diff', 'merge']));
  expect(completed('sdn detect --format j')).toEqual(expect.arrayContaining(['json', 'junit']));
});

/** The real shell, on a terminal, with the script read and Tab pressed. */
describe.each([
  ['bash', ['--norc', '-i'], bashScript],
  ['zsh', ['-f', '-i'], zshScript],
  ['fish', ['--no-config', '-i'], fishScript],
] as const)('on a terminal %s', (shell, args, write) => {
  const before = shell === 'zsh' ? 'autoload -U compinit; compinit -u -D; ' : '';
  const file = script(`sdn.pty.${shell}`, write(commands));

  test.skipIf(!has(shell) || process.platform === 'win32').each([
    ['sdn verify --require ', ['accelerator', 'npu']],
    ['sdn verify --format=j', ['json', 'junit']],
    ['sdn completion ', ['powershell', 'fish']],
    ['sdn report ', ['diff', 'merge']],
  ])('after %j offers %j', (line, expected) => {
    const asked = ['test/fixtures/programs/press_tab.py', `${before}source ${file}`, line, ...expected];
    const { status, stdout } = spawnSync('python3', [...asked, '--', shell, ...args], {
      encoding: 'utf8',
      env: { HOME: folder, PATH: process.env.PATH, TERM: 'xterm', LANG: 'C.UTF-8' },
    });
    expect(status, stdout).toBe(0);
  });
});

test('PowerShell is told every command and every flag', () => {
  const text = powershellScript(commands).join('\n');
  for (const { words, flags } of commands) {
    expect(text).toContain(`'${words}' = @(`);
    for (const { name } of flags) expect(text).toContain(`'--${name}'`);
  }
});

describe('the manual', () => {
  test('is the one of this command table', () => {
    expect(readFileSync('templates/man/sdn.1', 'utf8'), 'run: npm run build').toBe(
      `${manPage(commands).join('\n')}\n`,
    );
  });

  test.skipIf(!has('man'))('is read without a complaint', () => {
    const { stderr, stdout } = spawnSync('man', ['--warnings', '-l', 'templates/man/sdn.1'], {
      encoding: 'utf8',
      env: { ...process.env, MANWIDTH: '80', LANG: 'C.UTF-8' },
    });
    expect(stderr).toBe('');
    expect(stdout).toContain('sdn report merge FILES');
  });
});
