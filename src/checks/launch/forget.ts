import type { Subject } from '../subject.ts';

/** What to do, then the commands that do it; none where a line of a file has to be edited by hand. */
type Way = readonly [summary: string, ...commands: readonly string[]];

/** How to be rid of a variable, wherever it is set. */
export function forget(subject: Subject, name: string): Way {
  const line = lineOf(subject, name);
  if (line !== null) return [`Take line ${line} out of webui-user.sh.`];
  const command = subject.machine.platform === 'win32' ? `Remove-Item Env:${name}` : `unset ${name}`;
  return ['Forget it in this shell, and where the shell has it from.', command];
}

/** How to be rid of arguments in COMMANDLINE_ARGS; the others stay. `isKept` tells by the argument and its place. */
export function forgetArguments(subject: Subject, isKept: (arg: string, at: number) => boolean): Way {
  const line = lineOf(subject, 'COMMANDLINE_ARGS');
  const gone = subject.switches.args.filter((arg, at) => !isKept(arg, at)).join(' ');
  if (line !== null) return [`Take ${gone} out of line ${line} of webui-user.sh.`];
  const kept = subject.switches.args.filter(isKept).map(quoted).join(' ');
  if (kept === '') return forget(subject, 'COMMANDLINE_ARGS');
  const isWindows = subject.machine.platform === 'win32';
  return ['Keep the others only.', `${isWindows ? '$Env:' : 'export '}COMMANDLINE_ARGS='${kept}'`];
}

/** Inside single quotes of the shell: double ones hold a word together. */
function quoted(word: string): string {
  return /\s/.test(word) ? `"${word}"` : word;
}

function lineOf({ switches }: Subject, name: string): number | null {
  return switches.userScript.findLast((each) => each.name === name)?.line ?? null;
}
