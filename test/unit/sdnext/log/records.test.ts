import { expect, test } from 'vitest';
import { decodeLog } from '../../../../src/sdnext/log/decode-log.ts';
import { readLog } from '../../../../src/sdnext/log/read-log.ts';
import { logRecords } from '../../../../src/sdnext/log/records.ts';

const ENGINE = 'Engine: backend=Backend.DIFFUSERS compute=cuda device=cuda mode=no_grad';
const DEVICE =
  'Device: device=NVIDIA GeForce RTX 3090 n=1 arch=sm_90 cap=(8, 6) cuda=12.1 cudnn=8801 driver=551.23';
const CONSOLE = `12:00:00-000001 INFO     Starting SD.Next\n12:00:01-000001 INFO     ${ENGINE}\n12:00:02-000001 INFO     ${DEVICE}\n`;
const EXPECTED = { backend: 'cuda', device: 'NVIDIA GeForce RTX 3090', acceleratorInUse: true, problems: [] };

const texts = (text: string) => logRecords(text).map((record) => record.text);

test('wrapped console lines are one message, with the line they start on', () => {
  const records = logRecords(
    'x\n12:00:00-000001 INFO     Device: device=NVIDIA RTX\n                         3090 n=1\nplain\n',
  );
  expect(records.map(({ line, text }) => [line, text])).toEqual([
    [1, 'x'],
    [2, 'Device: device=NVIDIA RTX 3090 n=1'],
    [4, 'plain'],
  ]);
});

test.each([
  ['2023-08-25 10:11:53,420 | sd | INFO | launch | Starting SD.Next', 'Starting SD.Next'],
  ['2025-09-06 11:45:36,542 - sd - INFO - Starting SD.Next', 'Starting SD.Next'],
  ['2026-07-01 11:45:36,542 | some-host | sd | INFO | launch | Starting SD.Next', 'Starting SD.Next'],
  [
    '2026-07-01 11:45:36,542 | some-host | sd | DEBUG | launch | | /x/launch.py:12 | Starting SD.Next',
    'Starting SD.Next',
  ],
  ['sdnext-1  | 12:00:00-000001 INFO     Starting SD.Next', 'Starting SD.Next'],
  ['\u001b[36m12:00:00-000001\u001b[0m \u001b[34mINFO    \u001b[0m Starting SD.Next', 'Starting SD.Next'],
])('the message of %s', (line, message) => {
  expect(texts(line).at(-1)).toBe(message);
});

test('a message behind a progress bar stands by itself', () => {
  const line = 'Progress 20s/it 83% 5/6 Loading...10:31:20-823874 INFO     Torch 2.0.1+cpu';
  expect(texts(line)).toEqual(['Progress 20s/it 83% 5/6 Loading...', 'Torch 2.0.1+cpu']);
});

const SHAPES: readonly [string, Buffer][] = [
  ['as it was written', Buffer.from(CONSOLE)],
  ['with Windows line ends', Buffer.from(CONSOLE.replaceAll('\n', '\r\n'))],
  ['with lone carriage returns', Buffer.from(CONSOLE.replaceAll('\n', '\r'))],
  ['in colour', Buffer.from(CONSOLE.replaceAll('INFO', '\u001b[1;34mINFO\u001b[0m'))],
  ['with colours that lost their escape', Buffer.from(CONSOLE.replaceAll('INFO', '[34mINFO[0m'))],
  ['as UTF-16', Buffer.from(`\ufeff${CONSOLE}`, 'utf16le')],
  ['as UTF-8 with a mark', Buffer.from(`\ufeff${CONSOLE}`)],
  ['in two encodings', Buffer.concat([Buffer.from('\ufeffold line\n', 'utf16le'), Buffer.from(CONSOLE)])],
  [
    'with bytes of a code page',
    Buffer.concat([Buffer.from([0x44, 0xe9, 0x6a, 0xe0, 0x0a]), Buffer.from(CONSOLE)]),
  ],
  ['wrapped at 60 columns', Buffer.from(wrapped(CONSOLE, 60))],
  ['behind a megabyte line', Buffer.from(`${'x'.repeat(1_000_000)}\n${CONSOLE}`)],
  ['without any line end', Buffer.from(CONSOLE.replaceAll('\n', ' '))],
  ['with each line twice, as docker shows it', Buffer.from(doubled(CONSOLE))],
  ['cut in the middle of its last line', Buffer.from(`${CONSOLE}12:00:03-0000`)],
  ['cut in the middle of its first line', Buffer.from(CONSOLE.slice(9))],
];

test.each(SHAPES)('the same log %s reads the same', (_name, bytes) => {
  expect(readLog(decodeLog(bytes))).toMatchObject(EXPECTED);
});

test('bytes that mean nothing are no log', () => {
  const bytes = Buffer.from(Array.from({ length: 50_000 }, (_, index) => (index * 7919) % 256));
  expect(readLog(decodeLog(bytes))).toBeNull();
});

function wrapped(text: string, width: number): string {
  return text
    .split('\n')
    .map((line) => line.match(new RegExp(`.{1,${width}}(?: |$)`, 'g'))?.join(`\n${' '.repeat(25)}`) ?? '')
    .join('\n');
}

function doubled(text: string): string {
  return text
    .split('\n')
    .filter((line) => line !== '')
    .map((line) => `${line}\n2024-05-01 12:00:00,000 - sd - INFO - ${line.slice(25)}\n`)
    .join('');
}
