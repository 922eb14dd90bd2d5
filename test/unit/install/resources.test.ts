import { statfs } from 'node:fs/promises';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import { readableBytes, requireSpace, resourceFailure } from '../../../src/install/stage/resources.ts';
import { emptyFolder } from '../../fixtures/environments/tiny.ts';

test('needs on one disk are added up before they are compared', async () => {
  const dir = await emptyFolder();
  const { bavail, bsize } = await statfs(dir);
  const most = Math.floor((bavail * bsize * 3) / 4);
  const need = (name: string) => ({ path: join(dir, 'not', 'there', name), bytes: most, what: name });
  await requireSpace([need('downloads')]);
  await expect(requireSpace([need('downloads'), need('the new environment')])).rejects.toMatchObject({
    kind: 'notReady',
    code: 'disk-full',
    need: expect.stringMatching(/^[\d.]+ [GTM]B there: downloads [\d.]+ [GTM]B, the new environment /),
  });
});

test.each([
  ['ENOSPC', 'disk-full'],
  ['EDQUOT', 'quota-exceeded'],
  ['EROFS', 'read-only-filesystem'],
  ['EACCES', 'no-write-permission'],
  ['ENAMETOOLONG', 'path-too-long'],
])('%s is told as %s', (code, told) => {
  expect(resourceFailure(Object.assign(new Error('x'), { code }), '/x')).toMatchObject({ code: told });
});

test('an error that is not about the disk is left as it is', () => {
  expect(resourceFailure(new Error('x'), '/x')).toBeNull();
  expect(resourceFailure(Object.assign(new Error('x'), { code: 'ENOENT' }), '/x')).toBeNull();
});

test.each([
  [0, '0 B'],
  [999, '999 B'],
  [1_000, '1.0 kB'],
  [2_200_000_000, '2.2 GB'],
  [345_000_000, '345 MB'],
])('%i bytes read as %s', (bytes, text) => {
  expect(readableBytes(bytes)).toBe(text);
});
