import { Agent, request } from 'node:http';

/** What a claim was answered over a socket. */
export type Reply = {
  readonly status: number;
  readonly headers: Readonly<Record<string, string | string[] | undefined>>;
  readonly body: unknown;
};

export type ClaimSent = {
  readonly token?: string;
  /** Sent as it is when it is text. */
  readonly body: unknown;
  readonly method?: string;
  readonly headers?: Readonly<Record<string, string>>;
};

const agent = new Agent({ keepAlive: true, maxSockets: 256 });

/** Sends a claim to `POST /api/v1/claims` over a socket of its own or one kept alive; head and body leave in one piece. */
export function sendClaim(origin: string, { token, body, method = 'POST', headers = {} }: ClaimSent): Promise<Reply> {
  const text = typeof body === 'string' ? body : JSON.stringify(body);
  const cookie = token === undefined ? {} : { cookie: `other=1; mektep=${token}` };
  const size = method === 'GET' ? {} : { 'content-length': String(Buffer.byteLength(text)) };
  return new Promise((resolve, reject) => {
    const sent = request(
      `${origin}/api/v1/claims`,
      { agent, method, headers: { 'content-type': 'application/json', ...size, ...cookie, ...headers } },
      (response) => {
        const chunks: Buffer[] = [];
        response.on('data', (chunk: Buffer) => chunks.push(chunk));
        response.on('error', reject);
        response.on('end', () => {
          const answer = Buffer.concat(chunks).toString('utf8');
          resolve({ status: response.statusCode ?? 0, headers: response.headers, body: answer === '' ? null : JSON.parse(answer) });
        });
      },
    );
    sent.on('error', reject);
    sent.end(method === 'GET' ? undefined : text);
  });
}

/** A claim as the page or a partner sends it: the draft is the key. */
export function claimSeat(
  origin: string,
  token: string,
  act: { readonly draft: string; readonly wishes: readonly number[] },
): Promise<Reply> {
  return sendClaim(origin, { token, body: { draft: act.draft, wishes: act.wishes }, headers: { 'idempotency-key': act.draft } });
}
