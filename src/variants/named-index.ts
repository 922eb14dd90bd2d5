import { cudaIndexOf, releasesOf } from './cuda-index.ts';
import type { Problem, Reason, Variant } from './decision.ts';
import { rocmIndexOf } from './gfx-targets.ts';
import type { Host } from './host.ts';
import { minus, type Offer, plus } from './offer.ts';
import { pinnedOrNewest } from './torch-release.ts';

const LABEL = /^(?:cu\d{3}|rocm\d{1,2}(?:\.\d{1,2}){1,2}|xpu|cpu|pypi)$/;

/** True for what a PyTorch index can be called; `cu1266` is a typing error that no index answers to. */
export function isIndexLabel(text: string): boolean {
  return LABEL.test(text);
}

/** The variant that a label speaks of, where the user named no other: `cu126` is cuda. */
export function variantOfIndex(label: string | null): Variant | null {
  if (label === null || label === 'pypi') return null;
  if (label.startsWith('cu')) return 'cuda';
  if (label.startsWith('rocm')) return 'rocm';
  return label === 'xpu' || label === 'cpu' ? label : null;
}

const FAMILY: Readonly<Record<Variant, RegExp>> = {
  cuda: /^cu\d/,
  zluda: /^cu\d/,
  rocm: /^rocm/,
  xpu: /^xpu$/,
  openvino: /^(?:cpu|pypi)$/,
  cpu: /^(?:cpu|pypi)$/,
  directml: /^pypi$/,
  mps: /^pypi$/,
};

/** True where the builds of this index belong to this variant. */
export function indexFits(label: string, variant: Variant): boolean {
  return FAMILY[variant].test(label);
}

type Named = { readonly label: string | null; readonly host: Host };
type Change = {
  readonly index: string | null;
  readonly release: string | null;
  readonly reasons: readonly Reason[];
  readonly problems: readonly Problem[];
};

/** The offer on the index that the user named instead of the one that was found. */
export function namedIndex(offer: Offer, { label, host }: Named): Change {
  const { index, release, reasons, problems } = offer;
  if (label === null || label === index) return { index, release, reasons, problems };
  const carried = releasesOn(label, host);
  const reason =
    carried === null && !FAMILYLESS.includes(label)
      ? minus('index-unknown', `${label} was asked for; sdn has no table row for it`)
      : plus('index-asked', `${label} was asked for by name`);
  return {
    index: label,
    release: carried === null ? release : pinnedOrNewest(carried),
    reasons: [...reasons, reason],
    problems,
  };
}

const FAMILYLESS = ['xpu', 'cpu', 'pypi'];

function releasesOn(label: string, host: Host): readonly string[] | null {
  const cuda = cudaIndexOf(label);
  if (cuda !== null) return releasesOf(cuda, host);
  const rocm = rocmIndexOf(label);
  return rocm === null ? null : [rocm.torch];
}
