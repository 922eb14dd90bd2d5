import type { Finding } from '../findings/finding.ts';
import type { Facts } from '../hardware/facts.ts';
import type { System } from '../system/system.ts';
import { canonical } from './channels/execution-devices.ts';
import { type Identity, identityOf } from './device/identity.ts';
import { acceleratorsIn } from './device/inventory.ts';
import { notListed } from './device/not-listed.ts';
import { nvidiaCards } from './device/nvidia-cards.ts';
import { preferredBy } from './device/preferred.ts';
import { type Resolution, resolveDevice } from './device/resolve.ts';
import { capsOfAccelerators } from './runtime/caps.ts';
import type { Target } from './runtime/judge-smoke.ts';
import type { DeviceList } from './runtime/list-devices.ts';
import type { Chosen } from './runtime/prove-runtime.ts';
import { luidOf } from './sampling/gpu-engines.ts';

/** What is to be run on, and what is known about it; or why nothing can be. */
export type Choice = ChosenDevice | NotListed;
export type ChosenDevice = Chosen & {
  readonly kind: 'device';
  readonly identities: readonly Identity[];
  readonly note: Extract<Resolution, { kind: 'device' }>['note'];
};
export type NotListed = { readonly kind: 'not-listed'; readonly finding: Finding };

type Wish = {
  readonly system: System;
  /** As `--device-id` takes it (contract §2.2). */
  readonly device: string;
  readonly facts: Facts | null | Promise<Facts>;
};

/** The device of a list that was asked for. Throws `Failure` of kind usage for what is no device. */
export async function chooseDevice(wish: Wish, list: DeviceList): Promise<Choice> {
  const { system, device: requested } = wish;
  const identities = list.devices.map(identityOf);
  const seen = acceleratorsIn(await wish.facts);
  const resolution = resolveDevice({ requested, listed: identities, seen });
  if (resolution.kind === 'not-listed') {
    const { missing } = resolution;
    return { kind: 'not-listed', finding: notListed({ requested, missing, list, seen }, system) };
  }
  const { openvino, expected, note } = resolution;
  const target = await targetOf(system, { openvino, expected }, identities);
  return { kind: 'device', device: openvino, target, identities, note };
}

async function targetOf(
  system: System,
  { openvino, expected }: { readonly openvino: string; readonly expected: readonly string[] },
  identities: readonly Identity[],
): Promise<Target> {
  return {
    expected,
    preferred: preferredBy(openvino, identities),
    cards: Object.fromEntries(identities.map(({ device, pci }) => [canonical(device), pci])),
    luids: Object.fromEntries(identities.map(({ device, luid }) => [canonical(device), luidOf(luid)])),
    nvidia: nvidiaCards(identities),
    caps: await capsOfAccelerators(system),
  };
}
