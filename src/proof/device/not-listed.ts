import { type Finding, finding } from '../../findings/finding.ts';
import type { System } from '../../system/system.ts';
import { explain } from '../explain.ts';
import type { DeviceList } from '../runtime/list-devices.ts';
import type { SeenAccelerator } from './inventory.ts';

export type NotListed = {
  readonly requested: string;
  readonly missing: readonly string[];
  readonly list: DeviceList;
  readonly seen: readonly SeenAccelerator[] | null;
};

/** Why OpenVINO does not list a device: its own reason in words, what the hardware inventory says, what to do. */
export function notListed(input: NotListed, system: System): Finding {
  const { requested, list, seen } = input;
  const reason = reasonOf(input);
  const cause = reason === null ? null : explain(reason, system);
  const hardware = hardwareSentence(input);
  const foreign = foreignCards(seen);
  const drivers = hasUsable(input) ? (cause?.commands ?? []) : [];
  const commands = [
    ...drivers,
    ...foreign.map((use) => `sdn reinstall ${use}`),
    'sdn verify --device-id CPU',
  ];
  return finding({
    id: 'inference.device-listed',
    group: 'inference',
    status: 'fail',
    title: `OpenVINO does not list ${input.missing.join(', ')}`,
    subject: requested,
    found: [`OpenVINO lists ${names(list)}.`, cause?.means, hardware].filter(Boolean).join(' '),
    need: hasUsable(input) ? (cause?.need ?? 'A device from that list.') : 'A device from that list.',
    evidence: [
      { kind: 'device', source: 'available_devices', value: names(list) },
      ...(cause === null ? [] : [{ kind: 'device' as const, source: 'OpenVINO', value: cause.said }]),
    ],
    remedy: {
      summary: 'Install what is missing, or choose a listed device.',
      commands: [...new Set(commands)],
      needs: drivers.length > 0 ? ['administrator rights'] : [],
      fixer: null,
      docs: null,
    },
  });
}

/** OpenVINO's reason for the plug-in in question, where it gave one. */
function reasonOf({ missing, list, requested }: NotListed): string | null {
  const wanted = /^\d+$|^(?:uuid|pci):/i.test(requested) ? 'GPU' : (missing[0] ?? 'GPU');
  return list.unlisted[wanted.split('.')[0] ?? 'GPU'] ?? null;
}

function names({ devices }: DeviceList): string {
  const all = devices.map(({ name, fullName }) => (fullName === null ? name : `${name} (${fullName})`));
  return all.length === 0 ? 'no device' : all.join(', ');
}

function hardwareSentence({ seen }: NotListed): string {
  if (seen === null) return '';
  if (seen.length === 0) return 'The hardware inventory sees no accelerator on this machine.';
  return `The hardware inventory sees ${seen.map(({ name }) => name).join(', ')}.`;
}

/** OpenVINO's own drivers serve Intel hardware; installing them helps only where there is some, or where nobody could look. */
function hasUsable({ seen }: NotListed): boolean {
  return seen === null || seen.some(({ vendor }) => vendor === 'intel');
}

function foreignCards(seen: readonly SeenAccelerator[] | null): readonly string[] {
  if (seen === null || seen.some(({ vendor }) => vendor === 'intel')) return [];
  const flags = { nvidia: '--use-cuda', amd: '--use-rocm' } as const;
  return (['nvidia', 'amd'] as const).flatMap((vendor) =>
    seen.some((each) => each.vendor === vendor) ? [flags[vendor]] : [],
  );
}
