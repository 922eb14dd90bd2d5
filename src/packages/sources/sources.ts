import type { PipConfiguration } from '../pip/pip-configuration.ts';

/** One place that holds packages. Credentials are kept apart from the address, so that no log can hold them. */
export type Source = {
  /** `torch`, `default`, `extra-1`, `links-1`: also the name uv knows it by. */
  readonly id: string;
  readonly kind: 'index' | 'links';
  /** Without user and password. */
  readonly url: string;
  readonly user: string | null;
  readonly password: string | null;
};

/** Every place packages may come from, and how the network is reached. */
export type Sources = {
  /** The index that PyTorch publishes this variant on, or the one the user named instead; null where none is needed. */
  readonly torch: Source | null;
  /** Null when the user forbids indexes (`no-index`). */
  readonly main: Source | null;
  readonly extra: readonly Source[];
  readonly links: readonly Source[];
  readonly cert: string | null;
  readonly clientCert: string | null;
  readonly proxy: string | null;
  readonly trustedHosts: readonly string[];
  readonly timeoutSeconds: number | null;
  /** How often a failed request is tried again; null leaves it to uv. */
  readonly retries: number | null;
};

export type SourceWishes = {
  readonly torchIndexUrl: string | null;
  readonly indexUrl: string | null;
  readonly extraIndexUrls: readonly string[];
  readonly findLinks: readonly string[];
};

const PYPI = 'https://pypi.org/simple';

/** The user's flags first, then what pip is configured to, then PyPI. */
export function sourcesOf(wishes: SourceWishes, pip: PipConfiguration | null): Sources {
  const mainUrl = wishes.indexUrl ?? pip?.indexUrl ?? PYPI;
  const extra = [...wishes.extraIndexUrls, ...(pip?.extraIndexUrls ?? [])];
  const links = [...wishes.findLinks, ...(pip?.findLinks ?? [])];
  return {
    torch: wishes.torchIndexUrl === null ? null : source('torch', 'index', wishes.torchIndexUrl),
    main: pip?.noIndex && wishes.indexUrl === null ? null : source('default', 'index', mainUrl),
    extra: pip?.noIndex ? [] : unique(extra).map((url, at) => source(`extra-${at + 1}`, 'index', url)),
    links: unique(links).map((url, at) => source(`links-${at + 1}`, 'links', url)),
    cert: pip?.cert ?? null,
    clientCert: pip?.clientCert ?? null,
    proxy: pip?.proxy ?? null,
    trustedHosts: pip?.trustedHosts ?? [],
    timeoutSeconds: pip?.timeoutSeconds ?? null,
    retries: pip?.retries ?? null,
  };
}

/** All of them, in the order in which they are asked. */
export function allSources({ torch, main, extra, links }: Sources): readonly Source[] {
  return [...(torch === null ? [] : [torch]), ...(main === null ? [] : [main]), ...extra, ...links];
}

/** Those that need no network: folders and `file:` addresses. */
export function localSources({ torch, main, extra, links, ...network }: Sources): Sources {
  const isLocal = ({ url }: Source) => !/^https?:/i.test(url);
  const kept = (source: Source | null) => (source !== null && isLocal(source) ? source : null);
  const lists = { extra: extra.filter(isLocal), links: links.filter(isLocal) };
  return { ...network, ...lists, torch: kept(torch), main: kept(main) };
}

/** The address with its login in it: for environment variables only, never for an argument or a message. */
export function withLogin({ url, user, password }: Source): string {
  if (user === null) return url;
  const login = [user, ...(password === null ? [] : [password])].map(encodeURIComponent).join(':');
  return url.replace('://', `://${login}@`);
}

function unique(urls: readonly string[]): readonly string[] {
  return [...new Set(urls)];
}

function source(id: string, kind: Source['kind'], address: string): Source {
  const match = /^([a-z][a-z0-9+.-]*:\/\/)([^/@]+)@(.*)$/i.exec(address);
  if (match === null) return { id, kind, url: address, user: null, password: null };
  const [, scheme = '', login = '', rest = ''] = match;
  const [user = '', ...password] = login.split(':');
  return { id, kind, url: scheme + rest, user: decoded(user), password: decoded(password.join(':')) || null };
}

function decoded(text: string): string {
  try {
    return decodeURIComponent(text);
  } catch {
    return text;
  }
}
