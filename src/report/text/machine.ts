import type { Facts } from '../../hardware/facts.ts';
import { paint, type Style } from '../style.ts';
import { labelled } from '../wrap.ts';
import { deviceLines } from './devices.ts';
import { bytes, joined } from './units.ts';

const COLUMN = 11;

/** The machine as a person would describe it: system, processor, memory, disk, Pythons, devices. */
export function machineLines(facts: Facts | undefined, style: Style): readonly string[] {
  if (facts === undefined) return [];
  const rows: readonly (readonly [string, string])[] = [
    ['System', systemText(facts, style)],
    ['CPU', cpuText(facts, style)],
    ['Memory', memoryText(facts)],
    ['Disk', diskText(facts, style)],
    ['Python', pythonText(facts, style)],
  ];
  const shown = rows.filter(([, text]) => text !== '');
  return [...shown.flatMap(([label, text]) => row(label, text, style)), '', ...deviceLines(facts, style)];
}

function row(label: string, text: string, style: Style): readonly string[] {
  const [first = '', ...rest] = labelled(label, text, { width: style.width, indent: 0, column: COLUMN });
  return [paint(style, 'bold', first.slice(0, COLUMN)) + first.slice(COLUMN), ...rest];
}

const SYSTEMS = { linux: 'Linux', win32: 'Windows', darwin: 'macOS' } as const;
const ARCHITECTURES = { x64: 'x86_64', arm64: 'arm64', ia32: '32-bit x86' } as const;

function systemText({ os }: Facts, style: Style): string {
  const release =
    os.release && !os.name?.includes(os.release)
      ? `, ${os.platform === 'linux' ? 'kernel ' : ''}${os.release}`
      : '';
  const libc = os.libc === 'musl' ? 'musl' : '';
  const name = `${os.name ?? SYSTEMS[os.platform]}${release}, ${ARCHITECTURES[os.arch]}`;
  return joined([name, libc, placeText(os), os.translated ? 'under Rosetta' : ''], style);
}

function placeText({ wsl, container }: Facts['os']): string {
  return [wsl ? 'WSL2' : '', container ? 'container' : ''].filter((each) => each !== '').join(', ');
}

function cpuText({ cpu }: Facts, style: Style): string {
  const cores = cpu?.cores ? `${cpu.cores} cores` : '';
  const threads = cpu?.threads ? `${cpu.threads} threads` : '';
  const limit = cpu?.limit ? `limited to ${rounded(cpu.limit)} here` : '';
  const counts = [cores, threads, limit].filter((each) => each !== '').join(', ');
  return joined([cpu?.brand ?? cpu?.vendor ?? '', counts, flagText(cpu?.flags ?? [])], style);
}

function rounded(count: number): string {
  return String(Math.round(count * 10) / 10);
}

/** Only the widest of each kind: whoever has AVX2 has AVX. */
function flagText(flags: readonly string[]): string {
  const told: readonly (readonly [RegExp, string])[] = [
    [/^avx512f$/, 'AVX-512'],
    [/^avx2$/, 'AVX2'],
    [/vnni$/, 'VNNI'],
    [/^amx/, 'AMX'],
    [/^i8mm$/, 'I8MM'],
    [/^bf16$/, 'BF16'],
    [/^sve$/, 'SVE'],
  ];
  return told
    .filter(([flag]) => flags.some((each) => flag.test(each)))
    .map(([, name]) => name)
    .join(', ');
}

function memoryText({ memory }: Facts): string {
  const parts = [
    memory?.totalBytes ? `${bytes(memory.totalBytes)} total` : '',
    memory?.availableBytes ? `${bytes(memory.availableBytes)} available` : '',
    memory?.limitBytes ? `limited to ${bytes(memory.limitBytes)} here` : '',
  ];
  return parts.filter((part) => part !== '').join(', ');
}

function diskText({ disk }: Facts, style: Style): string {
  const on = disk?.fileSystem ? ` on ${disk.fileSystem}` : '';
  const free = typeof disk?.freeBytes === 'number' ? `${bytes(disk.freeBytes)} free` : '';
  return joined([disk?.path ? `${disk.path}${on}` : '', free], style);
}

const MOST_PYTHONS = 4;

function pythonText({ python, pythons }: Facts, style: Style): string {
  const others = (pythons ?? []).filter(({ path }) => path !== python?.path);
  const all = [...(python ? [python] : []), ...others].map((each) =>
    [each.version, each.path].filter(Boolean).join(' '),
  );
  const shown = style.verbose ? all : all.slice(0, MOST_PYTHONS);
  const more = all.length > shown.length ? [`and ${all.length - shown.length} more`] : [];
  return joined([...shown, ...more], style);
}
