import type { IncomingMessage, OutgoingHttpHeaders, ServerResponse } from 'node:http';
import fresh from 'fresh';
import { sharedFor } from '../bridge.ts';
import type { Asked } from './asked.ts';

export type SharedPages = {
  /** Answers a page drawn a moment ago for somebody else who is not signed in; `false` where there is none. */
  answer(request: IncomingMessage, response: ServerResponse, asked: Asked): boolean;
  /** Keeps what is about to be drawn, if it turns out to be a page for everybody. */
  keep(request: IncomingMessage, response: ServerResponse, asked: Asked): void;
};

type Kept = { readonly headers: OutgoingHttpHeaders; readonly body: Buffer; until: number; renewing: boolean };

const bytesAtMost = 256 * 1024;
const allBytesAtMost = 32 * 1024 * 1024;
const addressAtMost = 200;
// Somebody draws the page anew; those who ask meanwhile read the old one, but not for longer than this.
const staleMs = 3_000;

/**
 * Pages for everybody, drawn once a second however many ask: at nine o'clock a whole country opens the same few. Keyed by the address and by
 * what was understood of the request: the language and the packing a page is drawn in. Kept is only what says of itself that it is so. A
 * request with a session is never answered from here, nor kept. Who has the page already is told so.
 */
export function sharedPages(ageMs: number): SharedPages {
  const pages = new Map<string, Kept>();
  let bytes = 0;

  function keyOf({ method, url = '/' }: IncomingMessage, { language, packing, hasSession }: Asked): string | null {
    return method !== 'GET' || url.length > addressAtMost || hasSession ? null : [url, language, packing].join('\n');
  }

  function put(key: string, page: Kept): void {
    if (bytes + page.body.length > allBytesAtMost) {
      pages.clear();
      bytes = 0;
    }
    bytes += page.body.length - (pages.get(key)?.body.length ?? 0);
    pages.set(key, page);
  }

  return {
    answer(request, response, asked) {
      const key = keyOf(request, asked);
      // What is drawn for one person is sent whole: nobody is told of it that it did not change.
      if (asked.hasSession) askPlainly(request, undefined);
      if (key === null) return false;
      const page = pages.get(key);
      const late = page === undefined ? Infinity : performance.now() - page.until;
      if (page === undefined || late > staleMs || (late > 0 && !page.renewing)) {
        // This one draws it anew: whole, unless the reader has what was kept.
        if (page !== undefined) page.renewing = true;
        askPlainly(request, page);
        return false;
      }
      const { headers, body } = page;
      if (fresh(request.headers, { etag: headers['etag'] })) response.writeHead(304, unchanged(headers)).end();
      else response.writeHead(200, headers).end(body);
      return true;
    },

    keep(request, response, asked) {
      const key = keyOf(request, asked);
      if (key === null) return;
      collect(response, (body) => {
        const known = pages.get(key);
        const until = performance.now() + ageMs;
        if (response.statusCode === 304) {
          if (known === undefined || known.headers['etag'] !== response.getHeader('etag')) return;
          known.until = until;
          known.renewing = false;
        } else if (isForEverybody(response, asked)) {
          put(key, { headers: headersOf(response, body), body, until, renewing: false });
        }
      });
    },
  };
}

/** Whether an answer is a page for everybody, in the language and the packing it was asked in. */
function isForEverybody(response: ServerResponse, { language, packing }: Asked): boolean {
  return (
    response.statusCode === 200 &&
    response.getHeader('cache-control') === sharedFor &&
    !response.hasHeader('set-cookie') &&
    response.getHeader('content-language') === language &&
    (response.getHeader('content-encoding') ?? 'identity') === packing
  );
}

/** Headers of the page itself; those of one answer are written anew. */
function headersOf(response: ServerResponse, body: Buffer): OutgoingHttpHeaders {
  const { 'x-request-id': _one, date: _day, ...headers } = response.getHeaders();
  return { ...headers, 'content-length': body.length };
}

function unchanged(headers: OutgoingHttpHeaders): OutgoingHttpHeaders {
  const { 'content-length': _length, 'content-type': _type, 'content-encoding': _packing, ...rest } = headers;
  return rest;
}

/** What is asked of the pages: one mark or none. They compare whole texts, and a “not changed” must be about the page that is kept. */
function askPlainly({ headers }: IncomingMessage, page: Kept | undefined): void {
  const etag = page?.headers['etag'];
  const has = typeof etag === 'string' && fresh(headers, { etag });
  delete headers['if-none-match'];
  delete headers['if-modified-since'];
  if (has) headers['if-none-match'] = etag;
}

/** Hands over the body of an answer once it is written whole, if it is not too large. */
function collect(response: ServerResponse, whole: (body: Buffer) => void): void {
  const parts: Buffer[] = [];
  let bytes = 0;
  const take = (chunk: unknown) => {
    if (typeof chunk !== 'string' && !(chunk instanceof Uint8Array)) return;
    const part = Buffer.from(chunk as Uint8Array);
    bytes += part.length;
    if (bytes <= bytesAtMost) parts.push(part);
  };
  const { write, end } = response;
  response.write = ((chunk: unknown, ...rest: unknown[]) => {
    take(chunk);
    return (write as (...all: unknown[]) => boolean).call(response, chunk, ...rest);
  }) as typeof write;
  response.end = ((chunk: unknown, ...rest: unknown[]) => {
    take(chunk);
    const ended = (end as (...all: unknown[]) => ServerResponse).call(response, chunk, ...rest);
    if (bytes <= bytesAtMost) whole(Buffer.concat(parts));
    return ended;
  }) as typeof end;
}
