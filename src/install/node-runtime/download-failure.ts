import { Failure } from '../../findings/failure.ts';
import { withoutLogins } from '../../packages/sources/without-logins.ts';
import type { HttpFault, HttpFaultCode } from '../../system/http/http-fault.ts';
import { proxyFor } from '../../system/http/proxy-for.ts';
import type { System } from '../../system/system.ts';
import type { Fetch } from './fetch-archive.ts';

const SENTENCES: Readonly<Record<HttpFaultCode, string>> = {
  dns: 'the name cannot be resolved',
  'connection-refused': 'nothing listens there',
  silent: 'no answer in time, and none to every new try',
  stalled: 'the connection stalled, and every new try of it too',
  cut: 'the connection is cut before the file is complete, on every new try too',
  tls: 'no secure connection can be made; it may not speak HTTPS',
  certificate: 'its certificate is not signed by an authority that this machine trusts',
  'proxy-login': 'the proxy wants a login',
  'proxy-refuses': 'the proxy refuses to connect there',
  'proxy-kind': 'the proxy is named in a form that sdn does not speak (http:// and https:// it does)',
  'redirect-loop': 'it redirects in a circle',
  'redirect-to-http': 'it redirects to an address without encryption',
  status: 'it does not hand the file out',
  'too-large': 'the file is larger than any archive of openvino-node',
  'too-slow': 'the file did not arrive within the time limit',
  other: 'the connection failed, and every new try of it too',
};

const NEEDS: Readonly<Partial<Record<HttpFaultCode, string>>> = {
  'proxy-login': 'A login for the proxy in HTTPS_PROXY, as NAME:WORD@ before its host.',
  'proxy-kind': 'A proxy like http://HOST:PORT in HTTPS_PROXY.',
  certificate: 'The certificate file of its authority in SSL_CERT_FILE.',
};
const MIRROR = 'A network that reaches it, or the address of a mirror in SDN_OPENVINO_NODE_MIRROR.';
const KEPT = 'What was downloaded is kept for the next try.';

/** A download that did not come to its end, as the one thing that went wrong; no login is in it. */
export function downloadFailure(
  fault: HttpFault,
  { archive, command }: Pick<Fetch, 'archive' | 'command'>,
  system: System,
): Failure {
  const status = fault.http === null ? '' : ` (HTTP ${fault.http})`;
  const resumable = ['stalled', 'cut', 'too-slow'].includes(fault.code);
  return new Failure({
    kind: 'unreachable',
    code: `node-runtime-${fault.code}`,
    found: `openvino-node ${archive.version} cannot be had from ${archive.url.host}${throughProxy(archive.url, system)}: ${SENTENCES[fault.code]}${status}.`,
    need: `${NEEDS[fault.code] ?? MIRROR}${resumable ? ` ${KEPT}` : ''}`,
    fix: [command],
  });
}

function throughProxy(url: URL, { env }: System): string {
  try {
    const proxy = proxyFor(url, env);
    return proxy === null ? '' : ` through the proxy ${withoutLogins(proxy.url.origin)}`;
  } catch {
    return '';
  }
}
