import { realpath } from 'node:fs/promises';
import { dirname, isAbsolute, join, resolve } from 'node:path';
import { errorCode } from '../../system/files.ts';
import { whyUnreadable } from '../../system/why-unreadable.ts';
import { parseSettings, readSettingsText, type SettingsText } from './settings-text.ts';

/** SD.Next's `config.json`, as far as it concerns where images are computed. */
export type Settings = {
  readonly path: string;
  /** Where the path comes from: `--config`, `SD_CONFIG`, `--data-dir`, `SD_DATADIR` or the default. */
  readonly from: string;
  readonly state: 'absent' | 'read' | 'unreadable';
  /** Why it could not be read, in a few words. */
  readonly why: string | null;
  /** Whether that is only how the text is encoded: the settings themselves are whole. */
  readonly onlyEncoding: boolean;
  /** Where a link leads, when the file is one that leaves its folder. */
  readonly linksTo: string | null;
  readonly values: Readonly<Record<string, unknown>>;
};

/** The keys that sdn looks at; every other is left alone and not repeated anywhere. */
const KEYS = [
  'openvino_devices',
  'openvino_accuracy',
  'openvino_compile_backend',
  'openvino_disable_model_caching',
  'openvino_disable_memory_cleanup',
  'openvino_cache_path',
  'cuda_compile',
  'cuda_compile_backend',
  'cuda_compile_options',
  'diffusers_offload_mode',
  'cuda_dtype',
  'lora_force_diffusers',
  'cross_attention_optimization',
  'offline_mode',
] as const;
export type SettingKey = (typeof KEYS)[number];

/** What SD.Next uses under `--use-openvino` where config.json says nothing (modules/ui_definitions.py, 2026-07-23). */
const OPENVINO_DEFAULTS: Readonly<Partial<Record<SettingKey, unknown>>> = {
  openvino_devices: [],
  openvino_accuracy: 'default',
  openvino_compile_backend: 'openvino_fx',
  openvino_disable_model_caching: true,
  openvino_disable_memory_cleanup: true,
  openvino_cache_path: 'cache',
  cuda_compile: ['Model', 'VAE', 'Upscaler', 'Control'],
  cuda_compile_backend: 'openvino_fx',
  cuda_compile_options: [],
  diffusers_offload_mode: 'none',
};

type Named = {
  readonly dir: string;
  readonly env: Readonly<Record<string, string | undefined>>;
  readonly args: readonly string[];
};

/** The settings file SD.Next would read, started in `dir` with these arguments and this environment. */
export function settingsPath({ dir, env, args }: Named): { readonly path: string; readonly from: string } {
  const config = argumentOf(args, '--config');
  if (config !== null) return { path: within(dir, config), from: '--config' };
  if (env.SD_CONFIG) return { path: within(dir, env.SD_CONFIG), from: 'SD_CONFIG' };
  const data = argumentOf(args, '--data-dir');
  if (data !== null) return { path: join(within(dir, data), 'config.json'), from: '--data-dir' };
  if (env.SD_DATADIR) return { path: join(within(dir, env.SD_DATADIR), 'config.json'), from: 'SD_DATADIR' };
  return { path: join(dir, 'config.json'), from: 'default' };
}

function within(dir: string, path: string): string {
  return isAbsolute(path) ? path : resolve(dir, path);
}

function argumentOf(args: readonly string[], flag: string): string | null {
  const joined = args.findLast((arg) => arg.startsWith(`${flag}=`));
  if (joined !== undefined) return joined.slice(flag.length + 1);
  const at = args.lastIndexOf(flag);
  return at === -1 ? null : (args[at + 1] ?? null);
}

/** A settings file of people is some kilobytes; one beyond this is something else. */
export const LARGEST_SETTINGS = 8 * 1024 * 1024;

/** Reads the settings; whatever is wrong with the file becomes a state, never an exception. */
export async function readSettings(named: Named): Promise<Settings> {
  const { path, from } = settingsPath(named);
  const base = { path, from, linksTo: await linkTarget(path), values: {}, onlyEncoding: false };
  try {
    const { text, encoding } = await readSettingsText(path, LARGEST_SETTINGS);
    const values = known(parseSettings(text));
    const why = WRONG_ENCODINGS[encoding] ?? null;
    if (why !== null) return { ...base, state: 'unreadable', why, onlyEncoding: true };
    return { ...base, state: 'read', why, values };
  } catch (error) {
    if (['ENOENT', 'ENOTDIR'].includes(errorCode(error) ?? ''))
      return { ...base, state: 'absent', why: null };
    return { ...base, state: 'unreadable', why: reason(error) };
  }
}

const WRONG_ENCODINGS: Readonly<Partial<Record<SettingsText['encoding'], string>>> = {
  marked: 'it begins with a byte order mark, which SD.Next does not read past',
  'utf-16': 'it is UTF-16, and SD.Next reads UTF-8 only',
};

async function linkTarget(path: string): Promise<string | null> {
  const real = await realpath(path).catch(() => null);
  const folder = await realpath(dirname(path)).catch(() => null);
  if (real === null || folder === null) return null;
  return dirname(real) === folder ? null : real;
}

function known(value: object): Readonly<Record<string, unknown>> {
  return Object.fromEntries(
    Object.entries(value).filter(([key]) => (KEYS as readonly string[]).includes(key)),
  );
}

function reason(error: unknown): string {
  if (error instanceof SyntaxError)
    return `it is not JSON${error.message === '' ? '' : ` (${error.message})`}`;
  if (errorCode(error) === 'EFBIG') return `it is larger than ${LARGEST_SETTINGS / 1024 / 1024} MB`;
  return whyUnreadable(error);
}

/** The value in force under OpenVINO: what the file says, else SD.Next's default. */
export function settingOf(settings: Settings, key: SettingKey): unknown {
  return key in settings.values ? settings.values[key] : OPENVINO_DEFAULTS[key];
}

/** The value in force where it is a list of words; anything else is no list to SD.Next either. */
export function listSetting(settings: Settings, key: SettingKey): readonly string[] | null {
  const value = settingOf(settings, key);
  if (!Array.isArray(value) || !value.every((each) => typeof each === 'string')) return null;
  return value;
}
