import type { Check } from '../../findings/check.ts';
import { settingOf } from '../../sdnext/settings/settings.ts';
import { pass, warn } from '../say.ts';
import type { Subject } from '../subject.ts';
import { skipSettings } from './skip-settings.ts';

const GIGABYTE = 1024 ** 3;
/** About one SDXL model; SD.Next never removes anything from it. */
const LARGE = 5 * GIGABYTE;

export const cacheSize: Check<Subject> = {
  id: 'settings.cache-size',
  group: 'settings',
  title: 'The cache of compiled models is small',
  skipReason: skipSettings,
  run(subject) {
    const { cacheBytes, machine } = subject;
    const size = `${((cacheBytes ?? 0) / GIGABYTE).toFixed(1)} GB`;
    if (cacheBytes === null || cacheBytes < LARGE)
      return pass(cacheSize, cacheBytes === null ? 'none' : size);
    const free =
      machine.freeBytes === null ? '' : ` ${(machine.freeBytes / GIGABYTE).toFixed(1)} GB are free.`;
    const folder = String(settingOf(subject.settings, 'openvino_cache_path'));
    return warn(cacheSize, {
      found: `The OpenVINO cache in ${folder} has ${size}.${free} SD.Next never removes anything from it.`,
      need: 'Room on the disk. The cache is made again when it is needed.',
      fix: ['Let sdn remove its folders model and blob.', `sdn doctor --fix --clear-cache${subject.where}`],
      fixer: 'openvino-cache',
    });
  },
};
