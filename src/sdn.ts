import { fileURLToPath } from 'node:url';
import { type Command, Errors, run } from '@oclif/core';
import { errorOf } from './cli/failure-report.ts';
import { reportOutside } from './cli/outside-command.ts';
import { unknownCommand } from './cli/unknown-command.ts';
import Bundle from './commands/bundle.ts';
import CleanVenv from './commands/clean-venv.ts';
import Completion from './commands/completion.ts';
import Detect from './commands/detect.ts';
import Doctor from './commands/doctor.ts';
import Install from './commands/install.ts';
import Launch from './commands/launch.ts';
import Reinstall from './commands/reinstall.ts';
import ReportDiff from './commands/report/diff.ts';
import ReportMerge from './commands/report/merge.ts';
import TemplateList from './commands/template/list.ts';
import TemplateShow from './commands/template/show.ts';
import TemplateWrite from './commands/template/write.ts';
import Verify from './commands/verify.ts';

/** The command table of the bundle; oclif finds commands here by name. */
export const COMMANDS: Readonly<Record<string, Command.Class>> = {
  bundle: Bundle,
  'clean-venv': CleanVenv,
  completion: Completion,
  detect: Detect,
  doctor: Doctor,
  launch: Launch,
  install: Install,
  reinstall: Reinstall,
  'report:diff': ReportDiff,
  'report:merge': ReportMerge,
  'template:list': TemplateList,
  'template:show': TemplateShow,
  'template:write': TemplateWrite,
  verify: Verify,
};

/** Runs one command line and returns the exit code; nothing here ends the process. */
export async function main(argv: readonly string[]): Promise<number> {
  const root = fileURLToPath(new URL('..', import.meta.url));
  try {
    const code: unknown = await run([...argv], root);
    return typeof code === 'number' ? code : 0;
  } catch (thrown) {
    if (thrown instanceof Errors.ExitError) return thrown.oclif.exit ?? 0;
    return reportOutside(errorOf(meantBy(thrown, argv)), argv);
  }
}

/** oclif's own words for a command it does not know name nothing to do next. */
function meantBy(thrown: unknown, argv: readonly string[]): unknown {
  const isUnknown = thrown instanceof Errors.CLIError && / not found$/.test(thrown.message);
  return isUnknown
    ? unknownCommand(
        argv,
        Object.keys(COMMANDS).map((id) => id.replaceAll(':', ' ')),
      )
    : thrown;
}
