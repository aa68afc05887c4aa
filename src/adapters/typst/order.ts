import type { Sheet } from '#server/ports.ts';

/** What the press is sent, and what it answers. */
export type Order = { readonly id: number; readonly sheet: Sheet };
export type Printed = { readonly id: number; readonly pdf?: Uint8Array; readonly fault?: string };

/** A QR code as an SVG picture, with the quiet zone that readers need. */
export function pictureOf({ size, path }: Sheet['proof']['qr']): string {
  const quiet = 4;
  const side = size + 2 * quiet;
  return `<svg xmlns="http://www.w3.org/2000/svg" viewBox="${-quiet} ${-quiet} ${side} ${side}" shape-rendering="crispEdges"><path d="${path}"/></svg>`;
}
