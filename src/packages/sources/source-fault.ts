import { shellWord } from '../../findings/shell-word.ts';
import type { System } from '../../system/system.ts';
import type { SourceAnswer } from './source-answer.ts';
import type { Source } from './sources.ts';

type Ways = {
  /** The proxy in use, without its login; null where there is none. */
  readonly proxy: string | null;
  /** The certificate file that pip is set to. */
  readonly cert: string | null;
};

/** Why a source cannot be used, as the end of a sentence that begins with its address; null where it answered. */
export function faultText(answer: SourceAnswer, source: Source, ways: Ways): string | null {
  const { status, fault, detail, http } = answer;
  if (status === 'ok' || status === 'absent') return null;
  const said = SENTENCES[fault ?? 'other']?.(source, ways);
  if (said === undefined) return detail ?? `HTTP ${http ?? status}`;
  return http === null || http < 400 ? said : `${said} (HTTP ${http})`;
}

type Sentence = (source: Source, ways: Ways) => string;

const SENTENCES: Readonly<Record<string, Sentence>> = {
  dns: ({ url }) => `the name ${hostOf(url)} cannot be resolved`,
  'connection-refused': (_, { proxy }) =>
    proxy === null ? 'nothing listens there' : `the proxy ${proxy} or the server behind it cannot be reached`,
  silent: (_, { proxy }) =>
    `no answer within two seconds${proxy === null ? '' : ` through the proxy ${proxy}`}`,
  cut: () => 'the connection is cut before the answer is complete',
  tls: () => 'no secure connection can be made; it may not speak HTTPS',
  certificate: () => 'its certificate is not signed by an authority that this machine trusts',
  'certificate-file': (_, { cert }) => `the certificate file ${cert ?? ''} that pip is set to cannot be read`,
  login: ({ user }) =>
    user === null ? 'it wants a login' : 'it does not accept the login that is configured',
  forbidden: () => 'it refuses access',
  refused: () => 'it refuses the request',
  'too-many': () => 'it has had too many requests from here and asks to wait',
  'server-error': () => 'the server reports an error of its own',
  'redirect-loop': () => 'it redirects in a circle',
  'no-folder': () => 'there is no such folder',
  'login-page': () => 'it answers with a web page that lists no packages, as a login page of a network does',
  'not-a-page': () => 'it does not answer as a package index',
  'not-http': () => 'what answers there does not speak HTTP',
  'proxy-login': (_, { proxy }) => `the proxy ${proxy ?? 'in between'} wants a login`,
  'proxy-refuses': (_, { proxy }) => `the proxy ${proxy ?? 'in between'} refuses to connect there`,
};

/** What a source with this fault needs, for the reader. */
export function faultNeed(fault: SourceAnswer['fault']): string {
  return NEEDS[fault ?? ''] ?? 'A package source that answers. Nothing was changed.';
}

const NEEDS: Readonly<Record<string, string>> = {
  login: 'A login for it, in the address in pip’s settings or in the file .netrc of your home.',
  'proxy-login': 'A login for the proxy in pip’s setting `proxy`, as NAME:WORD@ before its host.',
  certificate: 'The certificate file of its authority in pip’s setting `cert`.',
  'certificate-file': 'A certificate file that can be read in pip’s setting `cert`.',
};

type Surroundings = {
  readonly system: System;
  /** Any Python that has pip. */
  readonly python: string;
  /** The command line to try again. */
  readonly command: string;
};

/** Commands that lead out of a fault, best first. */
export function faultFixes(
  fault: SourceAnswer['fault'],
  { system, python, command }: Surroundings,
): readonly string[] {
  const pip = `${shellWord(python, system.platform)} -m pip`;
  const editor = system.platform === 'win32' ? 'notepad' : 'vi';
  if (NEEDS[fault ?? ''] !== undefined) return [`${pip} config --editor ${editor} edit`, command];
  return [command, `${pip} config list`];
}

/** `pypi.org` of `https://pypi.org/simple`. */
export function hostOf(url: string): string {
  return /^[a-z][a-z0-9+.-]*:\/\/(?:[^@/]*@)?([^/?#]*)/i.exec(url)?.[1] ?? url;
}
