import type { IncomingMessage } from 'node:http';
import { addAbortSignal } from 'node:stream';
import { setTimeout as pause } from 'node:timers/promises';
import { writeStream } from '../write-stream.ts';
import { type GetWish, get } from './get.ts';
import { HttpFault, httpFault } from './http-fault.ts';
import { dropPartial, notePartial, readPartial } from './partial-file.ts';

/** How long a download may take where; milliseconds. */
export type Patience = {
  readonly answerMs: number;
  readonly stallMs: number;
  readonly totalMs: number;
  /** Before the second try; each further one waits twice as long. */
  readonly pauseMs: number;
};

export type Download = Pick<GetWish, 'env' | 'signal'> & {
  readonly url: URL;
  /** A file that may hold the beginning already; what is left there after a fault is resumed by the next call. */
  readonly path: string;
  readonly mostBytes: number;
  readonly patience: Patience;
  /** Bytes so far, and all of them where the server tells. */
  readonly onProgress: (bytes: number, total: number | null) => void;
};

/** `resumed`: some of the bytes are from an earlier run. */
export type Downloaded = { readonly bytes: number; readonly resumed: boolean };

/** Tries in a row that bring not one byte. */
const MOST_IDLE_TRIES = 5;
const LONGEST_PAUSE_MS = 60_000;
const PASSING = new Set(['dns', 'connection-refused', 'silent', 'stalled', 'cut', 'other']);

/** Brings a file, going on where it was cut, until it is whole. Throws `HttpFault` or the file system's own error. */
export async function download(wish: Download): Promise<Downloaded> {
  const limit = AbortSignal.timeout(wish.patience.totalMs);
  const bounded = { ...wish, signal: AbortSignal.any([wish.signal, limit]) };
  const before = await sizeOf(wish);
  try {
    return { bytes: await untilWhole(bounded), resumed: before > 0 };
  } catch (error) {
    wish.signal.throwIfAborted();
    throw limit.aborted ? new HttpFault('too-slow') : error;
  }
}

async function sizeOf({ path, url }: Download): Promise<number> {
  return (await readPartial(path, addressOf(url)))?.bytes ?? 0;
}

async function untilWhole(wish: Download): Promise<number> {
  let [idle, bytes] = [0, await sizeOf(wish)];
  for (;;) {
    try {
      return await oneTry(wish);
    } catch (error) {
      const reached = await sizeOf(wish);
      idle = reached > bytes ? 1 : idle + 1;
      bytes = reached;
      const fault = httpFault(error);
      if (!(fault instanceof HttpFault) || !isPassing(fault) || idle >= MOST_IDLE_TRIES) throw fault;
      await pause(pauseFor(fault, idle, wish.patience), undefined, { signal: wish.signal });
    }
  }
}

function isPassing({ code, http }: HttpFault): boolean {
  return PASSING.has(code) || (http !== null && (http === 408 || http === 429 || http >= 500));
}

/** Twice as long each time, a little by chance, so that a fleet does not come back at one moment. */
function pauseFor({ waitSeconds }: HttpFault, tries: number, { pauseMs }: Patience): number {
  const asked = (waitSeconds ?? 0) * 1000;
  const own = pauseMs * 2 ** (tries - 1) * (0.75 + Math.random() / 2);
  return Math.min(LONGEST_PAUSE_MS, Math.max(asked, own));
}

async function oneTry(wish: Download): Promise<number> {
  const { url, path, patience } = wish;
  const partial = await readPartial(path, addressOf(url));
  if (partial !== null && partial.bytes === partial.total) return partial.bytes;
  const range: Record<string, string> =
    partial === null ? {} : { range: `bytes=${partial.bytes}-`, 'if-range': partial.edition };
  const headers = { 'accept-encoding': 'identity', 'user-agent': 'sdn', ...range };
  const answer = await get({ ...wish, ...patience, headers });
  const from = await beginning(answer, partial?.bytes ?? 0, wish);
  const total = from + Number(answer.headers['content-length'] ?? Number.NaN);
  const known = Number.isFinite(total) ? total : null;
  if ((known ?? 0) > wish.mostBytes) throw discarded(answer, new HttpFault('too-large'));
  if (from === 0) await notePartial(path, addressOf(url), { edition: editionOf(answer), total: known });
  const bytes = await written(answer, { from, total: known }, wish);
  if (known !== null && bytes !== known) throw new HttpFault('cut');
  return bytes;
}

/** At which byte the answer begins. A server that sends the whole file, or another part of it, begins anew. */
async function beginning(answer: IncomingMessage, asked: number, { path }: Download): Promise<number> {
  const { statusCode = 0, headers } = answer;
  const start = Number(/^bytes (\d+)-/.exec(headers['content-range'] ?? '')?.[1] ?? Number.NaN);
  if (statusCode === 206 && asked > 0 && start === asked) return asked;
  if (statusCode === 200) return 0;
  if (statusCode !== 206 && statusCode !== 416) throw discarded(answer, refusal(answer));
  await dropPartial(path);
  throw discarded(answer, new HttpFault('cut'));
}

function refusal({ statusCode = 0, headers }: IncomingMessage): HttpFault {
  const wait = Number(headers['retry-after'] ?? Number.NaN);
  return new HttpFault('status', statusCode, Number.isFinite(wait) ? wait : null);
}

function discarded(answer: IncomingMessage, fault: HttpFault): HttpFault {
  answer.destroy();
  return fault;
}

/** A strong mark, by which a server knows the very same bytes again (RFC 9110, 13.1.5). */
function editionOf({ headers }: IncomingMessage): string | null {
  const { etag } = headers;
  if (etag !== undefined) return etag.startsWith('W/') ? null : etag;
  return headers['last-modified'] ?? null;
}

type Span = { readonly from: number; readonly total: number | null };

async function written(answer: IncomingMessage, { from, total }: Span, wish: Download): Promise<number> {
  const { path, mostBytes, signal, onProgress } = wish;
  const onBytes = (bytes: number) => {
    if (bytes > mostBytes) throw new HttpFault('too-large');
    onProgress(bytes, total);
  };
  return writeStream(addAbortSignal(signal, answer), path, { from, onBytes });
}

/** As it may be written down: without a login. */
function addressOf(url: URL): string {
  const bare = new URL(url);
  bare.username = '';
  bare.password = '';
  return bare.href;
}
