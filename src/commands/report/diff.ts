import { Args } from '@oclif/core';
import { type Answered, BaseCommand } from '../../cli/base-command.ts';
import { EXIT } from '../../cli/exit-codes.ts';
import { compareReports } from '../../report/diff/compare-reports.ts';
import { reportSide } from '../../report/diff/report-side.ts';

export default class ReportDiff extends BaseCommand {
  static override summary = 'What changed between two machines, or two days.';
  static override description =
    'Compares two documents of sdn verify --json: verdicts, findings, devices, drivers, variant, versions, and speed beyond noise.';
  static override examples = [
    '<%= config.bin %> <%= command.id %> monday.json friday.json',
    '<%= config.bin %> <%= command.id %> laptop.json desktop.json --json',
  ];
  static override args = {
    before: Args.string({ required: true, description: 'The earlier report.' }),
    after: Args.string({ required: true, description: 'The later one.' }),
  };

  protected async answer(): Promise<Answered> {
    const { args } = await this.parse(ReportDiff);
    const comparison = compareReports(reportSide(args.before), reportSide(args.after));
    return { exitCode: EXIT.ok, args, comparison };
  }
}
