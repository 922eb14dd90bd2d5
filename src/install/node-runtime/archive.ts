import table from '../../../templates/tables/openvino-node.json' with { type: 'json' };
import { Failure } from '../../findings/failure.ts';
import type { System } from '../../system/system.ts';

/** The archive with openvino-node's native part for one platform. */
export type NodeArchive = {
  readonly version: string;
  readonly platform: string;
  /** May hold a login; not for other eyes. */
  readonly url: URL;
  /** Its SHA-256 where sdn knows it by itself. */
  readonly recorded: string | null;
};

export const NODE_RUNTIME_VERSION = table.version;
const MIRROR = 'SDN_OPENVINO_NODE_MIRROR';

/**
 * The archive for this machine: at the project's own host, or below the address in `SDN_OPENVINO_NODE_MIRROR`, which
 * stands for everything before the version. Throws `Failure`: unsupported, or usage for an address that is none.
 */
export function nodeArchive({ platform, arch, env }: System): NodeArchive {
  const row = table.platforms.find((each) => each.platform === platform && each.arch === arch);
  if (row === undefined) throw unsupported(`${platform}-${arch}`);
  const mirror = env[MIRROR]?.replace(/\/+$/, '');
  const pattern = mirror ? table.address.replace(/^.*(?=\/\{version\}\/)/, mirror) : table.address;
  const address = pattern
    .replaceAll('{version}', table.version)
    .replaceAll('{platform}', platform)
    .replaceAll('{arch}', arch);
  const url = /^https?:\/\//i.test(address) ? URL.parse(address) : null;
  if (url === null) throw badMirror();
  return { version: table.version, platform: `${platform}-${arch}`, url, recorded: row.sha256 };
}

function unsupported(here: string): Failure {
  const known = table.platforms.map(({ platform, arch }) => `${platform}-${arch}`).join(', ');
  return new Failure({
    kind: 'unsupported',
    code: 'node-runtime-unsupported',
    found: `openvino-node has no native part for ${here}.`,
    need: `One of ${known}. It is optional: leave out --with-node-runtime.`,
  });
}

function badMirror(): Failure {
  return new Failure({
    kind: 'usage',
    code: 'mirror-not-an-address',
    found: `${MIRROR} holds no address.`,
    need: 'An address that begins with https:// or http://, up to the folder that holds the versions.',
  });
}
