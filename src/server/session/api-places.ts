/** Why somebody is back at the page that signs in. */
export type SignInProblem = 'refused' | 'late' | 'outage' | 'fault' | 'address' | 'unsaved';

/** The page that signs in, with what happened, and where she was going. */
export function signInPage(problem: SignInProblem, returnTo: string | null): string {
  return `/sign-in?problem=${problem}${returnTo === null ? '' : `&to=${encodeURIComponent(returnTo)}`}`;
}

/** Whether a request came to the public address: compared as addresses are, without case and with the port that goes without saying. */
export function isAskedAt(host: string | undefined, publicOrigin: string): boolean {
  const { protocol, host: ours } = new URL(publicOrigin);
  const asked = `${protocol}//${host ?? ''}`;
  return /^[^/@?#\\]+$/.test(host ?? '') && URL.canParse(asked) && new URL(asked).host === ours;
}
