import assert from 'node:assert/strict';
import { randomUUID } from 'node:crypto';
import type { Proposal } from '#domain/addition/proposal.ts';
import type { BoundaryLine } from '#domain/catchment/boundary-version.ts';
import { type Day, dayOf, moment } from '#domain/core/day.ts';
import type { SignedIn } from '#server/session/service.ts';
import { withClient } from '#tools/postgres/bootstrap.ts';
import { asActor, crowdedPopulation, pageOf, type Parent, settle } from './crowd.ts';
import { officer } from './offices.ts';
import { openTown, type Town } from './town.ts';

type SchoolAt = { readonly id: string; readonly district: number };

/** A town where one school, its director, its district, the ministry and a neighbour put their hands on boundaries while families claim. */
export type Hands = Awaited<ReturnType<typeof openHands>>;

/** Opens such a town; stage 1 is open. */
export async function openHands() {
  const { population, home } = crowdedPopulation(200);
  const town = await openTown({ population });
  const rows = await asActor(town, 'system', (tx) => tx.selectFrom('school').select(['id', 'code', 'district_id as district']).execute());
  const own = rows.find(({ code }) => code === home.schoolIds[0]);
  assert.ok(own);
  const people = await peopleOf(town, own, rows.find(({ district }) => district !== own.district)?.district ?? 0);
  const mektep = town.composed.mektep;
  const today = () => dayOf(mektep.campaign.now());
  const act = { title: { ru: 'О микроучастках' }, number: '5', day: '2025-05-01' as Day };

  /** A street of the school's district that is not in its list, or one of another district. */
  function streetOf(isOwn: boolean): number {
    const school = population.schools.find(({ id }) => id === home.schoolIds[0]);
    const taken = new Set(school?.catchment.map(({ streetId }) => streetId));
    const street = population.streets.find(({ id, districtCode }) => (districtCode === school?.districtCode) === isOwn && !taken.has(id));
    assert.ok(street);
    return street.id;
  }

  return {
    ...{ town, population, home, own, people, mektep, today, act, streetOf },
    others: rows.filter(({ id }) => id !== own.id),
    line: (houses: string, streetId: number): BoundaryLine => ({ streetId, houses, habit: 'one_side', act }),
    current: async (school = own.id) => (await mektep.boundaries.current(school))?.lines ?? [],
    published: async (school = own.id) => (await mektep.boundaries.versions(school)).length,
    newest: async () => (await mektep.boundaries.versions(own.id, 1))[0]?.id ?? '',
    /** Publishes a list as somebody, from a day. */
    publish: (who: SignedIn | 'system', lines: readonly BoundaryLine[], fromDay: Day = today(), school = own.id) =>
      mektep.boundaries.publish({
        ...{ actor: who === 'system' ? who : actorOf(who), school, fromDay, lines },
        ...{ source: 'editor', ground: 'проверка', key: randomUUID() },
      }),
    waitingAt: async (of: { readonly district: number } | { readonly school: string }): Promise<readonly Proposal[]> =>
      (await mektep.proposal.list(of)).filter(({ state }) => state === 'waiting'),
    answer: (who: SignedIn, proposal: string, need: 'second' | 'ground', district: number, agrees = true) =>
      mektep.proposal.answer(who, { proposal, need, district, agrees, words: agrees ? '' : 'Дом к школе не относится' }),
    /** A new family in the house everybody of the crowd lives in. */
    parent: async () => {
      const [[first]] = (await settle(town, home, 1)) as unknown as [[Parent]];
      return first;
    },
    /** Writes an arrival as the register does: what came of a family's claim at the school, at a time. */
    decided: async (parent: Parent, at: string, more: { readonly outcome?: string; readonly act?: string } = {}): Promise<number> => {
      const { enrolDraft } = await pageOf(town, parent);
      return withClient(town.test.ownerUrl, async (client) => {
        const { rows: written } = await client.query<{ seq: string }>(arrivalSql, [
          ...[mektep.campaign.id, enrolDraft ?? randomUUID(), parent.child, parent.who.person, own.id],
          new Date(mektep.campaign.epochOf(moment(at))),
          JSON.stringify([{ streetId: home.address.streetId, house: home.address.house }]),
          ...[more.act ?? 'enrol', more.outcome ?? 'enrolled'],
        ]);
        return Number(written[0]?.seq);
      });
    },
    /** What the worker does after the batch with this number. */
    look: (seq: number) => town.composed.tasks['arrivals.addition']?.({ campaign: mektep.campaign.id, from: seq, to: seq }),
  };
}

/** Who acts, as the journal knows it. */
export function actorOf({ person }: SignedIn): `person:${string}` {
  return `person:${person}`;
}

const arrivalSql = `
  insert into arrival (campaign_id, seq, batch, draft, child_id, person_id, act, stage, route, grades, wishes, outcome, pool_id, over_quota,
    guarantee_lost, clause, next_step, received_at, homes)
  select $1, (select coalesce(max(seq), 0) + 1 from arrival), 1, $2, $3, $4, $8, 'guaranteed', 'registered_address', '{1}',
    array[(select id from pool where school_id = $5 and kind = 'general' limit 1)], $9,
    case when $9 = 'enrolled' then (select id from pool where school_id = $5 and kind = 'general' limit 1) end, false, false, '21', 'none', $6, $7
  returning seq`;

async function peopleOf(town: Town, own: SchoolAt, foreign: number) {
  const appoint = async (place: number, office: Parameters<typeof officer>[2]) => (await officer(town, place, office)).who;
  return {
    director: await appoint(0, { role: 'director', school: own.id }),
    district: await appoint(1, { role: 'district', district: own.district }),
    colleague: await appoint(2, { role: 'district', district: own.district }),
    ministry: await appoint(3, { role: 'ministry' }),
    neighbour: await appoint(4, { role: 'district', district: foreign }),
    both: await appoint(5, { role: 'district', district: own.district }),
  };
}
