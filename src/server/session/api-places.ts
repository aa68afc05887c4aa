/** Why somebody is back at the page that signs in. */
export type SignInProblem = 'refused' | 'late' | 'outage' | 'fault' | 'address' | 'unsaved';

/** The page that signs in, with what happened, and where she was going. */
export function signInPage(problem: SignInProblem, returnTo: string | null): string {
  return `/sign-in?problem=${problem}${returnTo === null ? '' : `&to=${encodeURIComponent(returnTo)}`}`;
}

/** A path on our own host, as a header may carry it; anything else becomes the first page, so that a link cannot send a parent away. */
export function ownPath(to: string): string {
  if (!/^\/(?![/\\])[^\\\u0000-\u001f\u007f]*$/.test(to) || !to.isWellFormed()) return '/';
  return to.replace(/[^\u0021-\u007e]/gu, encodeURIComponent);
}

/** Whether a request came to the public address: compared as addresses are, without case and with the port that goes without saying. */
export function isAskedAt(host: string | undefined, publicOrigin: string): boolean {
  const { protocol, host: ours } = new URL(publicOrigin);
  const asked = `${protocol}//${host ?? ''}`;
  return /^[^/@?#\\]+$/.test(host ?? '') && URL.canParse(asked) && new URL(asked).host === ours;
}
