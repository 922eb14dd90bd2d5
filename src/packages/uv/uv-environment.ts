import { join } from 'node:path';
import { childEnv } from '../../system/child-env.ts';
import type { System } from '../../system/system.ts';
import { type Source, type Sources, withLogin } from '../sources/sources.ts';

/** How long a connection may stay silent, where pip is not set to a time of its own; uv tries three times more. */
const SILENCE_SECONDS = 30;

/**
 * The whole environment of a uv call. uv reads no configuration file and inherits no `UV_*`: what the user's pip
 * is set to is handed over here, credentials included, so that none of it stands in an argument or a lock.
 */
export function uvEnvironment(sources: Sources, system: System): Record<string, string> {
  return childEnv(system, {
    UV_NO_CONFIG: '1',
    UV_CACHE_DIR: join(system.directories.cache, 'uv-packages'),
    UV_PYTHON_DOWNLOADS: 'never',
    UV_NO_PROGRESS: '1',
    // pip takes the best version of all its indexes; the torch family is bound to its own index in the project.
    UV_INDEX_STRATEGY: 'unsafe-best-match',
    UV_HTTP_TIMEOUT: String(Math.ceil(sources.timeoutSeconds ?? SILENCE_SECONDS)),
    ...(sources.retries === null ? {} : { UV_HTTP_RETRIES: String(sources.retries) }),
    ...indexVariables(sources),
    ...networkVariables(sources),
  });
}

function indexVariables({ main, extra, links, torch }: Sources): Record<string, string> {
  const credentials = [main, torch, ...extra].flatMap((source) =>
    source === null ? [] : credentialsOf(source),
  );
  return {
    ...(main === null ? { UV_NO_INDEX: '1' } : { UV_DEFAULT_INDEX: named(main) }),
    ...(extra.length === 0 ? {} : { UV_INDEX: extra.map(named).join(' ') }),
    ...(links.length === 0 ? {} : { UV_FIND_LINKS: links.map(withLogin).join(',') }),
    ...Object.fromEntries(credentials),
  };
}

function named({ id, url }: Source): string {
  return `${id}=${url}`;
}

function credentialsOf({ id, user, password }: Source): readonly (readonly [string, string])[] {
  if (user === null) return [];
  const name = id.toUpperCase().replaceAll('-', '_');
  return [
    [`UV_INDEX_${name}_USERNAME`, user],
    [`UV_INDEX_${name}_PASSWORD`, password ?? ''],
  ];
}

function networkVariables({ cert, clientCert, proxy, trustedHosts }: Sources): Record<string, string> {
  return {
    ...(cert === null ? {} : { SSL_CERT_FILE: cert }),
    ...(clientCert === null ? {} : { SSL_CLIENT_CERT: clientCert }),
    ...(proxy === null ? {} : { HTTP_PROXY: proxy, HTTPS_PROXY: proxy, ALL_PROXY: proxy }),
    ...(trustedHosts.length === 0 ? {} : { UV_INSECURE_HOST: trustedHosts.join(' ') }),
  };
}
