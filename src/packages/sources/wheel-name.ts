import type { Interpreter } from '../pythons/interpreter.ts';
import { minorVersion } from '../pythons/interpreter.ts';

/** The parts of a wheel's file name (PyPA binary distribution format). */
export type WheelName = {
  readonly file: string;
  readonly project: string;
  readonly version: string;
  /** `cpu`, `cu126`, … the part after `+`; null without one. */
  readonly local: string | null;
  readonly pythonTags: readonly string[];
  readonly abiTags: readonly string[];
  readonly platformTags: readonly string[];
};

/** Parses `torch-2.13.0+cpu-cp311-cp311-manylinux_2_28_x86_64.whl`; null for anything else. */
export function parseWheelName(file: string): WheelName | null {
  const parts = file.replace(/\.whl$/, '').split('-');
  const [project, version] = parts;
  const [python, abi, platform] = parts.slice(-3);
  if (parts.length < 5 || parts.length > 6 || !project || !version || !python || !abi || !platform)
    return null;
  return {
    file,
    project,
    version,
    local: version.split('+')[1] ?? null,
    pythonTags: python.split('.'),
    abiTags: abi.split('.'),
    platformTags: platform.split('.'),
  };
}

/** Whether the wheel can be installed for this Python on this kind of system. */
export function fits(wheel: WheelName, python: Interpreter, platform: NodeJS.Platform): boolean {
  return fitsPython(wheel, python) && wheel.platformTags.some((tag) => fitsPlatform(tag, python, platform));
}

function fitsPython({ pythonTags, abiTags }: WheelName, python: Interpreter): boolean {
  const digits = minorVersion(python.version).replace('.', '');
  const own = `cp${digits}${python.freeThreaded ? 't' : ''}`;
  if (pythonTags.includes(`cp${digits}`) && abiTags.some((abi) => abi === own || abi === 'none')) return true;
  if (abiTags.includes('none') && pythonTags.some((tag) => tag === 'py3' || tag === `py${digits}`))
    return true;
  return !python.freeThreaded && abiTags.includes('abi3') && pythonTags.some((tag) => isOlder(tag, digits));
}

function isOlder(tag: string, digits: string): boolean {
  const match = /^cp3(\d+)$/.exec(tag);
  return match?.[1] !== undefined && Number(match[1]) <= Number(digits.slice(1));
}

const LINUX_ARCH: Readonly<Record<string, string>> = { x64: 'x86_64', arm64: 'aarch64', ia32: 'i686' };

function fitsPlatform(tag: string, python: Interpreter, platform: NodeJS.Platform): boolean {
  if (tag === 'any') return true;
  if (platform === 'win32')
    return tag === { x64: 'win_amd64', arm64: 'win_arm64', ia32: 'win32' }[python.arch];
  if (platform === 'darwin') return fitsMac(tag, python);
  return tag.endsWith(`_${LINUX_ARCH[python.arch]}`) && fitsLibc(tag, python.libc);
}

/** Versions of the tags without one: PEP 513, 571 and 599. */
const NAMED_GLIBC: Readonly<Record<string, number>> = { manylinux1: 5, manylinux2010: 12, manylinux2014: 17 };

function fitsLibc(tag: string, libc: Interpreter['libc']): boolean {
  if (tag.startsWith('linux_')) return true;
  const wanted = /^manylinux_2_(\d+)_/.exec(tag)?.[1] ?? NAMED_GLIBC[tag.split('_')[0] ?? ''];
  if (wanted === undefined || libc?.[0] !== 'glibc') return false;
  return Number(libc[1].split('.')[1]) >= Number(wanted);
}

function fitsMac(tag: string, { arch, macos }: Interpreter): boolean {
  const match = /^macosx_(\d+)_(\d+)_(.+)$/.exec(tag);
  if (match === null) return false;
  const [, major, , machine] = match;
  const machines = arch === 'arm64' ? ['arm64', 'universal2'] : ['x86_64', 'universal2', 'intel'];
  return machines.includes(machine ?? '') && (macos === null || Number(macos.split('.')[0]) >= Number(major));
}
