import { decideBatch } from '#domain/allocation/decide.ts';
import type { Pool, SeatRequest, Standing } from '#domain/allocation/seat.ts';
import { stageOf } from '#domain/application/windows.ts';
import type { Policy } from '#domain/policy/policy.ts';
import type { Entry } from '../journal/entry.ts';
import type { Answer, Claim, Waiting } from './service-claim.ts';
import {
  type ArrivalRow,
  type ArrivalWritten,
  arrivalRow,
  type DraftFound,
  findArrivals,
  findDrafts,
  findPools,
  type Turn,
  writeBatch,
  writeJournal,
} from './store.ts';

/** The register's row as this process found it, with the name it writes under. */
export type Turned = { readonly batch: number; readonly last_seq: number; readonly writer: string };
/** What came of a batch: whether every guard held, and the answers in the order of the claims. */
export type Decided = { readonly kept: boolean; readonly batch: number; readonly answers: readonly Answer[] };

/** Decides a batch under the turn that `client` holds and writes it; the caller commits when it was kept. `pools` is this process's memory. */
export async function decideUnderTurn(
  client: Turn,
  campaign: { readonly id: string; readonly policy: Policy },
  batch: readonly Waiting[],
  turn: Turned,
  pools: Map<number, Pool>,
): Promise<Decided> {
  const found = await findDrafts(
    client,
    campaign.id,
    batch.map(({ claim }) => claim.draft),
    batch.map(({ claim }) => ('session' in claim.by ? claim.by.session : null)),
    batch.map(({ claim }) => ('person' in claim.by ? claim.by.person : null)),
  );
  const sorted = batch.map((one, place) => sort(campaign.policy, one, found[place] as DraftFound));
  const fresh = firstOfEachDraft(sorted);
  const facts = await factsOf(client, campaign.id, fresh, pools);
  const { decisions, ...changed } = decideBatch(
    campaign.policy,
    facts,
    fresh.map(({ request }) => request),
  );
  const nextBatch = decisions.length > 0 ? turn.batch + 1 : turn.batch;
  const arrivals = fresh.map((one, place): ArrivalWritten => {
    const { act, basis } = one.request;
    const decision = decisions[place] as ArrivalWritten['decision'];
    const receivedAt = new Date(one.waiting.receivedMs);
    return {
      seq: turn.last_seq + 1 + place,
      person: one.person,
      act,
      basis,
      wishes: wishesOf(one.request),
      reason: reasonOf(one.request),
      receivedAt,
      decision,
    };
  });
  const lastSeqOf = new Map(arrivals.map((arrival) => [arrival.decision.child, arrival.seq]));
  const kept =
    arrivals.length === 0 ||
    (await writeBatch(client, {
      campaign: campaign.id,
      batch: nextBatch,
      lastSeq: turn.last_seq + arrivals.length,
      writer: turn.writer,
      arrivals,
      places: [...changed.standings].map(([child, standing]) => ({ ...standing, child, seq: lastSeqOf.get(child) as number })),
      pools: [...changed.pools.values()].map((pool) => ({ ...pool, believed: (facts.pools.get(pool.id) as Pool).taken })),
      journal: arrivals.map((arrival) => entryOf(campaign.id, arrival)),
    }));
  await writeJournal(
    client,
    campaign.id,
    sorted.flatMap((one, place) => strangerOf(campaign.id, one, batch[place] as Waiting)),
  );
  for (const [id, pool] of changed.pools) pools.set(id, pool);
  const before = sorted.flatMap((one) => (one.kind === 'answered_before' ? [one.draft] : []));
  const stored = [...arrivals.map(arrivalRow), ...(before.length > 0 ? await findArrivals(client, before) : [])];
  return { kept, batch: nextBatch, answers: answersOf(batch, sorted, stored) };
}

type Sorted =
  | { readonly kind: 'turned_away'; readonly answer: Answer }
  | { readonly kind: 'stranger'; readonly person: string }
  | { readonly kind: 'answered_before'; readonly draft: string }
  | {
      readonly kind: 'fresh';
      readonly draft: string;
      readonly person: string;
      readonly request: SeatRequest;
      readonly standing: Standing;
      readonly waiting: Waiting;
    };

function sort(policy: Policy, waiting: Waiting, found: DraftFound): Sorted {
  const { claim, at } = waiting;
  if (found.person_id === null) return { kind: 'turned_away', answer: { kind: 'not_signed_in' } };
  if (found.draft === null || !found.linked || found.act !== claim.act) return { kind: 'stranger', person: found.person_id };
  if (found.answered !== null) return { kind: 'answered_before', draft: found.draft };
  const stage = stageOf(policy, found.stage);
  if (at < stage.opens) return { kind: 'turned_away', answer: { kind: 'not_open_yet', opensAt: stage.opens, clause: stage.clause } };
  const basis = { stage: found.stage, route: found.route, offered: found.offered, grades: found.grades };
  const common = { draft: found.draft, child: found.child_id, at, basis };
  const request = requestOf(claim, common);
  const standing = {
    pool: found.pool_id,
    waiting: found.waiting_pool_id,
    guaranteeLost: found.guarantee_lost,
    cancellations: found.cancellations,
  };
  return { kind: 'fresh', draft: found.draft, person: found.person_id, request, standing, waiting };
}

function requestOf(claim: Claim, common: Pick<SeatRequest, 'draft' | 'child' | 'at' | 'basis'>): SeatRequest {
  switch (claim.act) {
    case 'enrol':
      return { ...common, act: 'enrol', wishes: claim.wishes };
    case 'decline':
      return { ...common, act: 'decline', reason: claim.reason };
    case 'withdraw':
      return { ...common, act: 'withdraw' };
  }
}

type Fresh = Extract<Sorted, { kind: 'fresh' }>;

function firstOfEachDraft(sorted: readonly Sorted[]): readonly Fresh[] {
  const first = new Map<string, Fresh>();
  for (const one of sorted) if (one.kind === 'fresh' && !first.has(one.draft)) first.set(one.draft, one);
  return [...first.values()];
}

async function factsOf(client: Turn, campaign: string, fresh: readonly Fresh[], pools: Map<number, Pool>) {
  const concerned = new Set(
    fresh.flatMap(({ request, standing: { pool, waiting } }) => [...wishesOf(request), pool, waiting].filter((id) => id !== null)),
  );
  const missing = [...concerned].filter((id) => !pools.has(id));
  if (missing.length > 0) for (const pool of await findPools(client, campaign, missing)) pools.set(pool.id, pool);
  return { pools, standings: new Map(fresh.map(({ request, standing }) => [request.child, standing])) };
}

function answersOf(batch: readonly Waiting[], sorted: readonly Sorted[], stored: readonly ArrivalRow[]): readonly Answer[] {
  const byDraft = new Map(stored.map((arrival) => [arrival.draft, arrival]));
  return sorted.map((one, place): Answer => {
    if (one.kind === 'turned_away') return one.answer;
    if (one.kind === 'stranger') return { kind: 'unknown_draft' };
    const arrival = byDraft.get(one.draft);
    if (arrival === undefined) throw new Error(`the arrival of draft ${one.draft} is missing after it was written`);
    return { kind: 'answered', arrival, sameBody: isSameBody((batch[place] as Waiting).claim, arrival) };
  });
}

function isSameBody(claim: Claim, arrival: ArrivalRow): boolean {
  if (claim.act === 'decline') return claim.reason === arrival.reason;
  if (claim.act === 'withdraw') return true;
  return claim.wishes.length === arrival.wishes.length && claim.wishes.every((wish, place) => wish === arrival.wishes[place]);
}

function wishesOf(request: SeatRequest): readonly number[] {
  return request.act === 'enrol' ? request.wishes : [];
}

function reasonOf(request: SeatRequest): string | null {
  return request.act === 'decline' ? request.reason : null;
}

/** Somebody asked with a draft that is not theirs: told that there is no such thing, and written down. */
function strangerOf(campaign: string, one: Sorted, { claim, receivedMs }: Waiting): readonly Entry[] {
  if (one.kind !== 'stranger') return [];
  return [
    {
      at: new Date(receivedMs),
      actor: `person:${one.person}`,
      act: 'draft.refused_to_stranger',
      campaign,
      subject: claim.draft.toLowerCase(),
      detail: {},
    },
  ];
}

function entryOf(campaign: string, { seq, person, act, decision, receivedAt }: ArrivalWritten): Entry {
  const { draft, outcome, pool, applied, released, refusal } = decision;
  const detail = { seq, draft, act, outcome, pool, applied, released, refusal: refusal?.kind ?? null };
  return { at: receivedAt, actor: `person:${person}`, act: `seat.${outcome}`, campaign, subject: decision.child, detail };
}
