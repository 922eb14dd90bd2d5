import { absent, agrees, disagrees } from '../channels/channel.ts';
import { executionDevices, executionDevicesChannel } from '../channels/execution-devices.ts';
import type { Channel, RungResult } from '../proof.ts';
import { type Evidence, judge } from '../verdict.ts';
import { sessionFaults } from './session-faults.ts';
import type { Recording, WitnessEvent } from './witness-events.ts';

/** A session in numbers. Times in milliseconds. */
export type Session = {
  readonly openvino: string | null;
  readonly compiles: number;
  readonly failedCompiles: readonly string[];
  readonly inferences: number;
  readonly inferMs: number;
  /** Inferences on each set of execution devices. */
  readonly byDevice: Readonly<Record<string, number>>;
  readonly images: number;
  readonly decodeMs: number;
  /** Where torch decoded the images; `cpu` is normal, SD.Next leaves the VAE in torch. */
  readonly decodedOn: readonly string[];
};

type Of<Kind extends WitnessEvent['event']> = Extract<WitnessEvent, { event: Kind }>;

export function sessionOf({ events }: Recording): Session {
  const of = <Kind extends WitnessEvent['event']>(kind: Kind) =>
    events.filter((each): each is Of<Kind> => each.event === kind);
  const [compiles, infers, images] = [of('compile'), of('infer'), of('image')];
  return {
    openvino: of('ready')[0]?.openvino ?? null,
    compiles: compiles.length,
    failedCompiles: compiles.flatMap(({ error }) => error ?? []),
    inferences: infers.length,
    inferMs: sum(infers.map(({ ms }) => ms ?? 0)),
    byDevice: counted(infers.map((each) => executionDevices(each.executionDevices).join(',') || 'unknown')),
    images: sum(images.map(({ count }) => count)),
    decodeMs: sum(images.map(({ ms }) => ms)),
    decodedOn: [...new Set(images.map(({ device }) => device))],
  };
}

/**
 * Judges a recorded server session. A recording holds no counter of the system, so it is never more than `reported`;
 * images that were made without one inference in OpenVINO are `contradicted`. `wanted`: the device that should have worked.
 */
export function judgeSession(recording: Recording, wanted: string | null): RungResult {
  const session = sessionOf(recording);
  const devices = Object.keys(session.byDevice);
  const { verdict, reasons } = judge({
    ...evidenceOf(session, wanted),
    inconsistencies: sessionFaults(recording),
  });
  return {
    rung: 'server',
    engine: 'python',
    verdict,
    device: devices.join(' ') || null,
    channels: channelsOf(session, wanted),
    // Profile and numbers cannot be in a recording; saying so each time says nothing.
    reasons: verdict === 'reported' ? reasons.slice(0, 1) : reasons,
    timings: null,
    versions: { openvino: session.openvino },
  };
}

function evidenceOf(session: Session, wanted: string | null): Evidence {
  const idle = session.inferences === 0 && session.images === 0 && session.failedCompiles.length === 0;
  const gaveUp = session.inferences === 0 && session.failedCompiles.length > 0;
  return {
    ending: gaveUp ? 'raised' : 'finished',
    target: 'mixed',
    channels: idle ? [] : channelsOf(session, wanted),
    needs: ['bridge-calls'],
    inconsistencies: [],
    caps: ['A recorded session holds no counter of the system.'],
  };
}

function channelsOf(session: Session, wanted: string | null): readonly Channel[] {
  const devices = [...new Set(Object.keys(session.byDevice).flatMap((each) => each.split(',')))];
  const known = devices.filter((each) => each !== 'unknown');
  const expected = wanted === null ? known : [wanted];
  return [callsChannel(session, known), executionDevicesChannel(known, expected, [])];
}

function callsChannel(session: Session, devices: readonly string[]): Channel {
  const detail = { ...session, failedCompiles: session.failedCompiles.slice(0, 3) };
  const failed = session.failedCompiles;
  if (session.inferences > 0 && failed.length > 0) {
    const why = `${failed.length} of ${session.compiles} compilations failed; torch had those parts.`;
    return disagrees('bridge-calls', devices.join(','), why, detail);
  }
  if (session.inferences > 0) return agrees('bridge-calls', devices.join(','), detail);
  if (session.images === 0)
    return absent('bridge-calls', 'No image was made while the witness watched.', detail);
  const why = `${session.images} images were made without one inference in OpenVINO.`;
  return disagrees('bridge-calls', 'torch', why, detail);
}

function counted(names: readonly string[]): Record<string, number> {
  const counts = new Map<string, number>();
  for (const name of names) counts.set(name, (counts.get(name) ?? 0) + 1);
  return Object.fromEntries(counts);
}

const sum = (values: readonly number[]) => values.reduce((total, each) => total + each, 0);
