import { parse } from 'smol-toml';
import * as v from 'valibot';
import { Failure } from '../../findings/failure.ts';

const Artifact = v.looseObject({
  url: v.optional(v.string()),
  path: v.optional(v.string()),
  size: v.optional(v.number()),
  hashes: v.record(v.string(), v.string()),
});

const Lock = v.looseObject({
  'lock-version': v.string(),
  'requires-python': v.optional(v.string()),
  packages: v.array(
    v.looseObject({
      name: v.string(),
      version: v.optional(v.string()),
      wheels: v.optional(v.array(Artifact)),
    }),
  ),
});

/** One wheel of a lock: what will be installed, from where, and how it is recognised. */
export type LockedWheel = {
  readonly name: string;
  readonly version: string;
  readonly url: string;
  /** `sha256:…`. */
  readonly hash: string;
  /** Compressed size in bytes, where the index told it. */
  readonly bytes: number | null;
};

/** The wheels of a `pylock.toml` (PEP 751) that holds nothing but wheels with hashes. */
export function parseLock(text: string): readonly LockedWheel[] {
  const lock = v.safeParse(Lock, tomlOf(text));
  if (!lock.success) throw damaged(v.getDotPath(lock.issues[0]) ?? 'its form');
  return lock.output.packages.map((each) => {
    const [wheel] = each.wheels ?? [];
    const hash = wheel?.hashes.sha256;
    const url = wheel?.url ?? wheel?.path;
    if (wheel === undefined || hash === undefined || url === undefined)
      throw damaged(`the wheel of ${each.name}`);
    return {
      name: each.name,
      version: each.version ?? '',
      url,
      hash: `sha256:${hash}`,
      bytes: wheel.size ?? null,
    };
  });
}

function tomlOf(text: string): unknown {
  try {
    return parse(text);
  } catch {
    throw damaged('its TOML');
  }
}

function damaged(what: string): Failure {
  return new Failure({
    kind: 'notReady',
    code: 'lock-damaged',
    found: `The lock file cannot be used: ${what} is not as expected.`,
    need: 'A lock that sdn wrote for this kind of machine.',
    fix: ['sdn reinstall'],
  });
}

/** The same wheels as requirements: exact versions with their hashes, which uv finds in its cache by name. */
export function hashedRequirements(wheels: readonly LockedWheel[]): string {
  return wheels.map(({ name, version, hash }) => `${name}==${version} --hash=${hash}\n`).join('');
}
