/** What SD.Next makes of the `openvino_devices` setting. */
export type ResolvedDevices = {
  /** The device string handed to OpenVINO: `AUTO`, `GPU.1`, `HETERO:GPU,CPU`. */
  readonly device: string;
  /** Configured names that the runtime does not list, in the order of the setting. */
  readonly missing: readonly string[];
  /** True where SD.Next leaves `missing` out without a word (two or more names are configured). */
  readonly silent: boolean;
};

/**
 * The device SD.Next chooses from its setting, as its `get_device` has done since 2026-04-12:
 * no entry is AUTO, one entry is taken unchecked, two or more become HETERO over those the runtime lists.
 * `available` is the runtime's own list of names, in any order.
 */
export function resolveDevices(configured: readonly string[], available: readonly string[]): ResolvedDevices {
  const missing = configured.filter((name) => !isListed(name, available));
  const [only] = configured;
  if (only === undefined) return { device: 'AUTO', missing, silent: false };
  if (configured.length === 1) return { device: only, missing, silent: false };
  const usable = inPriority(available).filter((name) => configured.includes(name));
  const device = usable.length > 0 ? `HETERO:${usable.join(',')}` : 'AUTO';
  const dropped = configured.filter((name) => !available.includes(name));
  return { device, missing: dropped, silent: dropped.length > 0 };
}

/** A single name reaches OpenVINO itself, which knows `GPU` as its first GPU, and virtual devices. */
function isListed(name: string, available: readonly string[]): boolean {
  if (available.includes(name) || /^(?:AUTO|HETERO|MULTI|BATCH)\b/.test(name)) return true;
  return !name.includes('.') && available.includes(`${name}.0`);
}

/** SD.Next's order: NPU before GPU before CPU, then by name. */
function inPriority(available: readonly string[]): readonly string[] {
  const rank = (name: string) => (name.includes('NPU') ? 0 : name.includes('GPU') ? 1 : 2);
  return [...available].sort((a, b) => rank(a) - rank(b) || (a < b ? -1 : Number(a > b)));
}
