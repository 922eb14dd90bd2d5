import { existsSync, readFileSync } from 'node:fs';

const MOUNT_TABLE = '/proc/self/mountinfo';

/** Where Linux has something mounted; a bind mount of the same filesystem can be told by nothing else. */
export function mountPoints(): ReadonlySet<string> {
  const table = existsSync(MOUNT_TABLE) ? readFileSync(MOUNT_TABLE, 'latin1') : '';
  const paths = table.split('\n').map((line) => line.split(' ')[4] ?? '');
  return new Set(paths.map(unescaped));
}

/** proc_pid_mountinfo(5): blanks and backslashes are written as octal numbers; the bytes are UTF-8. */
function unescaped(path: string): string {
  const bytes = path.replace(/\\(\d{3})/g, (_, octal: string) =>
    String.fromCharCode(Number.parseInt(octal, 8)),
  );
  return Buffer.from(bytes, 'latin1').toString('utf8');
}
