import { readFile } from 'node:fs/promises';
import { getCACertificates, rootCertificates } from 'node:tls';

/** Authorities to trust: Node's own and this system's, and those of the file that `SSL_CERT_FILE` names. */
export async function trustedRoots(
  env: Readonly<Record<string, string | undefined>>,
): Promise<readonly string[]> {
  const file = env.SSL_CERT_FILE || env.CURL_CA_BUNDLE;
  const own = file ? [await readFile(file, 'utf8').catch(() => '')] : [];
  return [...rootCertificates, ...ofThisSystem(), ...own.filter((text) => text !== '')];
}

/** Node 22.15 and newer can tell them; an older one trusts its own alone. */
function ofThisSystem(): readonly string[] {
  return typeof getCACertificates === 'function'
    ? [...getCACertificates('system'), ...getCACertificates('extra')]
    : [];
}
