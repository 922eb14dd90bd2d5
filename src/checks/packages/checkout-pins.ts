import type { Check } from '../../findings/check.ts';
import type { CheckoutPins } from '../../sdnext/checkout/pins.ts';
import type { Variant } from '../../variants/decision.ts';
import { info, pass, unknown, warn } from '../say.ts';
import {
  reinstallCommand,
  type Subject,
  skipWithoutCheckout,
  skipWithoutEnvironment,
  wantedVariant,
} from '../subject.ts';
import { isTooNew } from './torch-too-new.ts';

export const checkoutPins: Check<Subject> = {
  id: 'packages.checkout-pins',
  group: 'packages',
  title: 'torch is the release that this checkout pins',
  skipReason(subject) {
    const without = skipWithoutCheckout(subject) ?? skipWithoutEnvironment(subject);
    if (without !== null) return without;
    const { torch } = subject.environment.packages;
    if (torch === undefined) return 'There is no torch.';
    const saidBefore = wantedVariant(subject) === 'openvino' && isTooNew(torch);
    return saidBefore ? 'It is too new for OpenVINO, which packages.torch-too-new says.' : null;
  },
  run(subject) {
    const pins = subject.checkout?.pins ?? null;
    if (pins === null) return unknown(checkoutPins, 'The pins of this checkout could not be read.');
    const variant = wantedVariant(subject);
    const wanted = pinOf(pins, variant);
    const found = subject.environment.packages.torch ?? '';
    if (wanted === null)
      return info(checkoutPins, `${pins.source} pins no torch for ${variant ?? 'this environment'}.`);
    if (bare(found) === bare(wanted)) return pass(checkoutPins, `torch ${found}, by ${pins.source}`);
    return warn(checkoutPins, {
      found: `torch is ${found}; ${pins.source} pins ${wanted}.`,
      need: 'The release that SD.Next was tested with. It never changes a torch that is there.',
      fix: ['Reinstall with the pins of this checkout.', reinstallCommand(subject, variant)],
      evidence: [{ kind: 'file', source: pins.source, value: wanted }],
    });
  },
};

function pinOf(pins: CheckoutPins, variant: Variant | null): string | null {
  if (variant === 'openvino') return pins.openvino?.torch ?? null;
  if (variant === 'cuda') return pins.cuda?.torch ?? null;
  return variant === 'xpu' ? (pins.xpu?.torch ?? null) : null;
}

/** Without the local tag: PyPI's builds do not carry one. */
function bare(version: string): string {
  return version.split('+')[0] ?? version;
}
