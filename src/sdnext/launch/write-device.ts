import { Failure } from '../../findings/failure.ts';
import { editJson } from '../settings/edit-json.ts';
import { replaceFile } from '../settings/replace-file.ts';
import { LARGEST_SETTINGS, type Settings } from '../settings/settings.ts';
import { textToEdit } from '../settings/settings-text.ts';

/**
 * Puts the device into the settings of the checkout in `dir`: that key alone, atomically, the old file kept.
 * Throws a `Failure` where they cannot be read: SD.Next could not read the device either.
 */
export async function writeDevice(dir: string, settings: Settings, value: unknown): Promise<void> {
  if (settings.state === 'unreadable' && !settings.onlyEncoding) throw unreadable(settings);
  const text = await textToEdit(settings.path, LARGEST_SETTINGS);
  const changed = editJson(text, { key: 'openvino_devices', value });
  if (changed !== text || settings.onlyEncoding) await replaceFile(dir, settings.path, changed);
}

function unreadable({ path, why }: Settings): Failure {
  return new Failure({
    kind: 'notReady',
    code: 'settings-unreadable',
    found: `${path} cannot be read: ${why}. The device for OpenVINO is a setting in it.`,
    need: 'A JSON object in UTF-8 that this user can read; mend the file, or move it away.',
  });
}
