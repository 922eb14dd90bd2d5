import type { Check } from '../../findings/check.ts';
import { isSince } from '../../sdnext/checkout/checkout.ts';
import { fail, pass, warn } from '../say.ts';
import { isOpenvino, type Subject } from '../subject.ts';

/** vladmandic/sdnext of 2026-04-12, first release 2026-04-29: OpenVINO reads openvino_devices only. */
const IGNORED_SINCE = '2026-04-12';

export const deviceId: Check<Subject> = {
  id: 'launch.device-id',
  group: 'launch',
  title: '--device-id is used where it counts',
  run(subject) {
    const value = givenDeviceId(subject);
    if (value === null) return pass(deviceId, 'not given');
    if (isOpenvino(subject)) return forOpenvino(subject, value);
    if (/^\d+$/.test(value)) return pass(deviceId, value);
    return fail(deviceId, {
      found: `--device-id is "${value}". torch takes a number here and stops with "Invalid device string" otherwise.`,
      need: 'A number, counted by the installed backend: 0 is the first device.',
      fix: ['Take it out, and name the device to sdn.', `sdn launch --device-id 0${subject.where}`],
    });
  },
};

function givenDeviceId({ switches }: Subject): string | null {
  const { args, env } = switches;
  const at = args.indexOf('--device-id');
  const joined = args.find((arg) => arg.startsWith('--device-id='))?.slice('--device-id='.length);
  return joined ?? (at === -1 ? undefined : args[at + 1]) ?? env.SD_DEVICEID ?? null;
}

function forOpenvino(subject: Subject, value: string) {
  if (isSince(subject.checkout, IGNORED_SINCE) === false) return pass(deviceId, value);
  return warn(deviceId, {
    found: `--device-id ${value} has no effect on OpenVINO since 2026-04-29. The setting openvino_devices decides.`,
    need: 'The device in openvino_devices.',
    fix: ['Let sdn write it there.', `sdn launch --device-id ${value}${subject.where}`],
  });
}
