import type { IncomingMessage } from 'node:http';

/** The body of a request as it arrived, or why there is none: too large, too slow, or its sender is gone. */
export type Body = { readonly kind: 'read'; readonly text: string } | { readonly kind: 'too_large' | 'too_slow' | 'gone' };

/** Reads a small body. Beyond its limits nothing more is read: what is left of it must not hold a socket, so the line is closed after the answer. */
export function readBody(request: IncomingMessage, limits: { readonly bytesAtMost: number; readonly withinMs: number }): Promise<Body> {
  return new Promise((resolve) => {
    const chunks: Buffer[] = [];
    let size = 0;
    const timer = setTimeout(() => settle({ kind: 'too_slow' }), limits.withinMs);
    const settle = (body: Body) => {
      clearTimeout(timer);
      request.off('data', take);
      if (body.kind !== 'read') request.pause();
      resolve(body);
    };
    const take = (chunk: Buffer) => {
      size += chunk.length;
      if (size > limits.bytesAtMost) settle({ kind: 'too_large' });
      else chunks.push(chunk);
    };
    request.on('data', take);
    request.on('end', () => settle({ kind: 'read', text: Buffer.concat(chunks).toString('utf8') }));
    request.on('error', () => settle({ kind: 'gone' }));
    request.on('close', () => settle({ kind: 'gone' }));
  });
}
