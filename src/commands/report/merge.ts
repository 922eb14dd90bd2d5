import { Args } from '@oclif/core';
import { type Answered, BaseCommand } from '../../cli/base-command.ts';
import { EXIT } from '../../cli/exit-codes.ts';
import { count, readiness } from '../../findings/summarize.ts';
import { fleetFindings } from '../../report/merge/fleet-findings.ts';
import { mergeReports } from '../../report/merge/merge-reports.ts';
import { reportFiles } from '../../report/merge/report-files.ts';

const EXIT_OF = {
  ready: EXIT.ok,
  'ready-with-warnings': EXIT.ok,
  undetermined: EXIT.undetermined,
  'not-ready': EXIT.notReady,
} as const;

export default class ReportMerge extends BaseCommand {
  static override summary = 'Many reports as one: which machines are not proven, and why.';
  static override description =
    'Reads documents of sdn verify --json (files, folders or patterns), one after another. A file that is no report is listed and does not stop the rest.';
  static override examples = [
    '<%= config.bin %> <%= command.id %> reports/*.json',
    '<%= config.bin %> <%= command.id %> reports --format html --output fleet.html',
    '<%= config.bin %> <%= command.id %> reports --json',
  ];
  static override args = {
    files: Args.string({ required: true, multiple: true, description: 'Files, folders or patterns.' }),
  };

  protected async answer(): Promise<Answered> {
    const { args } = await this.parse(ReportMerge);
    const fleet = mergeReports(reportFiles(args.files));
    const findings = fleetFindings(fleet);
    return { exitCode: EXIT_OF[readiness(count(findings))], args: { files: fleet.files }, fleet, findings };
  }
}
