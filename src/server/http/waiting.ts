import { readFileSync } from 'node:fs';
import path from 'node:path';
import type { ServerResponse } from 'node:http';
import { isBrowser } from './drawn.ts';
import { sendPlainly } from './methods.ts';

// The page that the pages themselves fall back on: in every language, and it comes again by itself.
const page = readFileSync(path.join(import.meta.dirname, '../../error.html'), 'utf8').replaceAll('%sveltekit.status%', '503');

/** Answers 503 where nothing can be drawn: a page to a browser, a problem to a program. */
export function sendWaiting(
  response: ServerResponse,
  why: { readonly kind: string; readonly title: string },
  headers: Readonly<Record<string, string>>,
): void {
  if (!isBrowser(response.req.headers)) return sendPlainly(response, 503, why.kind, why.title, headers);
  response
    .writeHead(503, {
      'content-type': 'text/html; charset=utf-8',
      'content-language': 'ky, ru, kk, en',
      'content-length': Buffer.byteLength(page),
      'cache-control': 'no-store',
      ...headers,
    })
    .end(page);
}
