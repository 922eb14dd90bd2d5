import { stat } from 'node:fs/promises';
import { join } from 'node:path';
import { type EnvironmentKind, examineEnvironment, pythonOf } from '../../install/environment/environment.ts';
import type { Manifest } from '../../install/environment/manifest.ts';
import { checkWholeness, damageText } from '../../install/wholeness/wholeness.ts';
import { projectName } from '../../packages/project-name.ts';
import { readBoundedIfThere } from '../bounded-file.ts';

/** An environment as its files tell it: no Python is started, nothing is imported. */
export type EnvironmentView = {
  readonly path: string;
  readonly kind: EnvironmentKind;
  readonly manifest: Manifest | null;
  /** From `pyvenv.cfg`. `homeExists` is null where the file names no home. */
  readonly python: {
    readonly version: string | null;
    readonly home: string | null;
    readonly homeExists: boolean | null;
    readonly path: string;
    readonly exists: boolean;
  };
  /** Versions by normalised name: `torch` → `2.11.0+cpu`. */
  readonly packages: Readonly<Record<string, string>>;
  /** Distributions whose files are not all there, one sentence each. */
  readonly damaged: readonly string[];
  /** Whether the folder can be activated the way webui.sh does it; Windows calls the Python directly. */
  readonly activates: boolean;
};

const LARGEST_CONFIG = 1024 * 1024;

/** What is at `path`, as SD.Next and pip will see it. */
export async function viewEnvironment(path: string, platform: NodeJS.Platform): Promise<EnvironmentView> {
  const [environment, config] = await Promise.all([
    examineEnvironment(path),
    readBoundedIfThere(join(path, 'pyvenv.cfg'), LARGEST_CONFIG).catch(() => null),
  ]);
  const isThere = !['nothing', 'file', 'link'].includes(environment.kind);
  const { distributions } = isThere ? await checkWholeness(path) : { distributions: [] };
  return {
    path,
    kind: environment.kind,
    manifest: environment.kind === 'ours' ? environment.manifest : null,
    python: await pythonIn(path, config ?? '', platform),
    packages: Object.fromEntries(distributions.map(({ name, version }) => [projectName(name), version])),
    damaged: distributions.filter(({ whole }) => !whole).map(damageText),
    activates: platform === 'win32' || (await isFile(join(path, 'bin', 'activate'))),
  };
}

async function pythonIn(
  path: string,
  config: string,
  platform: NodeJS.Platform,
): Promise<EnvironmentView['python']> {
  const value = (key: string) => new RegExp(`^${key}\\s*=\\s*(.+?)\\s*$`, 'm').exec(config)?.[1] ?? null;
  const home = value('home');
  const python = pythonOf(path, platform);
  return {
    version: /^\d+\.\d+(?:\.\d+)?/.exec(value('version_info') ?? value('version') ?? '')?.[0] ?? null,
    home,
    homeExists: home === null ? null : (await stat(home).catch(() => null)) !== null,
    path: python,
    exists: await isFile(python),
  };
}

/** Follows links: a Python whose target is gone does not exist. */
async function isFile(path: string): Promise<boolean> {
  return (await stat(path).catch(() => null))?.isFile() === true;
}
