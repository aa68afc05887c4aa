import type { IncomingMessage, ServerResponse } from 'node:http';
import { type ClaimInput, claimSchema } from '#domain/allocation/input.ts';
import type { Permission } from '#domain/access/permissions.ts';
import { readBody } from '../http/body.ts';
import { cookieIn } from '../http/cookies.ts';
import { toldOf } from '../http/faults.ts';
import { isForeign } from '../http/origin.ts';
import type { ClaimLimit } from './service-limit.ts';
import type { LineService } from './service-line.ts';
import { type Problem, problem, problemMediaType } from '../http/problem.ts';
import type { Answer, ArrivalAnswered, Register } from './service.ts';

/** The path of the bare handler in front of the framework, and what it asks of the caller. */
export const claimsRoute = { method: 'POST', path: '/api/v1/claims', permission: 'seat.claim_own' } as const satisfies {
  method: string;
  path: string;
  permission: Permission;
};

export type ClaimsOptions = {
  readonly register: Register;
  readonly sessionCookie: string;
  readonly hashOfToken: (token: string) => Buffer;
  readonly publicOrigin: string;
  /** How long the body of a claim may take to arrive. */
  readonly bodyMs: number;
  /** How often one person may claim. */
  readonly limit: ClaimLimit;
  /** Whether a reason to decline gives up the guarantee for the sake of a preference: it is given up only if the claim says so. KG25-21.11 */
  readonly forfeits: (reason: string) => boolean;
  /** How many stand before children in line. */
  readonly before: LineService['before'];
  readonly onFault: (fault: unknown, requestId: string) => void;
};

type Reply = { readonly status: number; readonly body: object; readonly headers?: Readonly<Record<string, string>> };

const bodyAtMostBytes = 4096;
const lookAgainSeconds = 2;

/**
 * `POST /api/v1/claims`: `Idempotency-Key` is the draft, the body `{draft, wishes: [pool…]}`, `{draft, reason}` or `{draft, withdraw: true}`. Answers 200 with outcome,
 * number and explanation; 422 for a refusal; 425 before opening; 401, 404, 400; 429 and 503 with Retry-After. A claim arrives when it is read whole.
 */
export function claimsHandler(options: ClaimsOptions) {
  return (request: IncomingMessage, response: ServerResponse): void => {
    answer(options, request).then(
      (reply) => send(response, reply),
      (fault: unknown) => {
        options.onFault(fault, String(request.headers['x-request-id']));
        const { status, kind, title, retryAfterSeconds } = toldOf(fault);
        const body = problem(status, kind, `${title}; repeat the claim with the same key`);
        send(response, { status, body, ...(retryAfterSeconds !== undefined && { headers: { 'retry-after': String(retryAfterSeconds) } }) });
      },
    );
  };
}

async function answer(options: ClaimsOptions, request: IncomingMessage): Promise<Reply> {
  const wrong = refuseHead(request, options.publicOrigin);
  if (wrong !== null) return { status: wrong.status, body: wrong, ...(wrong.status === 405 ? { headers: { allow: 'POST' } } : {}) };
  const body = await readBody(request, { bytesAtMost: bodyAtMostBytes, withinMs: options.bodyMs });
  if (body.kind !== 'read') return unread(body.kind);
  const parsed = claimSchema.safeParse(jsonOf(body.text));
  if (!parsed.success)
    return invalid(400, 'invalid', 'The body is not a claim', {
      errors: parsed.error.issues.map(({ path, message }) => ({ path, message })),
    });
  const { draft } = parsed.data;
  if (request.headers['idempotency-key'] !== draft)
    return invalid(400, 'idempotency_key', 'The header Idempotency-Key must be there and equal the draft');
  const token = cookieIn(request.headers.cookie, options.sessionCookie);
  if (token === null) return replyTo({ kind: 'not_signed_in' });
  if ('reason' in parsed.data && parsed.data.confirm !== true && options.forfeits(parsed.data.reason))
    return unconfirmed(parsed.data.reason);
  const by = { session: options.hashOfToken(token) };
  const counted = options.limit.count(by);
  const wait = typeof counted === 'number' ? counted : await counted;
  if (wait === 'nobody') return replyTo({ kind: 'not_signed_in' });
  if (wait === 'busy') return replyTo({ kind: 'busy', retryAfterSeconds: lookAgainSeconds });
  if (wait > 0) return later(429, wait, 'too_many', 'Too many claims of one person; send the last one again with the same key');
  const given = await options.register.claim({ draft, by, ...actOf(parsed.data) });
  return replyTo(given, await lineOf(given, options.before));
}

/** Where a claim that found everything full stands now, in the order of its wishes; nothing once it has left the line. */
async function lineOf(given: Answer, before: LineService['before']): Promise<LineTold | null> {
  if (given.kind !== 'answered' || given.arrival.outcome !== 'queued') return null;
  const { child_id: child, wishes } = given.arrival;
  const counted = await before([child]);
  return wishes.flatMap((pool) => counted.filter((one) => one.pool === pool).map((one) => ({ pool, before: one.before })));
}

type LineTold = readonly { readonly pool: number; readonly before: number }[];

function actOf(body: ClaimInput) {
  if ('wishes' in body) return { act: 'enrol', wishes: body.wishes } as const;
  return 'reason' in body ? ({ act: 'decline', reason: body.reason } as const) : ({ act: 'withdraw' } as const);
}

function refuseHead(request: IncomingMessage, publicOrigin: string): Problem | null {
  if (request.method !== claimsRoute.method) return problem(405, 'method', 'Only POST is known here');
  if (!/^application\/json\s*(;|$)/i.test(request.headers['content-type'] ?? ''))
    return problem(415, 'media_type', 'The body must be application/json');
  if (isForeign(request.headers, publicOrigin)) return problem(403, 'foreign_origin', 'Claims come from our own pages or without a page');
  return null;
}

function replyTo(given: Answer, line: LineTold | null = null): Reply {
  switch (given.kind) {
    case 'answered':
      return given.sameBody
        ? decided(given.arrival, line)
        : invalid(422, 'draft_reused', 'This draft was answered before for another body', { answer: summary(given.arrival, line) });
    case 'not_open_yet':
      return invalid(425, 'not_open_yet', 'Not open yet', { opensAt: given.opensAt, clause: given.clause });
    case 'not_signed_in':
      return invalid(401, 'not_signed_in', 'Sign in first');
    case 'unknown_draft':
      return invalid(404, 'unknown_draft', 'There is no such draft for you');
    case 'busy':
      return later(503, given.retryAfterSeconds, 'busy', 'The queue is full; repeat the claim with the same key');
    case 'unknown_yet':
      return later(503, given.retryAfterSeconds, 'unknown_yet', 'Not known yet; repeat the claim with the same key to learn the answer');
  }
}

function decided(arrival: ArrivalAnswered, line: LineTold | null): Reply {
  if (arrival.refusal === null) return { status: 200, body: summary(arrival, line) };
  const { kind, ...refusal } = arrival.refusal;
  return invalid(422, kind, 'Refused by the law of the campaign', { ...summary(arrival, line), refusal: { kind, ...refusal } });
}

/** What a partner reads of a decided claim. `pool` is the seat held now, `applied` the one of an application to a school, `freeBefore` the seats free in it just before, `line` how many stand before it where it stands in line. */
function summary(arrival: ArrivalAnswered, line: LineTold | null) {
  const {
    outcome,
    seq,
    pool_id,
    applied_pool_id,
    released_id,
    free_before,
    over_quota,
    guarantee_lost,
    clause,
    next_step,
    received_at,
    refusal,
  } = arrival;
  const explanation = { clause, freeBefore: free_before, overQuota: over_quota, guaranteeLost: guarantee_lost, next: next_step, refusal };
  return {
    outcome,
    number: seq,
    pool: pool_id,
    applied: applied_pool_id,
    released: released_id,
    ...(line === null ? {} : { line }),
    receivedAt: received_at.toISOString(),
    explanation,
  };
}

function invalid(status: number, kind: string, title: string, more: Readonly<Record<string, unknown>> = {}): Reply {
  return { status, body: problem(status, kind, title, more) };
}

/** Nothing was queued and the draft is as it was: the same claim with `confirm` is taken. */
function unconfirmed(reason: string): Reply {
  return invalid(
    422,
    'loss_not_confirmed',
    'This reason gives up the guaranteed place for a preference that can be had without; send confirm: true if it is meant',
    {
      reason,
      confirm: true,
    },
  );
}

function later(status: 429 | 503, retryAfterSeconds: number, kind: string, title: string): Reply {
  return { ...invalid(status, kind, title), headers: { 'retry-after': String(retryAfterSeconds) } };
}

/** A body that is not there. What may still come of it is not waited for: the line is closed. */
function unread(why: 'too_large' | 'too_slow' | 'gone'): Reply {
  const closed = { connection: 'close' };
  if (why === 'too_large') return { ...invalid(413, 'too_large', `The body is larger than ${bodyAtMostBytes} bytes`), headers: closed };
  return { ...invalid(408, 'too_slow', 'The body did not arrive in time'), headers: closed };
}

function send(response: ServerResponse, { status, body, headers }: Reply): void {
  if (response.destroyed || response.headersSent) return;
  const text = JSON.stringify(body);
  response.writeHead(status, {
    'content-type': status >= 400 ? problemMediaType : 'application/json; charset=utf-8',
    'content-length': Buffer.byteLength(text),
    'cache-control': 'no-store',
    ...headers,
  });
  response.end(text);
  // A line that is to be closed is closed now, whatever its other end still means to send.
  if (headers?.['connection'] === 'close') response.once('finish', () => response.socket?.destroySoon());
}

function jsonOf(text: string): unknown {
  try {
    const value: unknown = JSON.parse(text);
    return namesTwice(text, value) ? undefined : value;
  } catch {
    return undefined;
  }
}

/** Whether a member is named twice: two readers of such a body may understand two different claims. A claim has no records inside. */
function namesTwice(text: string, value: unknown): boolean {
  const colons = text.replace(/"(?:[^"\\]|\\.)*"/g, '').split(':').length - 1;
  return typeof value === 'object' && value !== null && colons !== Object.keys(value).length;
}
