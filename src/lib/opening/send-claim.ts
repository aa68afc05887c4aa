/** What a claim is sent with. `pauseMs` waits, or less when the network comes back. */
export type Sending = {
  readonly claim: { readonly draft: string; readonly wishes: readonly number[] };
  readonly fetch: (url: string, init: RequestInit) => Promise<Response>;
  readonly pauseMs: (ms: number) => Promise<void>;
  /** Tells the family what is happening between two tries. */
  readonly say: (what: 'busy' | 'unknown' | 'lost') => void;
  /** From 0 to below 1: spreads those who try again at the same time. */
  readonly lot: number;
};

/** What came of it. `unknown`: every try has passed; pressing again goes on with the same draft. */
export type Sent =
  | { readonly kind: 'answered'; readonly number: number | null; readonly earlier: boolean }
  | { readonly kind: 'early' | 'signed_out' | 'gone' | 'unknown' };

const triesAtMost = 30;
const answerAtMostMs = 15_000;
const pauseAtMostMs = 15_000;

/** Sends a claim until it is answered. The draft is its key: however often it is sent, it counts once, and the first answer is given again. */
export async function sendClaim(sending: Sending): Promise<Sent> {
  for (let tries = 0; tries < triesAtMost; tries += 1) {
    let wishedMs = 0;
    try {
      const response = await ask(sending);
      const { status } = response;
      if (status === 425) return { kind: 'early' };
      if (status === 401) return { kind: 'signed_out' };
      if (status === 200 || status === 422) return answered(await bodyOf(response));
      // Too many, or a body that a bad line did not bring in time: the same claim is good when it is sent again.
      if (status < 500 && status !== 429 && status !== 408) return { kind: 'gone' };
      wishedMs = Number(response.headers.get('retry-after') ?? 0) * 1000;
      sending.say(status === 429 || (await bodyOf(response)).type === 'urn:mektep:busy' ? 'busy' : 'unknown');
    } catch {
      sending.say('lost');
    }
    const ownMs = Math.min(pauseAtMostMs, 500 * 2 ** tries);
    await sending.pauseMs((wishedMs || ownMs) + sending.lot * ownMs);
  }
  return { kind: 'unknown' };
}

/** The page of the child that shows the answer says so when it was the answer to an earlier wish. */
function answered({ type, number, answer }: Body): Sent {
  return { kind: 'answered', number: number ?? answer?.number ?? null, earlier: type === 'urn:mektep:draft_reused' };
}

async function ask({ claim, fetch }: Sending): Promise<Response> {
  const ended = new AbortController();
  const timer = setTimeout(() => ended.abort(), answerAtMostMs);
  try {
    return await fetch('/api/v1/claims', {
      method: 'POST',
      headers: { 'content-type': 'application/json', 'idempotency-key': claim.draft },
      body: JSON.stringify(claim),
      signal: ended.signal,
    });
  } finally {
    clearTimeout(timer);
  }
}

type Body = { readonly type?: string; readonly number?: number; readonly answer?: { readonly number?: number } };

async function bodyOf(response: Response): Promise<Body> {
  try {
    return (await response.json()) as Body;
  } catch {
    return {};
  }
}
