/** What was seen at the public address, and whether people can sign in through it. */
export type AddressSeen = { readonly isWell: boolean; readonly seen: string };

const patienceMs = 5_000;

/**
 * Asks the public address as a browser would that begins to sign in. A proxy that does not hand on `Host` makes the server send it back to where it is;
 * then nobody can sign in, and every form is refused.
 */
export async function lookAtPublicAddress(publicOrigin: string): Promise<AddressSeen> {
  try {
    const answer = await fetch(new URL('/auth/start?turn=1&to=/', publicOrigin), {
      redirect: 'manual',
      signal: AbortSignal.timeout(patienceMs),
    });
    const to = answer.headers.get('location') ?? '';
    if (to.includes('problem=address'))
      return {
        isWell: false,
        seen: `${publicOrigin}: the proxy does not hand on Host, or PUBLIC_ORIGIN is not the address people open; nobody can sign in`,
      };
    if (answer.status !== 303) return { isWell: false, seen: `${publicOrigin}: signing in answers ${answer.status}` };
    if (to.startsWith('/sign-in')) return { isWell: false, seen: `${publicOrigin}: the identity provider does not answer` };
    return { isWell: true, seen: `${publicOrigin} leads to ${new URL(to).host}` };
  } catch {
    return { isWell: false, seen: `${publicOrigin} does not answer` };
  }
}
