import { basename } from 'node:path';
import { type Edit, editJson } from '../../sdnext/settings/edit-json.ts';
import { replaceFile } from '../../sdnext/settings/replace-file.ts';
import { LARGEST_SETTINGS, listSetting } from '../../sdnext/settings/settings.ts';
import { textToEdit } from '../../sdnext/settings/settings-text.ts';
import { sha256 } from '../../system/digest.ts';
import type { Subject } from '../subject.ts';
import type { Change, Repair } from './repair.ts';

type KeyRepair = { readonly fixer: string; readonly edits: (subject: Subject) => readonly Edit[] };

/** The keys that may be repaired, and to what. A key that is taken out falls back to SD.Next's own default. */
const KEY_REPAIRS: readonly KeyRepair[] = [
  {
    fixer: 'openvino-devices',
    edits: (subject) => [{ key: 'openvino_devices', value: repairedDevices(subject) }],
  },
  { fixer: 'openvino-accuracy', edits: () => [{ key: 'openvino_accuracy', value: undefined }] },
  { fixer: 'cuda-compile', edits: (subject) => [{ key: 'cuda_compile', value: withModel(subject) }] },
  { fixer: 'compile-backend', edits: wrongBackends },
  { fixer: 'compile-options', edits: () => [{ key: 'cuda_compile_options', value: undefined }] },
  { fixer: 'offload-mode', edits: () => [{ key: 'diffusers_offload_mode', value: 'none' }] },
  { fixer: 'model-caching', edits: () => [{ key: 'openvino_disable_model_caching', value: undefined }] },
];

export const settingsRepairs: readonly Repair[] = KEY_REPAIRS.map(({ fixer, edits }) => ({
  fixer,
  plan: (subject) => ({
    fixer,
    title: 'Settings',
    detail: `${basename(subject.settings.path)}: ${edits(subject).map(sentence).join(', ')}`,
    undoable: true,
  }),
  apply: async (subject) => [await changed(subject, fixer, edits(subject))],
}));

function sentence({ key, value }: Edit): string {
  return value === undefined ? `take ${key} out` : `set ${key} to ${JSON.stringify(value)}`;
}

/** Writes edits of the settings, all at once, with a backup. */
async function changed(subject: Subject, fixer: string, edits: readonly Edit[]): Promise<Change> {
  const { path } = subject.settings;
  const text = await textToEdit(path, LARGEST_SETTINGS);
  const content = edits.reduce(editJson, text);
  const replaced = await replaceFile(subject.dir, path, content);
  return { fixer, ...replaced, sha256: sha256(content) };
}

/** The configured names as a list that this runtime knows; none of them left means: no key, which is AUTO. */
function repairedDevices({ settings, devices }: Subject): readonly string[] | undefined {
  const value = settings.values.openvino_devices;
  const named =
    listSetting(settings, 'openvino_devices') ?? (typeof value === 'string' ? value.split(',') : []);
  const names = named
    .map((name) => name.trim().toUpperCase())
    .filter((name) => name !== '' && name !== 'AUTO');
  const known = devices === null ? names : names.flatMap((name) => knownAs(name, devices));
  return known.length === 0 ? undefined : [...new Set(known)];
}

/** OpenVINO calls its first GPU `GPU` where it is alone, and `GPU.0` where it is not. */
function knownAs(name: string, devices: readonly string[]): readonly string[] {
  if (devices.includes(name)) return [name];
  const other = name.includes('.') ? name.replace(/\.\d+$/, '') : `${name}.0`;
  return devices.includes(other) ? [other] : [];
}

function withModel({ settings }: Subject): readonly string[] | undefined {
  const targets = listSetting(settings, 'cuda_compile') ?? [];
  return targets.length === 0 ? undefined : ['Model', ...targets];
}

function wrongBackends({ settings }: Subject): readonly Edit[] {
  const keys = ['cuda_compile_backend', 'openvino_compile_backend'] as const;
  return keys
    .filter((key) => key in settings.values && settings.values[key] !== 'openvino_fx')
    .map((key) => ({ key, value: undefined }));
}
