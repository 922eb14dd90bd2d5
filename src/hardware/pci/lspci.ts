import type { Gpu } from '../facts.ts';
import { pciAddress, type SeenGpu, vendorOf } from '../seen.ts';

const DISPLAY = /\b(?:VGA compatible controller|3D controller|Display controller|Processing accelerators)\b/;
const LINE = /^\s*((?:[0-9a-f]{4,8}:)?[0-9a-f]{2}:[0-9a-f]{2}\.[0-7])\s+(.*)$/i;

/**
 * Display devices in the output of `lspci`, in any of its forms: plain, `-nn`, `-D`, `-k`, `-v`, `-mm`.
 * Lines that are indented below a device belong to it.
 */
export function parseLspci(text: string): readonly SeenGpu[] {
  const gpus: SeenGpu[] = [];
  let current: SeenGpu | null = null;
  for (const line of text.split('\n')) {
    const head = LINE.exec(line);
    if (head === null) applyDetail(current, line);
    else {
      current = DISPLAY.test(classText(head[2] ?? '')) ? deviceIn(head[1] ?? '', head[2] ?? '') : null;
      if (current !== null) gpus.push(current);
    }
  }
  return gpus.filter(({ vendor }) => vendor !== 'other');
}

/** Quoted fields are the machine form, where the class stands alone in the first pair of quotes. */
function classText(rest: string): string {
  return rest.startsWith('"') ? (quoted(rest)[0] ?? '') : (rest.split(':')[0] ?? '');
}

function deviceIn(address: string, rest: string): SeenGpu {
  const described = rest.startsWith('"') ? machineForm(rest) : readableForm(rest);
  const pci = pciAddress(address);
  return {
    ...described,
    ...(pci === null ? {} : { pci }),
    ...(/\(rev ff\)|-rff\b/.test(rest) ? { power: 'off' } : {}),
  };
}

function readableForm(rest: string): SeenGpu {
  const pciClass = /\[([0-9a-f]{4})\]:/i.exec(rest)?.[1];
  const ids = /\[([0-9a-f]{4}):([0-9a-f]{4})\]/i.exec(rest);
  const body = rest
    .replace(/^[^:]*:\s*/, '')
    .replace(/\s*\[[0-9a-f]{4}:[0-9a-f]{4}\].*$/i, '')
    .replace(/\s*\(rev .*$/, '');
  return device(ids?.[1] ?? null, ids?.[2] ?? null, { body, pciClass: pciClass ?? null });
}

function machineForm(rest: string): SeenGpu {
  const [kind = '', maker = '', model = ''] = quoted(rest);
  const id = (field: string) => /\[([0-9a-f]{4})\]$/i.exec(field)?.[1] ?? null;
  const bare = (field: string) => field.replace(/\s*\[[0-9a-f]{4}\]$/i, '');
  return device(id(maker), id(model), { body: `${bare(maker)} ${bare(model)}`, pciClass: id(kind) });
}

type Rest = { readonly body: string; readonly pciClass: string | null };

function device(vendorId: string | null, deviceId: string | null, { body, pciClass }: Rest): SeenGpu {
  const vendor = vendorId === null ? vendorByName(body) : vendorOf(vendorId);
  return {
    vendor,
    name: nameIn(body),
    ...(vendorId === null ? {} : { vendorId: vendorId.toLowerCase() }),
    ...(deviceId === null ? {} : { deviceId: deviceId.toLowerCase() }),
    ...(pciClass === null ? {} : { pciClass: pciClass.toLowerCase() }),
  };
}

const MAKERS: readonly (readonly [RegExp, Gpu['vendor']])[] = [
  [/^NVIDIA Corporation\b\s*/, 'nvidia'],
  [/^Advanced Micro Devices, Inc\.(?: \[AMD(?:\/ATI)?\])?\s*/, 'amd'],
  [/^Intel Corporation\b\s*/, 'intel'],
];

function vendorByName(body: string): Gpu['vendor'] {
  return MAKERS.find(([maker]) => maker.test(body))?.[1] ?? 'other';
}

/**
 * What is left without the maker. "Device" alone is what lspci prints for an id it does not know; brackets that
 * list three models or more name none of them.
 */
function nameIn(body: string): string | null {
  const name = MAKERS.reduce((rest, [maker]) => rest.replace(maker, ''), body).trim();
  const whole = /\[[^\]]*\/[^\]]*\/[^\]]*\]$/.test(name) ? name.replace(/\s*\[[^\]]*\]$/, '') : name;
  return whole === '' || /^Device(?: [0-9a-f]{4})?$/i.test(name) ? null : whole;
}

function applyDetail(gpu: SeenGpu | null, line: string): void {
  const driver = /^\s+Kernel driver in use:\s*(\S+)/.exec(line)?.[1];
  if (gpu !== null && driver !== undefined) gpu.kernelDriver = driver;
}

function quoted(text: string): readonly string[] {
  return [...text.matchAll(/"([^"]*)"/g)].map((match) => match[1] ?? '');
}
