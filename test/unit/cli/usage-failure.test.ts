import { expect, test } from 'vitest';
import { type Typed, usageFailure } from '../../../src/cli/usage-failure.ts';

const typed: Typed = {
  words: 'clean-venv',
  argv: ['--yess', '--dir', 'a b'],
  flags: ['yes', 'dir', 'depth'],
};
const told = (message: string, over: Partial<Typed> = {}) => {
  const {
    message: found,
    need,
    fix,
  } = usageFailure(new Error(`${message}\nSee more help with --help`), {
    ...typed,
    ...over,
  });
  return { found, need, fix };
};

test('a flag with a slip of the finger: the whole line again, with the flag that was meant', () => {
  expect(told('Nonexistent flag: --yess')).toEqual({
    found: '--yess is not a flag of sdn clean-venv.',
    need: 'Possibly --yes',
    fix: ["sdn clean-venv --yes --dir 'a b'"],
  });
});

test('a flag that is like no other: the help', () => {
  expect(told('Nonexistent flag: --frobnicate=1, --x')).toEqual({
    found: '--frobnicate is not a flag of sdn clean-venv.',
    need: null,
    fix: ['sdn clean-venv --help'],
  });
});

test('a value that is no choice: the choices, and the nearest one filled in', () => {
  const near = told('Expected --depth=runtme to be one of: auto, runtime', {
    words: 'verify',
    argv: ['--depth=runtme'],
  });
  expect(near).toEqual({
    found: '--depth has no choice runtme.',
    need: 'One of: auto, runtime',
    fix: ["sdn verify '--depth=runtime'"],
  });
  expect(told('Expected --depth=zzz to be one of: auto, runtime').fix).toEqual(['sdn clean-venv --help']);
});

test('a flag without its value, an argument that is missing', () => {
  expect(told('Missing required flag out').found).toBe('--out is missing.');
  expect(told('Flag --index expects a value').found).toBe('--index is not followed by its value.');
  expect(
    told('Missing 1 required arg:\nfiles  Files, folders or\n       patterns.', { words: 'report merge' }),
  ).toEqual({
    found: 'sdn report merge was given no files.',
    need: 'Files, folders or patterns.',
    fix: ['sdn report merge --help'],
  });
});

test("any other complaint of the parser keeps oclif's words, without colours", () => {
  const message = 'The following error occurred:\n  \u001b[2m--use-cpu cannot be with --use-cuda\u001b[22m';
  expect(told(message).found).toBe('--use-cpu cannot be with --use-cuda');
});
