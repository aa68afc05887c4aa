import assert from 'node:assert/strict';
import { test } from 'node:test';
import { type Sending, sendClaim } from './send-claim.ts';

const draft = '01a1f96a-b6f5-7fec-a190-b5dc46e6db3c';
type Reply = { readonly status: number; readonly body?: object; readonly retryAfter?: number } | 'lost';

/** Sends a claim to a server that replies so, one after the other, the last one for ever; tells what was said and how long was waited. */
async function send(...replies: readonly Reply[]) {
  const [said, waited, keys]: [string[], number[], unknown[]] = [[], [], []];
  const fetch: Sending['fetch'] = async (_url, { headers }) => {
    const reply = replies[Math.min(keys.length, replies.length - 1)] as Reply;
    keys.push((headers as Record<string, string>)['idempotency-key']);
    if (reply === 'lost') throw new TypeError('no network');
    const { status, body = {}, retryAfter } = reply;
    return Response.json(body, { status, ...(retryAfter !== undefined && { headers: { 'retry-after': String(retryAfter) } }) });
  };
  const pauseMs = async (ms: number) => void waited.push(ms);
  const sent = await sendClaim({ claim: { draft, wishes: [35] }, fetch, pauseMs, say: (what) => void said.push(what), lot: 0.5 });
  assert.ok(
    keys.every((key) => key === draft),
    'every try has the same key',
  );
  return { sent, said, waited, tries: keys.length };
}

test('a claim that is answered, or refused by the law, ends with its number', async () => {
  assert.deepEqual((await send({ status: 200, body: { number: 17 } })).sent, { kind: 'answered', number: 17, earlier: false });
  assert.deepEqual((await send({ status: 422, body: { type: 'urn:mektep:no_places', number: 18 } })).sent, {
    kind: 'answered',
    number: 18,
    earlier: false,
  });
  const reused = { type: 'urn:mektep:draft_reused', answer: { number: 3 } };
  assert.deepEqual((await send({ status: 422, body: reused })).sent, { kind: 'answered', number: 3, earlier: true });
});

test('too early, not signed in and no such draft are told at once and not tried again', async () => {
  for (const [status, kind] of [
    [425, 'early'],
    [401, 'signed_out'],
    [404, 'gone'],
    [400, 'gone'],
  ] as const) {
    const { sent, tries } = await send({ status });
    assert.deepEqual([sent.kind, tries], [kind, 1]);
  }
});

test('a busy, silent or unreachable server is asked again as it wishes, and the family reads which it was', async () => {
  const busy = { status: 503, body: { type: 'urn:mektep:busy' }, retryAfter: 2 };
  const unknown = { status: 503, body: { type: 'urn:mektep:unknown_yet' }, retryAfter: 2 };
  const { sent, said, waited } = await send(
    busy,
    unknown,
    'lost',
    { status: 500 },
    { status: 429, retryAfter: 7 },
    { status: 200, body: { number: 1 } },
  );
  assert.equal(sent.kind, 'answered');
  assert.deepEqual(said, ['busy', 'unknown', 'lost', 'unknown', 'busy']);
  assert.deepEqual(waited, [2250, 2500, 3000, 6000, 11_000]);
});

test('whoever never gets an answer is told so in the end, after a few minutes', async () => {
  const { sent, tries, waited } = await send('lost');
  assert.deepEqual([sent.kind, tries], ['unknown', 30]);
  const minutes = waited.reduce((sum, ms) => sum + ms, 0) / 60_000;
  assert.ok(minutes > 5 && minutes < 15, `${minutes} minutes`);
});

test('a server that lost its database, is being stopped, or did not get the claim on a bad line is asked again, and nobody reads that they are signed out', async () => {
  for (const status of [408, 429, 500, 502, 503, 504, 507]) {
    const { sent, said, tries } = await send({ status, retryAfter: 2 }, { status: 200, body: { number: 5 } });
    assert.deepEqual(
      [sent, said, tries],
      [{ kind: 'answered', number: 5, earlier: false }, [status === 429 ? 'busy' : 'unknown'], 2],
      String(status),
    );
  }
});
