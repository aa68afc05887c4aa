/** A file to open, and what came of it, as they pass between the processes. */
export type Order = { readonly id: number; readonly mediaType: string; readonly bytes: Uint8Array };
export type Report = { readonly id: number } & (
  { readonly kind: 'opens'; readonly bytes: Uint8Array } | { readonly kind: 'broken' | 'too_many_pixels' }
);
