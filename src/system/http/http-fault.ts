import { errorCode } from '../files.ts';

export type HttpFaultCode =
  | 'dns'
  | 'connection-refused'
  | 'silent'
  | 'stalled'
  | 'cut'
  | 'tls'
  | 'certificate'
  | 'proxy-login'
  | 'proxy-refuses'
  | 'proxy-kind'
  | 'redirect-loop'
  | 'redirect-to-http'
  | 'status'
  | 'too-large'
  | 'too-slow'
  | 'other';

/** Why a request did not bring what was asked for. `http` is the status where the server gave one. */
export class HttpFault extends Error {
  readonly code: HttpFaultCode;
  readonly http: number | null;
  /** Seconds that the server asked to wait. */
  readonly waitSeconds: number | null;

  constructor(code: HttpFaultCode, http: number | null = null, waitSeconds: number | null = null) {
    super(code);
    this.name = 'HttpFault';
    this.code = code;
    this.http = http;
    this.waitSeconds = waitSeconds;
  }
}

const CODES: readonly (readonly [RegExp, HttpFaultCode])[] = [
  [/^(?:ENOTFOUND|EAI_)/, 'dns'],
  [/^(?:ECONNREFUSED|EHOSTUNREACH|ENETUNREACH|EADDRNOTAVAIL)$/, 'connection-refused'],
  [/^(?:ECONNRESET|EPIPE|ECONNABORTED|ERR_STREAM_PREMATURE_CLOSE|HPE_)/, 'cut'],
  [/^ETIMEDOUT$/, 'silent'],
  [/CERT|UNABLE_TO_VERIFY|SELF_SIGNED|ERR_TLS_CERT/, 'certificate'],
  [/^(?:EPROTO|ERR_SSL|ERR_TLS)/, 'tls'],
];

/** What an error of Node's network means; errors that are not the network's (a full disk) come back as they are. */
export function httpFault(error: unknown): unknown {
  const code = errorCode(error);
  const known = code === null ? undefined : CODES.find(([pattern]) => pattern.test(code));
  return known === undefined ? error : new HttpFault(known[1]);
}
