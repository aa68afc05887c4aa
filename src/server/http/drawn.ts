import type { IncomingMessage, ServerResponse } from 'node:http';
import { own } from '../bridge.ts';

/** A page that answers a request which was not sent to it: where it is, the status, what was wrong and what was typed. */
export type Drawn = {
  readonly path: string;
  readonly status: number;
  readonly problems?: readonly string[];
  readonly typed?: Readonly<Record<string, string>>;
};

/** The page that says of itself only that something went wrong. */
export const troublePage = '/trouble';

/** Whether whoever asks is a browser, which shows what it gets to a person. */
export function isBrowser({ accept = '' }: { readonly accept?: string | undefined }): boolean {
  return accept.includes('text/html');
}

/** Lets a page answer in place of a route: what was sent has been read, the page is only drawn. */
export function drawInstead(
  request: IncomingMessage,
  response: ServerResponse,
  { path, ...said }: Drawn,
  pages: (request: IncomingMessage, response: ServerResponse) => void,
): void {
  const { headers } = request;
  for (const name of ['content-length', 'content-type', 'transfer-encoding', 'if-none-match', 'range', 'expect']) delete headers[name];
  headers[own.drawn] = Buffer.from(JSON.stringify(said)).toString('base64url');
  request.method = 'GET';
  request.url = path;
  pages(request, response);
}
