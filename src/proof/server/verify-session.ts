import { resolve } from 'node:path';
import { Failure } from '../../findings/failure.ts';
import { type Finding, finding } from '../../findings/finding.ts';
import { readIfThere } from '../../system/files.ts';
import type { System } from '../../system/system.ts';
import type { Proof } from '../proof.ts';
import { rungFinding } from '../rung-finding.ts';
import { judgeSession, type Session, sessionOf } from './judge-session.ts';
import { lastSession, parseRecording } from './witness-events.ts';

/** Judges what `sdn launch --witness FILE` wrote. Throws `Failure` where there is no such recording. */
export async function verifySession(
  system: System,
  file: string,
  device: string | null,
): Promise<{ readonly proof: Proof; readonly findings: readonly Finding[] }> {
  const text = await readIfThere(resolve(system.cwd, file)).catch(() => null);
  if (text === null) throw noRecording(`There is no recording at ${file}.`, file);
  const recording = lastSession(parseRecording(text));
  if (recording.events.length === 0) throw noRecording(`${file} holds no event of a witness.`, file);
  const wanted = device === null || /^(?:AUTO|\d)/i.test(device) ? null : device.toUpperCase();
  const rung = judgeSession(recording, wanted);
  const proof: Proof = {
    verdict: rung.verdict,
    device: { requested: device ?? 'recorded', resolved: rung.device, name: null, uuid: null, pci: null },
    rungs: [rung],
  };
  return { proof, findings: [rungFinding(rung, system), told(sessionOf(recording), recording.earlier)] };
}

function noRecording(found: string, file: string): Failure {
  return new Failure({
    kind: 'notReady',
    code: 'witness-missing',
    found,
    need: 'A session of SD.Next in which at least one image was made, with the witness inside.',
    fix: [`sdn launch --witness ${file}`],
  });
}

/** The session in a sentence or two: images, the share of each device, and where the images were decoded. */
function told(session: Session, earlier: number): Finding {
  const decoded =
    session.decodedOn.length === 0
      ? ''
      : ` torch decoded the images (VAE) on ${session.decodedOn.map(torchName).join(', ')}.`;
  const before = earlier === 0 ? '' : ` Left aside: ${counted(earlier, 'earlier session')} in this file.`;
  return finding({
    id: 'inference.session',
    group: 'inference',
    status: 'info',
    title: 'What the session did',
    found: `${counted(session.images, 'image')}, ${counted(session.compiles, 'compilation')}, ${counted(session.inferences, 'inference')}${shares(session)}.${decoded}${before}`,
  });
}

function shares({ byDevice, inferences }: Session): string {
  const devices = Object.entries(byDevice);
  if (devices.length < 2) return devices.map(([device]) => `, all on ${device}`).join('');
  const percent = (count: number) => `${Math.round((100 * count) / inferences)} %`;
  return `: ${devices.map(([device, count]) => `${count} on ${device} (${percent(count)})`).join(', ')}`;
}

function counted(count: number, what: string): string {
  return `${count} ${what}${count === 1 ? '' : 's'}`;
}

function torchName(device: string): string {
  return device === 'cpu' ? 'the CPU' : device;
}
