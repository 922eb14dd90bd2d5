import { type ClientRequest, request as httpRequest, type IncomingMessage } from 'node:http';
import { request as httpsRequest } from 'node:https';
import { isIP, type Socket } from 'node:net';
import { connect as tlsConnect } from 'node:tls';
import { HttpFault, httpFault } from './http-fault.ts';
import { loginOf, type ProxyServer, proxyFor } from './proxy-for.ts';
import { trustedRoots } from './trusted-roots.ts';

export type GetWish = {
  readonly url: URL;
  readonly headers: Readonly<Record<string, string>>;
  /** Where proxies and certificates are named. */
  readonly env: Readonly<Record<string, string | undefined>>;
  /** Milliseconds until the head of an answer is there, for each redirect. */
  readonly answerMs: number;
  /** Milliseconds without a byte, after which an answer counts as dead. */
  readonly stallMs: number;
  readonly signal: AbortSignal;
};

const MOST_REDIRECTS = 5;

/**
 * One GET through the environment's proxy, redirects followed. The answer's body ends with an `HttpFault` where it stalls.
 * A login in the address goes to that server only. Throws `HttpFault`, or the reason of `signal`.
 */
export async function get(wish: GetWish): Promise<IncomingMessage> {
  const ca = await trustedRoots(wish.env);
  let url = wish.url;
  for (let turn = 0; turn <= MOST_REDIRECTS; turn += 1) {
    const answer = await once({ ...wish, url }, ca);
    const target = redirectOf(answer);
    if (target === null) return answer;
    answer.destroy();
    const next = new URL(target, url);
    if (url.protocol === 'https:' && next.protocol !== 'https:') throw new HttpFault('redirect-to-http');
    url = next;
  }
  throw new HttpFault('redirect-loop');
}

function redirectOf({ statusCode = 0, headers }: IncomingMessage): string | null {
  return [301, 302, 303, 307, 308].includes(statusCode) ? (headers.location ?? null) : null;
}

async function once(wish: GetWish, ca: readonly string[]): Promise<IncomingMessage> {
  const limit = AbortSignal.timeout(wish.answerMs);
  const signal = AbortSignal.any([wish.signal, limit]);
  try {
    return withStallLimit(await headOf(await started(wish, ca, signal), signal), wish.stallMs);
  } catch (error) {
    wish.signal.throwIfAborted();
    throw limit.aborted ? new HttpFault('silent') : httpFault(error);
  }
}

async function started(wish: GetWish, ca: readonly string[], signal: AbortSignal): Promise<ClientRequest> {
  const { url } = wish;
  const proxy = proxyOf(wish);
  const login = loginOf(url);
  const headers = { ...wish.headers, ...(login === null ? {} : { authorization: login }) };
  const address = new URL(url);
  address.username = '';
  address.password = '';
  if (url.protocol === 'https:') {
    if (proxy === null) return httpsRequest(address, { headers, ca: [...ca], agent: false });
    const socket = await tunnel(address, { proxy, ca, signal });
    const host = address.hostname;
    const servername = isIP(host) === 0 ? host : '';
    const createConnection = () => tlsConnect({ socket, host, servername, ca: [...ca] });
    return httpsRequest(address, { headers, createConnection });
  }
  if (proxy === null) return httpRequest(address, { headers, agent: false });
  const known = proxy.login === null ? {} : { 'proxy-authorization': proxy.login };
  return toProxy(proxy, ca, { path: address.href, headers: { host: address.host, ...headers, ...known } });
}

function proxyOf({ url, env }: GetWish): ProxyServer | null {
  try {
    const proxy = proxyFor(url, env);
    if (proxy === null || /^https?:$/.test(proxy.url.protocol)) return proxy;
  } catch {
    // An address that is none is as little use as a kind of proxy that Node does not speak to.
  }
  throw new HttpFault('proxy-kind');
}

type Asked = { readonly path: string; readonly method?: string; readonly headers: Record<string, string> };

function toProxy({ url }: ProxyServer, ca: readonly string[], asked: Asked): ClientRequest {
  const options = { host: url.hostname, port: url.port || undefined, agent: false, ...asked };
  return url.protocol === 'https:' ? httpsRequest({ ...options, ca: [...ca] }) : httpRequest(options);
}

type Way = { readonly proxy: ProxyServer; readonly ca: readonly string[]; readonly signal: AbortSignal };

/** A connection to `target` through a proxy (CONNECT), before any encryption. */
function tunnel(target: URL, { proxy, ca, signal }: Way): Promise<Socket> {
  const authority = `${target.hostname}:${target.port || '443'}`;
  const known = proxy.login === null ? {} : { 'proxy-authorization': proxy.login };
  const asked = toProxy(proxy, ca, {
    method: 'CONNECT',
    path: authority,
    headers: { host: authority, ...known },
  });
  return new Promise((resolve, reject) => {
    signal.addEventListener('abort', () => asked.destroy(new HttpFault('silent')), { once: true });
    asked.once('error', reject);
    asked.once('response', ({ statusCode = 0 }) => reject(refusal(statusCode)));
    asked.once('connect', ({ statusCode = 0 }, socket: Socket) => {
      if (statusCode === 200) return resolve(socket);
      socket.destroy();
      reject(refusal(statusCode));
    });
    asked.end();
  });
}

function refusal(status: number): HttpFault {
  return new HttpFault(status === 407 ? 'proxy-login' : 'proxy-refuses', status);
}

function headOf(asked: ClientRequest, signal: AbortSignal): Promise<IncomingMessage> {
  return new Promise((resolve, reject) => {
    const stop = () => asked.destroy(new HttpFault('silent'));
    signal.addEventListener('abort', stop, { once: true });
    asked.once('error', reject);
    asked.once('response', (answer) => {
      signal.removeEventListener('abort', stop);
      if (answer.statusCode !== 407) return resolve(answer);
      answer.destroy();
      reject(refusal(407));
    });
    asked.end();
  });
}

function withStallLimit(answer: IncomingMessage, stallMs: number): IncomingMessage {
  answer.setTimeout(stallMs, () => answer.destroy(new HttpFault('stalled')));
  return answer;
}
