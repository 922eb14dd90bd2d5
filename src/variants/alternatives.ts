import type { Facts, Npu } from '../hardware/facts.ts';
import { assessAmd } from './amd.ts';
import type { Decision, Variant } from './decision.ts';
import type { Device } from './device.ts';
import type { Host } from './host.ts';
import { assessIntel } from './intel.ts';
import { assessNvidia } from './nvidia.ts';
import type { Assessment, Case } from './offer.ts';
import { refusalOfVariant } from './refusal.ts';

type Alternative = Decision['alternatives'][number];

/** What else could be installed here, and why one would. */
export function alternativesTo(
  chosen: Variant | null,
  facts: Facts,
  { host, devices }: { host: Host; devices: readonly Device[] },
): readonly Alternative[] {
  const situation: Case = { facts, host, asked: true };
  const of = (vendor: Device['vendor']) => devices.filter((device) => device.vendor === vendor);
  const tried: readonly (readonly [Variant, readonly Device[], (own: readonly Device[]) => Assessment])[] = [
    ['cuda', of('nvidia'), (own) => assessNvidia(situation, own)],
    ['rocm', of('amd'), (own) => assessAmd(situation, own, own)],
    ['xpu', of('intel').filter(({ xpu }) => xpu), (own) => assessIntel(situation, own)],
  ];
  const others = tried
    .filter(([variant, own]) => own.length > 0 && refusalOfVariant(variant, host) === null)
    .filter(([, own, assess]) => isClean(assess(own)))
    .map(([variant, own]) => ({ variant, why: own.map(nameOf).join(', ') }));
  return [
    ...others,
    ...onlyWhenAsked(host, devices, facts),
    { variant: 'cpu' as const, why: 'runs everywhere' },
  ].filter(({ variant }) => variant !== chosen);
}

/** Possible as it is: nothing has to be put right first. */
function isClean(found: Assessment): boolean {
  return found.kind === 'offer' && found.problems.length === 0;
}

function nameOf({ gpu, title }: Device): string {
  return gpu.name ?? title;
}

function onlyWhenAsked(host: Host, devices: readonly Device[], facts: Facts): readonly Alternative[] {
  const rows: readonly Alternative[] = [
    { variant: 'openvino', why: `${openvinoDevices(devices, facts)}; only when asked` },
    ...(devices.length > 0 ? [{ variant: 'directml' as const, why: 'end of life; only when asked' }] : []),
    ...(devices.some(({ vendor }) => vendor === 'amd')
      ? [{ variant: 'zluda' as const, why: 'CUDA on AMD; only when asked' }]
      : []),
  ];
  return rows.filter(({ variant }) => refusalOfVariant(variant, host) === null);
}

/** Linux tells the driver of an NPU as null where none holds it; Windows does not tell. */
function npuName({ name, kernelDriver }: Npu): string {
  return `${name ?? 'NPU'}${kernelDriver === null ? ' without its driver' : ''}`;
}

function openvinoDevices(devices: readonly Device[], facts: Facts): string {
  const intel = devices.filter(({ vendor }) => vendor === 'intel').map(nameOf);
  const npus = (facts.npus ?? []).filter(({ vendor }) => vendor === 'intel').map(npuName);
  return [...intel, ...npus, 'processor'].join(', ');
}
