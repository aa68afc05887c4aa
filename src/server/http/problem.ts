/** A body of `application/problem+json` (RFC 9457). `type` names the kind, so that a partner's program can branch on it. */
export type Problem = { readonly type: string; readonly title: string; readonly status: number } & Readonly<Record<string, unknown>>;

export const problemMediaType = 'application/problem+json; charset=utf-8';

/** A problem of a kind of ours. `title` is for people who write programs, in English; texts for families are drawn by the page. */
export function problem(status: number, kind: string, title: string, more: Readonly<Record<string, unknown>> = {}): Problem {
  return { type: `urn:mektep:${kind}`, title, status, ...more };
}
