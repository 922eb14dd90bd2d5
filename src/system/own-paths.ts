import { fileURLToPath } from 'node:url';
import type { System } from './system.ts';

/** What this run of sdn stands on: its Node, its own files, its current folder and the user's home. */
export function ownPaths({ cwd, home }: System): Readonly<Record<string, string>> {
  return {
    'the Node that runs sdn': process.execPath,
    'sdn itself': fileURLToPath(import.meta.url),
    'the current folder': cwd,
    'your home folder': home,
  };
}
