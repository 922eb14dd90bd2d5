import { Failure } from '../findings/failure.ts';
import { nearest } from './nearest.ts';

/** What people type who come from other tools. */
const MEANT: Readonly<Record<string, string>> = {
  check: 'doctor',
  clean: 'clean-venv',
  remove: 'clean-venv',
  uninstall: 'clean-venv',
  info: 'detect',
  run: 'launch',
  start: 'launch',
  setup: 'install',
  test: 'verify',
  update: 'reinstall',
  upgrade: 'reinstall',
};

/** A first word that is no command of `names` (`report merge` is one name), with the one that was probably meant. */
export function unknownCommand(argv: readonly string[], names: readonly string[]): Failure {
  const typed = typedWords(argv, names);
  if (names.includes(typed)) return surplusArgument(typed, argv.slice(typed.split(' ').length));
  const meant = MEANT[typed] ?? nearest(typed, names);
  const rest = argv.slice(typed.split(' ').length);
  return new Failure({
    kind: 'usage',
    code: 'unknown-command',
    found:
      typed === '' || typed.startsWith('-') ? 'No command was named.' : `${typed} is not a command of sdn.`,
    need: `One of: ${names.join(', ')}`,
    fix: [meant === null ? 'sdn --help' : ['sdn', meant, ...rest].join(' ')],
  });
}

/** oclif takes a second word for the name of a subcommand. */
function surplusArgument(command: string, rest: readonly string[]): Failure {
  return new Failure({
    kind: 'usage',
    code: 'usage',
    found: `sdn ${command} takes no argument ${rest.find((each) => !each.startsWith('-')) ?? ''}.`,
    need: 'Options start with --; a folder is named with --dir',
    fix: [`sdn ${command} --help`],
  });
}

/** Two words where the first opens a topic, otherwise one. */
function typedWords(argv: readonly string[], names: readonly string[]): string {
  const [first = '', second = ''] = argv;
  const isTopic = names.some((name) => name.startsWith(`${first} `));
  return isTopic && second !== '' && !second.startsWith('-') ? `${first} ${second}` : first;
}
