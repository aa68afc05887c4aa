import type { IncomingMessage, ServerResponse } from 'node:http';
import { problem, problemMediaType } from './problem.ts';

type Route = { readonly method: string; readonly path: string };

/** The methods of one address; `null` where the server has no route of its own: that is the pages'. */
export type MethodsOf = (path: string) => ReadonlySet<string> | null;

/** Reads the methods of each address off the routes. What stands for everything (`/*`) says nothing of an address. */
export function methodsOf(routes: readonly Route[]): MethodsOf {
  const known = [...Map.groupBy(routes, ({ path }) => path)].filter(([path]) => !path.endsWith('*'));
  const patterns = known.map(([path, own]) => ({
    pattern: new RegExp(`^${path.replace(/[.+?^${}()|[\]\\]/g, '\\$&').replace(/:\w+/g, '[^/]+')}$`),
    methods: new Set(own.flatMap(({ method }) => (method === 'GET' ? ['GET', 'HEAD'] : [method]))),
  }));
  return (path) => patterns.find(({ pattern }) => pattern.test(path))?.methods ?? null;
}

/** Answers a request whose method its address does not have, or that asks which it has; `false` when it may go on. */
export function refuseMethod(request: IncomingMessage, response: ServerResponse, methods: ReadonlySet<string>): boolean {
  const { method = '' } = request;
  if (methods.has(method)) return false;
  const allow = [...methods].join(', ');
  if (method === 'OPTIONS') response.writeHead(204, { allow, 'cache-control': 'no-store' }).end();
  else sendPlainly(response, 405, 'method', `Only ${allow} ${methods.size === 1 ? 'is' : 'are'} known here`, { allow });
  return true;
}

/** Answers with a problem in front of the framework. */
export function sendPlainly(
  response: ServerResponse,
  status: number,
  kind: string,
  title: string,
  headers: Readonly<Record<string, string>> = {},
): void {
  const text = JSON.stringify(problem(status, kind, title));
  response
    .writeHead(status, {
      'content-type': problemMediaType,
      'content-length': Buffer.byteLength(text),
      'cache-control': 'no-store',
      ...headers,
    })
    .end(text);
}
