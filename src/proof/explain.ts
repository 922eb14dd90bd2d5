import { existsSync } from 'node:fs';
import { join } from 'node:path';
import table from '../../templates/tables/openvino-failures.json' with { type: 'json' };
import type { System } from '../system/system.ts';

/** OpenVINO's own reason in words, and what removes it on this machine. */
export type Explanation = {
  readonly id: string;
  readonly means: string;
  readonly need: string | null;
  readonly commands: readonly string[];
  /** OpenVINO's text without the places in its sources. */
  readonly said: string;
};

/** Finds the row of the failure table that fits an error text; `unexplained` with the text itself where none does. */
export function explain(text: string, system: System): Explanation {
  const said = essence(text);
  const row = table.rows.find(({ match }) => new RegExp(match, 'i').test(text));
  if (row === undefined) return { id: 'unexplained', means: said, need: null, commands: [], said };
  const fix: Readonly<Record<string, readonly string[]>> = row.fix;
  const manager = packageManager(system);
  return {
    id: row.id,
    means: row.means,
    need: row.need,
    commands: (manager === null ? undefined : fix[manager]) ?? [],
    said,
  };
}

const NOISE =
  /^(?:Exception from |Check '.*' failed at |\[ ?ERROR ?\]$|Set TORCH|You can suppress|from user code|File "|import torch)/;

/** The last line that says something: OpenVINO puts "Exception from file:line:" and checks above it. */
function essence(text: string): string {
  const lines = text
    .split('\n')
    .map((line) => line.trim())
    .filter((line) => line !== '' && !NOISE.test(line));
  return (lines.at(-1) ?? text.trim()).slice(0, 400);
}

const MANAGERS = [
  ['apt', 'usr/bin/apt-get'],
  ['dnf', 'usr/bin/dnf'],
  ['zypper', 'usr/bin/zypper'],
  ['pacman', 'usr/bin/pacman'],
] as const;

function packageManager({ platform, root }: System): string | null {
  if (platform !== 'linux') return null;
  return MANAGERS.find(([, path]) => existsSync(join(root, path)))?.[0] ?? null;
}
