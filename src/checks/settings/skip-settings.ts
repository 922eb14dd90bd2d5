import { type Subject, skipUnlessOpenvino, skipWithoutCheckout } from '../subject.ts';

/** For checks of what config.json says about OpenVINO. */
export function skipSettings(subject: Subject): string | null {
  const without = skipWithoutCheckout(subject) ?? skipUnlessOpenvino(subject);
  if (without !== null) return without;
  return subject.settings.state === 'unreadable' ? 'config.json cannot be read.' : null;
}

/** The command that repairs settings here. */
export function repairCommand({ where }: Subject): string {
  return `sdn doctor --only settings --fix${where}`;
}

/** A value of config.json as evidence. */
export function seenSetting({ settings }: Subject, key: string) {
  return [
    {
      kind: 'setting',
      source: settings.path,
      value: `${key}: ${JSON.stringify(settings.values[key]) ?? 'not set'}`,
    },
  ] as const;
}
