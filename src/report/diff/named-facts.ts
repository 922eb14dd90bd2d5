import { bytesText } from '../quantities.ts';
import type { SavedReport } from '../read/saved-report.ts';
import type { Named } from './compared.ts';

type Entry = readonly [string, string | null | undefined];

/** Without what is not known: unknown on one side is no change. */
function named(entries: readonly Entry[]): Named {
  return new Map(
    entries.flatMap(([name, value]) => (value == null || value === '' ? [] : [[name, value] as const])),
  );
}

export function systemFacts({ facts, tool }: SavedReport): Named {
  return named([
    ['operating system', facts?.os?.name ?? facts?.os?.platform],
    ['kernel', facts?.os?.release],
    ['CPU', facts?.cpu?.brand],
    ['memory', facts?.memory?.totalBytes == null ? null : bytesText(facts.memory.totalBytes)],
    ['sdn', tool?.version],
  ]);
}

type Device = NonNullable<NonNullable<NonNullable<SavedReport['facts']>['gpus']>[number]>;

function devices({ facts }: SavedReport): readonly (readonly [string, Device])[] {
  const all = [...(facts?.gpus ?? []), ...(facts?.npus ?? [])];
  return all.map((device, at) => {
    const twins = all.slice(0, at).filter((other) => nameOf(other) === nameOf(device)).length;
    return [twins === 0 ? nameOf(device) : `${nameOf(device)} (${twins + 1})`, device];
  });
}

function nameOf({ name, vendor, deviceId }: Device): string {
  return name ?? [vendor, deviceId].filter(Boolean).join(' ');
}

export function deviceFacts(report: SavedReport): Named {
  return named(devices(report).map(([name]) => [name, 'here']));
}

export function driverFacts(report: SavedReport): Named {
  return named(
    devices(report).map(([name, { kernelDriver, driverVersion }]) => [
      name,
      [kernelDriver, driverVersion].filter(Boolean).join(' '),
    ]),
  );
}

export function variantFacts({ decision, environment }: SavedReport): Named {
  return named([
    ['variant', environment?.variant ?? decision?.variant],
    ['index', decision?.index],
  ]);
}

/** What the environment's manifest says; without one, what the proof saw. */
export function versionFacts({ environment, proof, facts }: SavedReport): Named {
  const seen = (proof?.rungs ?? []).flatMap(({ versions }) => Object.entries(versions ?? {}));
  const installed = environment?.installed?.map(({ name, version }) => [name, version] as const);
  return named([
    ['python', facts?.python?.version],
    ...Object.entries(facts?.runtimes ?? {}),
    ...(installed ?? seen.map(([name, version]) => [name, version?.split('-')[0]] as const)),
    ...(environment?.interpreter == null ? [] : [['python', environment.interpreter.version] as const]),
  ]);
}

export function proofFacts({ proof }: SavedReport): Named {
  return named([['device', proof?.device.resolved]]);
}
