import { type Finding, finding } from '../../findings/finding.ts';
import type { System } from '../../system/system.ts';
import { agrees, disagrees } from '../channels/channel.ts';
import { executionDevices } from '../channels/execution-devices.ts';
import { cEngine } from '../child/engine.ts';
import type { Channel, RungResult } from '../proof.ts';
import type { Proven } from '../prove-environment.ts';
import { rungFinding } from '../rung-finding.ts';
import { proveRuntime } from './prove-runtime.ts';

type Second = { readonly rungs: readonly RungResult[]; readonly findings: readonly Finding[] };

const LOOP_SECONDS = 1;

/**
 * The same network through the environment's C library, without its Python: a witness that a patched or shadowed
 * Python layer cannot bend. `first` is the run through Python; where the two disagree, this rung is contradicted.
 */
export async function secondEngine(system: System, venv: string, first: Proven): Promise<Second> {
  const engine = await cEngine(system, venv);
  const [python] = first.proof.rungs;
  if (engine === null) return skipped('This environment holds no C library of OpenVINO.');
  if (first.chosen === null || python === undefined) return { rungs: [], findings: [] };
  const { openvino, target } = first.chosen;
  const rung = await proveRuntime(system, {
    engine,
    device: openvino,
    target,
    size: 'full',
    loopSeconds: LOOP_SECONDS,
  });
  if (rung.ending === 'absent') return skipped(`The binding for it cannot be loaded: ${rung.reasons.at(-1)}`);
  const compared = withChannel(rung, comparison(python, rung));
  return { rungs: [compared], findings: [rungFinding(compared, system)] };
}

/** Two runs of one network in one environment: same version, same devices, both believed or both not. */
export function comparison(first: RungResult, second: RungResult): Channel {
  const [one, two] = [first, second].map((rung) => ({
    openvino: rung.versions.openvino ?? null,
    devices: saidDevices(rung),
    ran: rung.verdict !== 'failed' && rung.verdict !== 'unknown',
  }));
  const detail = { python: one, c: two };
  if (one?.openvino !== two?.openvino) {
    const why = `Python says OpenVINO ${one?.openvino}, its own library ${two?.openvino}.`;
    return disagrees('second-engine', null, why, detail);
  }
  if (one?.devices !== two?.devices) {
    const why = `Through Python it ran on ${one?.devices}, through the library on ${two?.devices}.`;
    return disagrees('second-engine', two?.devices ?? null, why, detail);
  }
  if (one?.ran !== two?.ran)
    return disagrees('second-engine', null, 'It runs through one of the two only.', detail);
  return agrees('second-engine', two?.devices ?? null, detail);
}

function saidDevices({ channels }: RungResult): string | null {
  const said = channels.find(({ channel }) => channel === 'execution-devices')?.says ?? null;
  return said === null ? null : executionDevices(said).join(',');
}

function withChannel(rung: RungResult, channel: Channel): RungResult {
  const channels = [...rung.channels, channel];
  if (channel.verdict !== 'disagrees' || rung.verdict === 'failed') return { ...rung, channels };
  const reason = `The two engines disagree. ${String(channel.detail.why)}`;
  return { ...rung, channels, verdict: 'contradicted', reasons: [reason, ...rung.reasons] };
}

function skipped(reason: string): Second {
  const skip = finding({
    id: 'inference.second-engine',
    group: 'inference',
    status: 'skip',
    title: 'The second engine was not asked',
    found: reason,
  });
  return { rungs: [], findings: [skip] };
}
