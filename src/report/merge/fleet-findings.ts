import { type Finding, finding, remedy } from '../../findings/finding.ts';
import type { Fleet, FleetCause } from './fleet.ts';

/** A fleet as findings, so that every format and the exit code follow from it as from any other report. */
export function fleetFindings(fleet: Fleet): readonly Finding[] {
  return [...none(fleet), ...proven(fleet), ...fleet.causes.map(cause), ...broken(fleet)];
}

/** Nothing read is nothing known, never a fleet that is well. */
function none({ files }: Fleet): readonly Finding[] {
  if (files > 0) return [];
  const title = 'There are no reports here';
  const found = 'No file that ends in .json or .ndjson';
  return [finding({ id: 'fleet.no-reports', group: 'inference', status: 'unknown', title, found })];
}

function proven({ proven: count, read }: Fleet): readonly Finding[] {
  if (count === 0) return [];
  const title = `${count} of ${read} machines are proven`;
  return [finding({ id: 'fleet.proven', group: 'inference', status: 'pass', title })];
}

const UNDECIDED = /^(?:proof\.(?:absent|unknown|reported)|run\..*)$/;

function cause({ cause: id, title, count, fix, hosts }: FleetCause): Finding {
  const undecided = UNDECIDED.test(id) || hosts.every(({ verdict }) => verdict === 'undetermined');
  return finding({
    id: `fleet.${id}`,
    group: 'inference',
    status: undecided ? 'unknown' : 'fail',
    title: `${count} ${count === 1 ? 'machine is' : 'machines are'} not proven: ${title}`,
    found: listed(
      hosts.map(({ file }) => file),
      count,
    ),
    remedy: fix === null ? null : remedy('On each of them', fix),
  });
}

function broken({ broken: { count, files }, read }: Fleet): readonly Finding[] {
  if (count === 0) return [];
  return [
    finding({
      id: 'fleet.broken-files',
      group: 'inference',
      status: read === 0 ? 'unknown' : 'warn',
      title: `${count} ${count === 1 ? 'file is' : 'files are'} not a report`,
      found: listed(
        files.map(({ file, reason }) => `${file} (${reason})`),
        count,
      ),
      need: 'Documents of sdn verify --json, schema sdn.report/1',
    }),
  ];
}

const NAMED = 10;

function listed(names: readonly string[], count: number): string {
  const shown = names.slice(0, NAMED).join(', ');
  return count > NAMED ? `${shown} and ${count - NAMED} more` : shown;
}
