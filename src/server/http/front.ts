import { randomUUID } from 'node:crypto';
import type { IncomingMessage, ServerResponse } from 'node:http';
import { own } from '../bridge.ts';
import type { Asked } from './asked.ts';
import { isBrowser } from './drawn.ts';
import { type MethodsOf, refuseMethod, sendPlainly } from './methods.ts';
import { isForeign, isOwnHost } from './origin.ts';

export type FrontOptions = {
  readonly publicOrigin: string;
  /** In the demo nobody but this machine may ask, whatever name is made to point at it. */
  readonly demo: boolean;
  readonly understand: (headers: IncomingMessage['headers']) => Asked;
  readonly safety: (request: IncomingMessage, response: ServerResponse) => void;
  readonly methodsOf: MethodsOf;
  /** Answers with the page of this status. */
  readonly drawTrouble: (request: IncomingMessage, response: ServerResponse, status: number) => void;
};

const pageMethods: ReadonlySet<string> = new Set(['GET', 'HEAD', 'POST']);

/** What every request meets first: it gets its id and the headers of every answer, is understood once, and is refused where it cannot go on. */
export function front(options: FrontOptions): (request: IncomingMessage, response: ServerResponse) => Asked | null {
  const { publicOrigin, safety, methodsOf } = options;
  const site = new URL(publicOrigin);
  return (request, response) => {
    const { headers } = request;
    const id = randomUUID();
    safety(request, response);
    response.setHeader('x-request-id', id);
    for (const name of Object.values(own)) delete headers[name];
    headers['x-request-id'] = id;
    headers[own.protocol] = site.protocol.slice(0, -1);
    // Where the site has one name it is that; the demo is open at each name of its machine.
    headers[own.host] = site.protocol === 'https:' ? site.host : (headers.host ?? site.host);
    const asked = options.understand(headers);
    if (headers.host === undefined && request.httpVersionMajor === 1 && request.httpVersionMinor === 1) {
      sendPlainly(response, 400, 'invalid', 'The request names no host', { connection: 'close' });
      return null;
    }
    if (options.demo && !isOwnHost(headers.host, publicOrigin)) {
      sendPlainly(response, 421, 'wrong_host', 'The demo answers under the names of its own machine alone');
      return null;
    }
    if (!isReadable(pathOf(request))) request.url = pathOf(request).startsWith('/api/') ? '/api/nothing' : '/nothing';
    const path = pathOf(request);
    const methods = methodsOf(path);
    if (methods !== null) return refuseMethod(request, response, methods) ? null : asked;
    if (path.startsWith('/api/')) return asked;
    // Every browser names the page that a form comes from; a form that names none is not taken.
    if (request.method === 'POST' && (headers.origin === undefined || isForeign(headers, publicOrigin))) {
      if (isBrowser(headers)) options.drawTrouble(request, response, 403);
      else sendPlainly(response, 403, 'foreign_origin', 'Forms come from our own pages');
      return null;
    }
    askOfPage(request);
    return asked;
  };
}

/** A method that no page has is asked as a question which it has: the pages alone know what there is, and answer with it (`hooks.server.ts`). */
function askOfPage(request: IncomingMessage): void {
  const { method = '' } = request;
  if (pageMethods.has(method)) return;
  request.headers[own.method] = method;
  for (const name of ['content-length', 'content-type', 'transfer-encoding']) delete request.headers[name];
  request.method = 'OPTIONS';
}

/** The path of a request, without its query. */
export function pathOf(request: IncomingMessage): string {
  return (request.url ?? '/').split('?', 1)[0] ?? '/';
}

/** Whether the path is written as paths are. Where it is not there is nothing, which a page in the reader's language says better than the framework. */
function isReadable(path: string): boolean {
  try {
    return !decodeURIComponent(path).includes('\0');
  } catch {
    return false;
  }
}
