import { Failure } from '../../findings/failure.ts';
import { readReport } from '../read/read-report.ts';
import type { Side } from './compare-reports.ts';

/** One of the two reports. Throws a Failure where the file is none. */
export function reportSide(file: string): Side {
  const result = readReport(file);
  if (result.ok) return { file, report: result.report };
  throw new Failure({
    kind: 'usage',
    code: 'not-a-report',
    found: `${file}: ${result.reason}.`,
    need: 'Two documents of sdn verify --json, schema sdn.report/1',
    fix: ['sdn verify --json --output after.json'],
  });
}
