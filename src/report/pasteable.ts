import type { Finding } from '../findings/finding.ts';
import { shellWord } from '../findings/shell-word.ts';
import type { Answer } from './document.ts';

/** How this run was meant: null where it was the usual way. */
export type Whereabouts = {
  readonly dir: string | null;
  readonly venv: string | null;
  /** The words that start this sdn, where it is not `sdn`: `uvx sdn`. */
  readonly invokedAs: string | null;
  /** Whose shell the commands are pasted into; a POSIX one where it is not said. */
  readonly platform?: NodeJS.Platform;
};

const ABOUT_AN_ENVIRONMENT = /^sdn (?:install|reinstall|clean-venv|verify|doctor|launch|bundle)\b/;

/** It names an environment already, in whichever spelling, or asks about no environment. */
const IS_COMPLETE = / '?--(?:dir|venv|help)(?:[ =]|$)/;

/**
 * The answer with every command of sdn's own as it can be pasted: naming the environment this run was about,
 * and starting the way this run was started.
 */
export function pasteable(answer: Answer, { dir, venv, invokedAs, platform }: Whereabouts): Answer {
  const named = [dir === null ? [] : ['--dir', dir], venv === null ? [] : ['--venv', venv]];
  const options = named
    .map(([name, path]) => (path === undefined ? '' : ` ${name} ${shellWord(path, platform)}`))
    .join('');
  if (options === '' && invokedAs === null) return answer;
  const complete = (command: string) => started(completed(command, options), invokedAs);
  return {
    ...answer,
    ...(answer.findings === undefined
      ? {}
      : { findings: answer.findings.map((each) => withCommands(each, complete)) }),
    ...(answer.next === undefined ? {} : { next: answer.next.map(complete) }),
    ...(answer.error === undefined
      ? {}
      : { error: { ...answer.error, hints: answer.error.hints.map(complete) } }),
  };
}

function started(command: string, invokedAs: string | null): string {
  return invokedAs === null ? command : command.replace(/^sdn(?= )/, invokedAs);
}

/** Options go before ` -- `: what follows is SD.Next's. */
function completed(command: string, options: string): string {
  if (!ABOUT_AN_ENVIRONMENT.test(command) || IS_COMPLETE.test(command)) return command;
  const [own = command, ...passed] = command.split(/ (?=-- )/);
  return [own + options, ...passed].join(' ');
}

function withCommands(finding: Finding, complete: (command: string) => string): Finding {
  if (finding.remedy === null) return finding;
  return { ...finding, remedy: { ...finding.remedy, commands: finding.remedy.commands.map(complete) } };
}
