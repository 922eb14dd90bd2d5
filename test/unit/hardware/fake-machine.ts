import { cpSync, mkdirSync, mkdtempSync, symlinkSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { run } from '../../../src/system/run.ts';
import type { System } from '../../../src/system/system.ts';
import { thisMachine } from '../../../src/system/this-machine.ts';

const PROGRAMS = fileURLToPath(new URL('../../fixtures/programs/', import.meta.url));

export type Tree = {
  /** Text by path below the root: `/proc/version`. */
  readonly files?: Readonly<Record<string, string>>;
  /** Targets by path. */
  readonly links?: Readonly<Record<string, string>>;
  /** Programs of `test/fixtures/programs` by path: `/usr/bin/nvidia-smi`. */
  readonly programs?: Readonly<Record<string, string>>;
  readonly env?: Readonly<Record<string, string>>;
};

/** A Linux below a temporary folder, with real files, real links and real programs. */
export function fakeLinux({ files = {}, links = {}, programs = {}, env = {} }: Tree): System {
  const root = mkdtempSync(join(tmpdir(), 'sdn-machine-'));
  for (const [path, text] of Object.entries(files)) put(root, path, (at) => writeFileSync(at, text));
  for (const [path, target] of Object.entries(links)) put(root, path, (at) => symlinkSync(target, at));
  for (const [path, name] of Object.entries(programs))
    put(root, path, (at) => cpSync(join(PROGRAMS, name), at));
  const here = thisMachine(new AbortController().signal);
  return {
    ...here,
    platform: 'linux',
    arch: 'x64',
    root,
    cwd: root,
    home: root,
    run,
    env: { PATH: '/usr/bin:/bin', TMPDIR: root, ...env },
  };
}

function put(root: string, path: string, write: (at: string) => void): void {
  const at = join(root, path);
  mkdirSync(dirname(at), { recursive: true });
  write(at);
}

/** One function on the PCI bus, as files and links of `/sys`. */
export function pciDevice(
  address: string,
  ids: { class: string; vendor: string; device: string; driver?: string; removable?: string; power?: string },
): Required<Pick<Tree, 'files' | 'links'>> {
  const at = `/sys/bus/pci/devices/${address}`;
  return {
    files: {
      [`${at}/class`]: `${ids.class}\n`,
      [`${at}/vendor`]: `${ids.vendor}\n`,
      [`${at}/device`]: `${ids.device}\n`,
      ...(ids.removable === undefined ? {} : { [`${at}/removable`]: `${ids.removable}\n` }),
      ...(ids.power === undefined ? {} : { [`${at}/power_state`]: `${ids.power}\n` }),
    },
    links: ids.driver === undefined ? {} : { [`${at}/driver`]: `../../../bus/pci/drivers/${ids.driver}` },
  };
}

/** Several parts of a machine as one. */
export function together(...parts: readonly Tree[]): Tree {
  return {
    files: Object.assign({}, ...parts.map(({ files }) => files)),
    links: Object.assign({}, ...parts.map(({ links }) => links)),
    programs: Object.assign({}, ...parts.map(({ programs }) => programs)),
    env: Object.assign({}, ...parts.map(({ env }) => env)),
  };
}
