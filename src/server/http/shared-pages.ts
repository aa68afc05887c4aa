import { randomUUID } from 'node:crypto';
import type { IncomingMessage, OutgoingHttpHeaders, ServerResponse } from 'node:http';
import { sharedFor } from '../bridge.ts';
import { cookieIn, type CookieNames } from './cookies.ts';

export type SharedPages = {
  /** Answers a page drawn a moment ago for somebody else who is not signed in; `false` where there is none. */
  answer(request: IncomingMessage, response: ServerResponse): boolean;
  /** Keeps what is about to be drawn, if it turns out to be a page for everybody. */
  keep(request: IncomingMessage, response: ServerResponse): void;
};

/** The language a page is drawn in, by the reader's choice and her browser's wish. */
export type LanguageOf = (chosen: string | undefined, asked: string | null) => string;

type Kept = { readonly headers: OutgoingHttpHeaders; readonly body: Buffer; readonly until: number; renewing: boolean };

const bytesAtMost = 256 * 1024;
const allBytesAtMost = 32 * 1024 * 1024;
const addressAtMost = 200;
// Somebody draws the page anew; those who ask meanwhile read the old one, but not for longer than this.
const staleMs = 3_000;

/**
 * Pages for everybody, drawn once a second however many ask: at nine o'clock a whole country opens the same few. Keyed by the address and by
 * what else a page is drawn from: language and encoding. A request with a session is never answered from here, nor kept.
 */
export function sharedPages(cookies: CookieNames, ageMs: number, languageOf: LanguageOf): SharedPages {
  const pages = new Map<string, Kept>();
  let bytes = 0;

  function keyOf({ method, url = '/', headers }: IncomingMessage): string | null {
    if (method !== 'GET' || url.length > addressAtMost || cookieIn(headers.cookie, cookies.session) !== null) return null;
    const encoding = encodingOf(headers['accept-encoding'] ?? '');
    if (encoding === null) return null;
    return [url, languageOf(cookieIn(headers.cookie, cookies.language) ?? undefined, headers['accept-language'] ?? null), encoding].join(
      '\n',
    );
  }

  return {
    answer(request, response) {
      const key = keyOf(request);
      const page = key === null ? undefined : pages.get(key);
      if (page === undefined) return false;
      const late = performance.now() - page.until;
      if (late > staleMs || (late > 0 && !page.renewing)) {
        // This one draws it anew.
        page.renewing = true;
        return false;
      }
      response.writeHead(200, { ...page.headers, 'x-request-id': randomUUID() }).end(page.body);
      return true;
    },

    keep(request, response) {
      const key = keyOf(request);
      if (key === null) return;
      collect(response, (body) => {
        if (bytes + body.length > allBytesAtMost) {
          pages.clear();
          bytes = 0;
        }
        bytes += body.length - (pages.get(key)?.body.length ?? 0);
        const headers = { ...response.getHeaders(), 'content-length': body.length };
        pages.set(key, { headers, body, until: performance.now() + ageMs, renewing: false });
      });
    },
  };
}

/** How the reader's browser wants a page packed, as far as we pack it; `null` for wishes too fine to share an answer for. */
function encodingOf(accepted: string): string | null {
  if (accepted.includes('q=')) return null;
  return ['br', 'gzip', 'deflate'].filter((way) => accepted.includes(way)).join(' ');
}

/** Hands over the body of an answer that says it may be shared, once it is written whole. */
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
    const isShared = response.statusCode === 200 && response.getHeader('cache-control') === sharedFor && !response.hasHeader('set-cookie');
    if (isShared && bytes <= bytesAtMost) whole(Buffer.concat(parts));
    return ended;
  }) as typeof end;
}
