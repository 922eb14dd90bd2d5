import { mkdir, mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir, totalmem } from 'node:os';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import { endingOf, stopOf } from '../../../src/proof/child/ending.ts';
import { talk } from '../../../src/proof/child/talk.ts';
import { spareMemory } from '../../../src/proof/sampling/memory-guard.ts';
import { heldBytes, parseRss } from '../../../src/proof/sampling/tree-memory.ts';
import { heldIn } from '../../../src/proof/sampling/windows-memory.ts';
import type { Command, Run } from '../../../src/system/run.ts';
import { thisMachine } from '../../../src/system/this-machine.ts';

const MIB = 2 ** 20;
const system = thisMachine(new AbortController().signal);
/** A child that hears its request, does this, and answers once it is heard again. */
const child = (work: string) => `
  const lines = require('node:readline').createInterface({ input: process.stdin })[Symbol.asyncIterator]();
  (async () => {
    const { nonce } = JSON.parse((await lines.next()).value);
    console.log('@sdn ' + nonce + ' phase "compile"');
    ${work}
    console.log('@sdn ' + nonce + ' result {}');
    await lines.next();
    process.exit(0);
  })();`;
const ask = (work: string, memoryLimit: number) =>
  talk(system, {
    file: process.execPath,
    args: ['-e', child(work)],
    request: {},
    timeoutMs: 30_000,
    cwd: tmpdir(),
    memoryLimit,
  });
const GROWING = `const held = []; for (let at = 0; at < 400; at += 1) {
  held.push(Buffer.alloc(${MIB}, 1)); await new Promise((next) => setTimeout(next, 5)); }
  await new Promise((next) => setTimeout(next, 20000));`;
const watched = process.platform === 'linux' || process.platform === 'darwin';

test.runIf(watched)(
  'a child that outgrows its limit is stopped, and its end says where and by how much',
  async () => {
    const conversation = await ask(GROWING, 200 * MIB);
    expect(conversation.results).toEqual([]);
    expect(endingOf(conversation)).toBe('overgrown');
    expect(stopOf(conversation, 'overgrown')).toMatch(
      /in its step "compile": it held \d+ MiB .* spare 200 MiB/,
    );
  },
);

test.runIf(watched)('what a child of the child holds counts too', async () => {
  const inner = JSON.stringify(`(async () => { ${GROWING} })()`);
  const conversation = await ask(
    `require('node:child_process').spawn(process.execPath, ['-e', ${inner}], { stdio: 'ignore' });
     await new Promise((next) => setTimeout(next, 20000));`,
    200 * MIB,
  );
  expect(endingOf(conversation)).toBe('overgrown');
});

test('a child within its limit comes to its end', async () => {
  const conversation = await ask('await new Promise((next) => setTimeout(next, 1200));', 2000 * MIB);
  expect([endingOf(conversation), conversation.overgrown]).toEqual(['finished', null]);
});

test('a machine spares four fifths of what is available, a container of its limit, an unreadable one is not guessed', async () => {
  const root = await mkdtemp(join(tmpdir(), 'sdn-memory-'));
  const linux = { ...system, root, platform: 'linux' } as const;
  expect(await spareMemory(linux)).toBeNull();
  await mkdir(join(root, 'proc'));
  await writeFile(join(root, 'proc/meminfo'), 'MemTotal: 16000 kB\nMemAvailable:    10000 kB\n');
  expect(await spareMemory(linux)).toBe(8_000 * 1024);
  await mkdir(join(root, 'sys/fs/cgroup'), { recursive: true });
  await writeFile(join(root, 'sys/fs/cgroup/memory.max'), String(5_000 * 1024));
  expect(await spareMemory(linux)).toBe(4_000 * 1024);
  await rm(root, { recursive: true });
});

test('memory is what no file can give back', () => {
  expect(heldBytes('VmRSS:\t  900 kB\nRssAnon:\t  100 kB\nRssFile:\t  780 kB\nRssShmem:\t   20 kB\n')).toBe(
    120 * 1024,
  );
  expect(heldBytes('VmRSS:\t  900 kB\n')).toBe(900 * 1024);
  expect(heldBytes('Name:\tgone\n')).toBeNull();
  expect(parseRss('  501     1   2048')).toEqual([{ pid: 501, parent: 1, bytes: 2048 * 1024 }]);
});

/** What Windows PowerShell 5.1 prints for this command, one line a look; numbers beyond 32 bits come as numbers too. */
const LOOK = (bytes: number) =>
  `[{"ProcessId":0,"ParentProcessId":0,"PrivatePageCount":61440},{"ProcessId":4711,"ParentProcessId":900,"PrivatePageCount":${bytes}},{"ProcessId":4712,"ParentProcessId":4711,"PrivatePageCount":"104857600"},{"ProcessId":4713,"ParentProcessId":900,"PrivatePageCount":9999999999}]`;

/** A Windows on which the child hangs, and its PowerShell prints recorded lines. */
function windows(lines: readonly string[]) {
  const commands: Command[] = [];
  const run: Run = async (command) => {
    commands.push(command);
    const own = command.file.endsWith('powershell.exe');
    if (own) setImmediate(() => lines.map((line) => command.onLine?.('stdout', line)));
    if (!own) command.onStart?.({ pid: 4711, write: () => undefined });
    await new Promise((resolve) => command.signal?.addEventListener('abort', resolve));
    return { status: 'cancelled', exitCode: null, signal: null, stdout: '', stderr: '', ms: 1 };
  };
  return { commands, system: { ...system, platform: 'win32', env: { SystemRoot: 'D:\\Win' }, run } as const };
}

test('on Windows one PowerShell looks for as long as the child runs, and a tree that outgrows its limit is stopped', async () => {
  const { system: machine, commands } = windows([
    '',
    'Get-CimInstance : Access denied',
    LOOK(50 * MIB),
    LOOK(150 * MIB),
  ]);
  const question = { file: 'python.exe', args: [], request: {}, timeoutMs: 1_000, cwd: tmpdir() };
  const conversation = await talk(machine, { ...question, memoryLimit: 200 * MIB });
  expect(conversation.overgrown).toEqual({ bytes: 250 * MIB, limit: 200 * MIB });
  expect(endingOf(conversation)).toBe('overgrown');
  expect(commands.map(({ file }) => file)).toEqual([
    'python.exe',
    'D:\\Win\\System32\\WindowsPowerShell\\v1.0\\powershell.exe',
  ]);
  expect(commands[1]?.signal?.aborted).toBe(true);
});

test('of all processes only the tree counts; garbage and a tree that is gone count nothing', () => {
  expect(heldIn(LOOK(MIB), 4711)).toBe(101 * MIB);
  expect([heldIn(LOOK(MIB), 5), heldIn('not json', 4711), heldIn('{"ProcessId":4711}', 4711)]).toEqual([
    null,
    null,
    null,
  ]);
});

test('on macOS, which keeps next to nothing free, half of all memory may be held', async () => {
  expect(await spareMemory({ ...system, platform: 'darwin' })).toBe(Math.floor(totalmem() / 2));
});
