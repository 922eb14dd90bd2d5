import { expect, test } from 'vitest';
import { envFlag, looksFalse } from '../../../src/sdnext/switches/env-flag.ts';
import { fromArguments, requestedBackends, switchesOf } from '../../../src/sdnext/switches/switches.ts';
import { assignmentsIn } from '../../../src/sdnext/switches/user-script.ts';

// The values SD.Next's own parser was tried with, before and after 2026-03-01.
test.each([
  ['1', true, true],
  ['true', true, true],
  ['YES', true, true],
  [' on ', true, true],
  ['false', false, true],
  ['0', false, true],
  ['no', false, true],
  ['off', false, true],
  ['2', false, true],
  ['enable', false, true],
  ['', false, false],
])('SD_USE…=%j is %s today and was %s before', (value, today, before) => {
  expect(envFlag(value, true)).toBe(today);
  expect(envFlag(value, false)).toBe(before);
  expect(envFlag(value, null)).toBe(today === before ? today : null);
});

test('a variable that is not set is a no of every age', () => {
  for (const modern of [true, false, null]) expect(envFlag(undefined, modern)).toBe(false);
});

test.each(['false', '0', 'No', 'OFF'])('%s looks like a no', (value) => expect(looksFalse(value)).toBe(true));
test.each(['true', '', undefined, 'openvino'])('%s does not', (value) =>
  expect(looksFalse(value)).toBe(false),
);

// SD.Next's parser takes unambiguous beginnings of a flag, and refuses a flag with a value.
test.each([
  ['--use-openvino', ['openvino']],
  ['--use-open', ['openvino']],
  ['--use-o', ['openvino']],
  ['--use-cuda', ['cuda']],
  ['--use-', []],
  ['--use-openvino=false', []],
  ['--no-use-openvino', []],
  ['--listen', []],
])('%s asks for %j', (arg, backends) => {
  expect(fromArguments([arg], 'x').map(({ backend }) => backend)).toEqual(backends);
});

test('the launcher file, its COMMANDLINE_ARGS and the shell are taken together', () => {
  const script = assignmentsIn(
    '# mine\nexport COMMANDLINE_ARGS="--use-cuda --listen" # fast\nvenv_dir=.venv-x\n',
  );
  const switches = switchesOf({ env: { SD_USEOPENVINO: 'true', venv_dir: 'other' }, modern: true }, script);
  expect(requestedBackends(switches)).toEqual(['cuda', 'openvino']);
  expect(switches.requests).toContainEqual({
    backend: 'cuda',
    source: 'webui-user.sh line 2',
    value: '--use-cuda',
  });
  expect(switches.args).toEqual(['--use-cuda', '--listen']);
  expect(switches.env.venv_dir).toBe('.venv-x');
});

test('quotes in COMMANDLINE_ARGS hold a path together, as SD.Next’s launcher reads it', () => {
  const script = assignmentsIn(`export COMMANDLINE_ARGS="--data-dir '/my data' --use-openvino"`);
  const switches = switchesOf({ env: {}, modern: true }, script);
  expect(switches.args).toEqual(['--data-dir', '/my data', '--use-openvino']);
});

test('a line of the launcher file that is not exported stays in the launcher', () => {
  const script = assignmentsIn(
    'COMMANDLINE_ARGS="--use-openvino"\nSD_USECUDA=1\nexport SD_USECUDA\nvenv_dir=x\n',
  );
  const switches = switchesOf({ env: {}, modern: true }, script);
  expect(requestedBackends(switches)).toEqual(['cuda']);
  expect(switches.env.venv_dir).toBe('x');
  const inherited = switchesOf({ env: { COMMANDLINE_ARGS: '' }, modern: true }, script);
  expect(requestedBackends(inherited)).toEqual(['cuda', 'openvino']);
});

test('what the shell would have to work out is unknown, not text', () => {
  const values = assignmentsIn(`a=$(date)\nb="$HOME/x"\nc='$plain'\nd=bare # note\n  export e=\nf=\`ls\``);
  expect(values.map(({ name, value }) => [name, value])).toEqual([
    ['a', null],
    ['b', null],
    ['c', '$plain'],
    ['d', 'bare'],
    ['e', ''],
    ['f', null],
  ]);
});
