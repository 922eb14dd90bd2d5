import type { Style } from '../style.ts';

const UNITS = ['B', 'KiB', 'MiB', 'GiB', 'TiB'] as const;

/** "6.0 GiB", "214 GiB": three digits at most before the unit. */
export function bytes(count: number): string {
  const step = Math.min(UNITS.length - 1, Math.max(0, Math.floor(Math.log2(Math.max(1, count)) / 10)));
  const value = count / 1024 ** step;
  return `${value >= 100 || step === 0 ? Math.round(value) : value.toFixed(1)} ${UNITS[step]}`;
}

/** Parts that are not empty, with the separator that the terminal can show. */
export function joined(parts: readonly string[], style: Style): string {
  return parts.filter((part) => part !== '').join(style.unicode ? ' · ' : ', ');
}
