import { resolve } from 'node:path';
import { Failure } from '../../findings/failure.ts';
import { type Finding, finding } from '../../findings/finding.ts';
import { readIfThere } from '../../system/files.ts';
import type { System } from '../../system/system.ts';
import type { Proof } from '../proof.ts';
import { rungFinding } from '../rung-finding.ts';
import { judgeSession, type Session, sessionOf } from './judge-session.ts';
import { parseRecording } from './witness-events.ts';

/** Judges what `sdn launch --witness FILE` wrote. Throws `Failure` where there is no such recording. */
export async function verifySession(
  system: System,
  file: string,
  device: string | null,
): Promise<{ readonly proof: Proof; readonly findings: readonly Finding[] }> {
  const text = await readIfThere(resolve(system.cwd, file)).catch(() => null);
  if (text === null) throw noRecording(`There is no recording at ${file}.`, file);
  const recording = parseRecording(text);
  if (recording.events.length === 0) throw noRecording(`${file} holds no event of a witness.`, file);
  const wanted = device === null || /^(?:AUTO|\d)/i.test(device) ? null : device.toUpperCase();
  const rung = judgeSession(recording, wanted);
  const proof: Proof = {
    verdict: rung.verdict,
    device: { requested: device ?? 'recorded', resolved: rung.device, name: null, uuid: null, pci: null },
    rungs: [rung],
  };
  return { proof, findings: [rungFinding(rung, system), told(sessionOf(recording))] };
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

/** The session in one sentence: images, inferences on each device, and where the images were decoded. */
function told(session: Session): Finding {
  const onDevices = Object.entries(session.byDevice).map(([device, count]) => `${count} on ${device}`);
  const decoded =
    session.decodedOn.length === 0 ? '' : ` Images were decoded by torch on ${session.decodedOn.join(', ')}.`;
  return finding({
    id: 'inference.session',
    group: 'inference',
    status: 'info',
    title: 'What the session did',
    found: `${session.images} images, ${session.compiles} compilations, ${session.inferences} inferences (${onDevices.join(', ') || 'none'}).${decoded}`,
  });
}
