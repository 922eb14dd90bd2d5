import { parse } from 'smol-toml';
import * as v from 'valibot';
import { Failure } from '../../findings/failure.ts';
import { VARIANTS } from '../../variants/decision.ts';
import { type LockedWheel, parseLock } from './lock.ts';

const About = v.object({
  variant: v.picklist(VARIANTS),
  /** `linux-x64`. */
  platform: v.string(),
  /** `3.11`. */
  python: v.string(),
  /** The label of the index the torch family came from. */
  index: v.nullable(v.string()),
  sdn: v.string(),
});

/** For which machine a lock was made, and by whom: the `[tool.sdn]` table of a `pylock.toml`. */
export type LockAbout = v.InferOutput<typeof About>;

export type SdnLock = { readonly about: LockAbout; readonly wheels: readonly LockedWheel[] };

/** The text of `sdn.lock`: what uv resolved, with the table that says what it is for. */
export function lockText(resolved: string, about: LockAbout): string {
  const entries = Object.entries(about).filter(([, value]) => value !== null);
  const table = entries.map(([key, value]) => `${key} = ${JSON.stringify(value)}`);
  return [
    '# Written by sdn. `sdn install --locked` installs exactly this.',
    resolved.trim(),
    '',
    '[tool.sdn]',
    ...table,
    '',
  ].join('\n');
}

/** Parses an `sdn.lock`; throws a Failure that says what is wrong with it. */
export function parseSdnLock(text: string): SdnLock {
  const wheels = parseLock(text);
  const { success, output } = v.safeParse(v.object({ tool: v.object({ sdn: withNull }) }), parse(text));
  if (!success) throw notOurs();
  return { about: output.tool.sdn, wheels };
}

const withNull = v.pipe(
  v.record(v.string(), v.unknown()),
  v.transform((table) => ({ index: null, ...table })),
  About,
);

function notOurs(): Failure {
  return new Failure({
    kind: 'notReady',
    code: 'lock-not-of-sdn',
    found: 'The lock file does not say which variant, platform and Python it is for.',
    need: 'An sdn.lock that `sdn install` wrote.',
    fix: ['sdn reinstall'],
  });
}
