import type { Variant } from '../variants/decision.ts';

/** A torch-family package: public version and local label, as in `2.11.0+cpu`. */
export type Build = { readonly version: string; readonly local: string | null };

/** What an environment of one variant has to hold. */
export type WantedSet = {
  readonly variant: Variant;
  /** Null when only the OpenVINO runtime is asked for. */
  readonly torch: Build | null;
  readonly torchvision: Build | null;
  /** Requirements that come from anywhere: `openvino==2026.2.1`. */
  readonly others: readonly string[];
  /** What SD.Next's launcher looks for in a venv before it accepts it. */
  readonly seed: readonly string[];
  /** Versions that win over what packages ask for. */
  readonly overrides: readonly string[];
  /** Which other builds may stand in for the pinned torch; null where none may. */
  readonly substitutes: Substitutes | null;
  /** Python minor versions SD.Next accepts, best first. */
  readonly pythons: readonly string[];
};

type Substitutes = {
  /** PEP 440 range of torch versions that work. */
  readonly range: string;
  /** Newest version without a known drawback. */
  readonly ceiling: string;
  /** What a version above the ceiling costs. */
  readonly above: string;
};

/** `torch==2.11.0+cpu`. */
export function requirement(project: string, { version, local }: Build): string {
  return `${project}==${fullVersion({ version, local })}`;
}

export function fullVersion({ version, local }: Build): string {
  return local === null ? version : `${version}+${local}`;
}

/** The Build of `2.11.0+cpu`. */
export function buildOf(version: string): Build {
  const [base = version, local] = version.split('+');
  return { version: base, local: local ?? null };
}

/** The torchvision that belongs to a torch: minor versions differ by 15 (torch 2.11 and torchvision 0.26). */
export function isPair(torch: Build, torchvision: Build): boolean {
  const [major, minor] = torch.version.split('.').map(Number);
  const [visionMajor, visionMinor] = torchvision.version.split('.').map(Number);
  return major === 2 && visionMajor === 0 && visionMinor === (minor ?? Number.NaN) + 15;
}
