import { devNull } from 'node:os';
import { isAbsolute } from 'node:path';
import { pathToFileURL } from 'node:url';
import { childEnv } from '../../system/child-env.ts';
import type { System } from '../../system/system.ts';
import { type Source, type Sources, withLogin } from '../sources/sources.ts';

/**
 * The whole environment of a pip that installs or downloads for sdn. It reads no configuration file and inherits no
 * `PIP_*`: what of them is honoured is in `sources`, and logins travel in the environment alone.
 */
export function pipEnvironment(sources: Sources, system: System): Record<string, string> {
  const { torch, main, extra, links } = sources;
  const more = [...(torch === null ? [] : [torch]), ...extra];
  return childEnv(system, {
    PIP_CONFIG_FILE: devNull,
    PIP_NO_INPUT: '1',
    PIP_DISABLE_PIP_VERSION_CHECK: '1',
    PIP_CACHE_DIR: `${system.directories.cache}/pip`,
    ...(main === null ? { PIP_NO_INDEX: '1' } : { PIP_INDEX_URL: withLogin(main) }),
    ...listed('PIP_EXTRA_INDEX_URL', more),
    ...listed('PIP_FIND_LINKS', links),
    ...network(sources),
  });
}

function listed(name: string, sources: readonly Source[]): Record<string, string> {
  // pip splits its variables at blanks, which a path may hold and an address may not.
  const addresses = sources.map((source) =>
    isAbsolute(source.url) ? pathToFileURL(source.url).href : withLogin(source),
  );
  return addresses.length === 0 ? {} : { [name]: addresses.join(' ') };
}

function network({ cert, clientCert, proxy, trustedHosts, timeoutSeconds, retries }: Sources) {
  return {
    ...(cert === null ? {} : { PIP_CERT: cert }),
    ...(clientCert === null ? {} : { PIP_CLIENT_CERT: clientCert }),
    ...(proxy === null ? {} : { PIP_PROXY: proxy }),
    ...(trustedHosts.length === 0 ? {} : { PIP_TRUSTED_HOST: trustedHosts.join(' ') }),
    ...(timeoutSeconds === null ? {} : { PIP_DEFAULT_TIMEOUT: String(timeoutSeconds) }),
    ...(retries === null ? {} : { PIP_RETRIES: String(retries) }),
  };
}
