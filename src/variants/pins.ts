import pins from '../../templates/tables/pins.json' with { type: 'json' };
import releases from '../../templates/tables/torch-releases.json' with { type: 'json' };
import type { Variant } from './decision.ts';
import { type Host, hostName } from './host.ts';
import { compareVersions } from './version.ts';

/** What SD.Next installs for one variant on some hosts (`linux-x64`). */
export type Pin = (typeof pins.rows)[number];

/** The pin of this variant for this host; null where the variant does not exist there. */
export function pinFor(variant: Variant, host: Host): Pin | null {
  return pins.rows.find((row) => row.variant === variant && row.hosts.includes(hostName(host))) ?? null;
}

/** Hosts on which this variant exists. */
export function hostsOf(variant: Variant): readonly string[] {
  return pins.rows.filter((row) => row.variant === variant).flatMap((row) => row.hosts);
}

/** Oldest and newest Python minor ("3.10") that SD.Next and the wheels of `release` both take. */
export function pythonRange(pin: Pin | null, release: string | null): readonly [string, string] {
  const [pinFrom = '3.10', pinTo = '3.14'] = pin?.python ?? [];
  const [from = pinFrom, to = pinTo] = releases.rows.find((row) => row.torch === release)?.python ?? [];
  return [compareVersions(pinFrom, from) > 0 ? pinFrom : from, compareVersions(pinTo, to) < 0 ? pinTo : to];
}
