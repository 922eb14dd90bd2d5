import { execFileSync } from 'node:child_process';
import { chmodSync, mkdirSync, mkdtempSync, symlinkSync, truncateSync, writeFileSync } from 'node:fs';
import { writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import { Failure } from '../../../src/findings/failure.ts';
import { readFacts } from '../../../src/hardware/read-facts.ts';
import { thisMachine } from '../../../src/system/this-machine.ts';

const folder = mkdtempSync(join(tmpdir(), 'sdn-from-'));
const FACTS = JSON.stringify({ schema: 'sdn.facts/1', os: { platform: 'linux', arch: 'x64' } });
const system = (stop = new AbortController()) => ({ ...thisMachine(stop.signal), cwd: folder });
const file = (name: string, content: string | Buffer) => {
  writeFileSync(join(folder, name), content);
  return name;
};

async function said(path: string): Promise<Failure> {
  const failure = await readFacts(path, system()).catch((error: unknown) => error);
  if (failure instanceof Failure) return failure;
  throw failure;
}

symlinkSync('circle', join(folder, 'circle'));
mkdirSync(join(folder, 'folder'));

test.each([
  ['nothing.json', 'nothing.json cannot be read: it does not exist.'],
  ['folder', 'folder cannot be read: it is a folder.'],
  ['circle', 'circle cannot be read: its links lead in a circle.'],
  ['', '--from cannot be read: the path is empty.'],
  [`${file('a-file', 'x')}/below`, 'a-file/below cannot be read: a part of the path is not a folder.'],
  ['n'.repeat(5000), `${'n'.repeat(5000)} cannot be read: the path is longer than a path can be.`],
  [file('empty.json', ' \n'), 'empty.json: it is empty'],
  ['/dev/null', '/dev/null: it is empty'],
  ['/dev/zero', '/dev/zero is larger than 16 MiB.'],
  [file('list.json', '[]'), 'list.json: the document: expected an object, found a list'],
  [file('bare.json', '{}'), 'bare.json: schema is missing'],
  [file('half.json', FACTS.slice(0, -4)), expect.stringMatching(/^half\.json: it is not JSON: /)],
])('%j is refused in words, with what is needed and a command', async (path, found) => {
  const failure = await said(path);
  expect([failure.kind, failure.message]).toEqual(['usage', found]);
  expect(failure.need).toMatch(/facts/i);
  expect(failure.fix).toEqual(['sdn detect --json --output facts.json']);
});

test('a file of 200 MB is refused after its first part', async () => {
  truncateSync(join(folder, file('big.json', '')), 200_000_000);
  expect((await said('big.json')).message).toBe('big.json is larger than 16 MiB.');
});

test('a file that this user may not read says so', async () => {
  chmodSync(join(folder, file('closed.json', FACTS)), 0o000);
  if (process.getuid?.() === 0) return;
  expect((await said('closed.json')).message).toBe('closed.json cannot be read: this user may not read it.');
});

test.each([
  ['as sdn writes it', FACTS],
  ['with a byte order mark', `\ufeff${FACTS}`],
  ['as Windows PowerShell writes it', Buffer.from(`\ufeff${FACTS}`, 'utf16le')],
])('a file is read %s', async (_, content) => {
  const facts = await readFacts(file('facts.json', content), system());
  expect(facts.os).toEqual({ platform: 'linux', arch: 'x64' });
});

test.skipIf(process.platform === 'win32')('a named pipe is read to its end', async () => {
  execFileSync('mkfifo', [join(folder, 'pipe')]);
  const [facts] = await Promise.all([readFacts('pipe', system()), writeFile(join(folder, 'pipe'), FACTS)]);
  expect(facts.schema).toBe('sdn.facts/1');
});

test.skipIf(process.platform === 'win32')(
  'a pipe that nobody writes to ends where the user says so',
  async () => {
    execFileSync('mkfifo', [join(folder, 'silent')]);
    const stop = new AbortController();
    const reading = readFacts('silent', system(stop)).catch((error: unknown) => error);
    stop.abort();
    expect(await reading).not.toBeInstanceOf(Failure);
  },
);
