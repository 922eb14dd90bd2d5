/** A proxy as Node's requests take it; `login` is the value of `Proxy-Authorization`, for no other eyes. */
export type ProxyServer = {
  readonly url: URL;
  readonly login: string | null;
};

type Env = Readonly<Record<string, string | undefined>>;

/**
 * The proxy that the environment names for an address, by the rules of curl and uv: `HTTPS_PROXY`, `HTTP_PROXY`,
 * else `ALL_PROXY`, in small letters first, unless `NO_PROXY` names the host. Null: straight there.
 * Throws a TypeError for what is no address.
 */
export function proxyFor(target: URL, env: Env): ProxyServer | null {
  if (isExempt(target, either(env, 'no_proxy') ?? '')) return null;
  const own = either(env, target.protocol === 'https:' ? 'https_proxy' : 'http_proxy');
  const named = own ?? either(env, 'all_proxy');
  if (named === null) return null;
  const url = new URL(named.includes('://') ? named : `http://${named}`);
  const login = loginOf(url);
  url.username = '';
  url.password = '';
  return { url, login };
}

/** A login in an address as the value of an `Authorization` header; null where there is none. */
export function loginOf({ username, password }: URL): string | null {
  if (username === '' && password === '') return null;
  const pair = `${decodeURIComponent(username)}:${decodeURIComponent(password)}`;
  return `Basic ${Buffer.from(pair).toString('base64')}`;
}

function either(env: Env, name: string): string | null {
  return env[name] || env[name.toUpperCase()] || null;
}

/** `example.com` and `.example.com` both stand for the host and those below it; a port narrows it down; `*` is all. */
function isExempt({ hostname, port, protocol }: URL, list: string): boolean {
  const host = hostname.replace(/^\[|\]$/g, '').toLowerCase();
  const own = port || (protocol === 'https:' ? '443' : '80');
  return list.split(/[\s,]+/).some((entry) => {
    const [, name = '', wanted = own] = /^\[?\.?(.*?)\]?(?::(\d+))?$/.exec(entry.toLowerCase()) ?? [];
    if (name === '' || wanted !== own) return false;
    return name === '*' || host === name || host.endsWith(`.${name}`);
  });
}
