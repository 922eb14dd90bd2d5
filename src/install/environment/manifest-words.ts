import type { Manifest } from './manifest.ts';

const TOLD = ['openvino', 'torch', 'torchvision'];

/** "openvino: Python 3.11.7, openvino 2026.2.1, torch 2.11.0+cpu": what an environment is, in one line. */
export function manifestWords({ variant, interpreter, installed }: Manifest): string {
  const shown = installed.filter(({ name }) => TOLD.includes(name));
  const parts = [`Python ${interpreter.version}`, ...shown.map(({ name, version }) => `${name} ${version}`)];
  return `${variant}: ${parts.join(', ')}`;
}
