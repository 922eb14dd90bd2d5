import { mkdirSync, readdirSync, readFileSync, statSync } from 'node:fs';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import { previewWriting, writeFiles } from '../../../src/templates/write-template.ts';
import { scratch } from '../../fixtures/scratch.ts';

const FILES = [
  { path: 'ci/job.yml', executable: false, content: 'job\n' },
  { path: 'start.sh', executable: true, content: '#!/bin/sh\n' },
];

test('new files are written with their folders, a program can be started, nothing else is left', async () => {
  const { folder } = scratch();
  expect(await writeFiles(await previewWriting(FILES, folder))).toEqual(['ci/job.yml', 'start.sh']);
  expect(readdirSync(folder, { recursive: true }).sort()).toEqual(['ci', 'ci/job.yml', 'start.sh']);
  expect(statSync(join(folder, 'start.sh')).mode & 0o111).toBe(0o111);
});

test('a file that is there already, the same, is left alone', async () => {
  const { folder, given } = scratch();
  const job = given('ci/job.yml', 'job\n');
  const before = statSync(job).ino;
  const writings = await previewWriting(FILES, folder);
  expect(writings.map(({ change }) => change)).toEqual(['same', 'new']);
  expect(await writeFiles(writings)).toEqual(['start.sh']);
  expect(statSync(job).ino).toBe(before);
});

test('a file that differs is announced before it is replaced', async () => {
  const { folder, given } = scratch();
  const job = given('ci/job.yml', 'mine\n');
  const writings = await previewWriting(FILES, folder);
  expect(writings[0]?.change).toBe('replaces');
  expect(readFileSync(job, 'utf8')).toBe('mine\n');
  await writeFiles(writings);
  expect(readFileSync(job, 'utf8')).toBe('job\n');
});

test('a folder in the place of a file is a Failure, not a crash', async () => {
  const { folder } = scratch();
  mkdirSync(join(folder, 'ci/job.yml'), { recursive: true });
  await expect(previewWriting(FILES, folder)).rejects.toMatchObject({
    kind: 'usage',
    code: 'file-not-readable',
  });
});
