/** One message of a log, its wrapped console lines joined again. */
export type LogRecord = {
  /** The line of the file on which the message starts, from 1. */
  readonly line: number;
  readonly level: string | null;
  readonly text: string;
  /** Seconds since midnight, where the line carries a time. */
  readonly second: number | null;
  /** In which of SD.Next's own formats the line is; `plain` is everything else. */
  readonly format: 'console' | 'file' | 'plain';
};

const LEVELS = 'TRACE|DEBUG|INFO|WARNING|ERROR|CRITICAL';
// `22:47:26-482579 INFO     message`, also after a progress bar or a container's name on the same line.
const CONSOLE = new RegExp(`(\\d\\d:\\d\\d:\\d\\d)-\\d{6}\\s+(${LEVELS})\\b\\s*`);
const CONSOLE_STARTS = new RegExp(`(?=\\d\\d:\\d\\d:\\d\\d-\\d{6}\\s+(?:${LEVELS})\\b)`);
// `2023-08-25 10:11:53,420 | sd | INFO | installer | message`, with the host name in front since 2025, or with dashes.
const FILE = new RegExp(
  `(\\d\\d:\\d\\d:\\d\\d),\\d{3} (?:\\| |- )(?:[^|]{0,80} \\| )?sd (?:\\||-) (${LEVELS}) (?:\\||-) (?:\\w+ \\| (?:\\| [^|]{0,300} \\| )?)?`,
);
const ESCAPES =
  /\u001b\[[0-9;?]*[ -/]*[@-~]|\u001b\][^\u0007\u001b]*(?:\u0007|\u001b\\)|\u001b[@-_]|\[\d{1,3}(?:;\d{1,3})*m/g;
const CONTINUATION = /^\s{8,}\S/;
/** No message that decides anything is longer; a longer line is cut, so that one line cannot hold up the rest. */
const LONGEST = 20_000;

/** The messages of a log in their order. `text` may have any line ends, colours and wrapping. */
export function logRecords(text: string): readonly LogRecord[] {
  const records: LogRecord[] = [];
  text.split('\n').forEach((raw, index) => {
    for (const part of partsOf(raw)) append(records, part, index + 1);
  });
  return records;
}

function partsOf(raw: string): readonly string[] {
  const line = raw.length > LONGEST * 100 ? raw.slice(0, LONGEST * 100) : raw;
  return line
    .replace(ESCAPES, '')
    .split('\r')
    .flatMap((part) => part.split(CONSOLE_STARTS))
    .map((part) => part.slice(0, LONGEST).trimEnd())
    .filter((part) => part !== '');
}

function append(records: LogRecord[], part: string, line: number): void {
  const last = records.at(-1);
  const fresh = recordOf(part, line);
  if (fresh.format === 'plain' && last?.format === 'console' && CONTINUATION.test(part))
    records[records.length - 1] = { ...last, text: joined(last.text, part.trim()) };
  else records.push(fresh);
}

function joined(text: string, more: string): string {
  return text.length > LONGEST ? text : `${text} ${more}`;
}

function recordOf(part: string, line: number): LogRecord {
  const file = FILE.exec(part);
  if (file !== null) return { line, format: 'file', ...fields(file, part) };
  const console = CONSOLE.exec(part);
  if (console !== null) return { line, format: 'console', ...fields(console, part) };
  return { line, format: 'plain', level: null, second: null, text: part };
}

function fields(match: RegExpExecArray, part: string) {
  const [hours = 0, minutes = 0, seconds = 0] = (match[1] ?? '').split(':').map(Number);
  return {
    second: hours * 3600 + minutes * 60 + seconds,
    level: match[2] ?? null,
    text: part.slice(match.index + match[0].length),
  };
}
