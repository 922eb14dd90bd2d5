import { readdir } from 'node:fs/promises';
import { join } from 'node:path';
import { execPath } from 'node:process';
import type { System } from '../../system/system.ts';
import { templatePath } from '../../system/templates.ts';

/** A program that runs the smoke network: who is started, with what, and what its request holds besides. */
export type Engine = {
  readonly name: 'python' | 'c' | 'node';
  readonly file: string;
  readonly args: readonly string[];
  readonly request: Readonly<Record<string, unknown>>;
};

export function pythonEngine(python: string): Engine {
  const args = ['-I', '-u', '-X', 'utf8', templatePath('probes', 'openvino_runtime.py')];
  return { name: 'python', file: python, args, request: {} };
}

/** The C library of an environment behind a Node child; null where the environment has none. */
export async function cEngine(system: System, venv: string): Promise<Engine | null> {
  const library = await cLibrary(system, venv);
  if (library === null) return null;
  const args = [templatePath('probes', 'openvino_c.mjs')];
  return { name: 'c', file: execPath, args, request: { library } };
}

const FILE: Readonly<Partial<Record<NodeJS.Platform, RegExp>>> = {
  linux: /^libopenvino_c\.so(?:\.\d+)?$/,
  darwin: /^libopenvino_c\.(?:\d+\.)?dylib$/,
  win32: /^openvino_c\.dll$/,
};

/** `libopenvino_c` carries year, minor and patch in its name (`.so.2621`), so it is looked for, not computed. */
async function cLibrary(system: System, venv: string): Promise<string | null> {
  for (const packages of await packageFolders(system, venv)) {
    const libs = join(packages, 'openvino', 'libs');
    const names = await readdir(libs).catch(() => []);
    const found = names.find((name) => FILE[system.platform]?.test(name));
    if (found !== undefined) return join(libs, found);
  }
  return null;
}

async function packageFolders(system: System, venv: string): Promise<readonly string[]> {
  if (system.platform === 'win32') return [join(venv, 'Lib', 'site-packages')];
  const names = await readdir(join(venv, 'lib')).catch(() => []);
  return names
    .filter((name) => name.startsWith('python'))
    .map((name) => join(venv, 'lib', name, 'site-packages'));
}

/** What a program raises when the binding it is written against cannot be loaded on this platform. */
export const BINDING_ABSENT = 'BindingAbsent';
