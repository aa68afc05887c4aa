import { mayAgree, type Need } from '#domain/access/two-persons.ts';
import type { Proposal, ProposalAnswer, ProposalRead } from '#domain/addition/proposal.ts';
import { differenceOf } from '#domain/catchment/boundary-version.ts';
import type { Day } from '#domain/core/day.ts';
import { isUuid } from '#domain/core/uuid.ts';
import type { CampaignService } from '../campaign/service.ts';
import type { Clock } from '../clock.ts';
import type { Database } from '../db/connect.ts';
import { type Actor, openly, read, readerOf, transact, type Tx } from '../db/transaction.ts';
import { append } from '../journal/store.ts';
import type { SchoolService } from '../school/service.ts';
import type { SignedIn } from '../session/service.ts';
import type { BoundariesService } from './service-boundaries.ts';
import type { ConsequenceService } from './service-consequences.ts';
import { dayAgreed, type Moved, needsOf, standingAt } from './service-gate.ts';
import { settle, takeHanging } from './service-settle.ts';
import { findActorNames, findStreetNames } from './store-editor.ts';
import {
  countWaiting,
  decideProposal,
  findAsks,
  findDistrictsOfSchools,
  findListsOf,
  findProposals,
  findProposed,
  insertAsks,
  lockProposal,
  type ProposalRow,
  type ProposalsOf,
  writeAnswer,
} from './store-proposals.ts';
import { findDistrictNames } from './store-changes.ts';

export type ProposalService = {
  /** What waits for somebody, or was decided lately: of a district's schools or asked of it, of a school, of a file, of a request. */
  list(of: Exclude<ProposalsOf, { readonly id: string }>): Promise<readonly Proposal[]>;
  /** How many proposals wait for each district's yes. */
  waiting(): Promise<ReadonlyMap<number, number>>;
  /** One that a district asked for or is asked about, with all it would change; `null` when it has no such. */
  one(district: number, id: string): Promise<ProposalRead | null>;
  /** What of a proposal somebody may answer for a district. */
  openFor(who: SignedIn, district: number, proposal: Proposal): readonly Need['need'][];
  /**
   * A yes or a no, with words where it is a no. With the last yes the lists are published over the state they were made from, in their author's name;
   * a no leaves everything as it was. `null` when there is nothing here for this person to answer. KG22-9, KG25-18.4.
   */
  answer(
    who: SignedIn,
    asked: Need & { readonly proposal: string; readonly agrees: boolean; readonly words: string },
  ): Promise<ProposalAnswer | null>;
  /** The author takes a proposal of a school back; `false` when there is none that waits. */
  withdraw(who: SignedIn, school: string, id: string): Promise<boolean>;
};

export type ProposalParts = {
  readonly campaign: CampaignService;
  readonly boundaries: BoundariesService;
  readonly consequences: ConsequenceService;
  readonly school: SchoolService;
  readonly clock: Clock;
};

const shownAtMost = 100;

/** Publications that wait until somebody else has agreed. */
export function proposalService(database: Database, parts: ProposalParts): ProposalService {
  const { campaign, boundaries, consequences, school, clock } = parts;
  const reader = openly(database);
  const actorOf = ({ person }: SignedIn): Actor => `person:${person}`;

  async function viewsOf(rows: readonly ProposalRow[]): Promise<readonly Proposal[]> {
    const ids = rows.map(({ id }) => id);
    const [asks, lists] = await Promise.all([findAsks(reader, ids), findListsOf(reader, ids)]);
    const [schools, districts, names] = await Promise.all([
      school.views([...new Set(lists.map((list) => list.school))]),
      findDistrictNames(reader, [...new Set(rows.map(({ district }) => district))]),
      read(database, 'system', (asSystem) =>
        findActorNames(asSystem, [...rows.map(({ askedBy }) => askedBy), ...asks.flatMap(({ answeredBy }) => answeredBy ?? [])]),
      ),
    ]);
    return rows.map(({ district, askedAt, askedBy, importId: _file, requestId: _request, ...row }) => ({
      ...row,
      askedBy,
      askedAt: campaign.momentOf(askedAt),
      author: names.get(askedBy) ?? null,
      district: { id: district, name: districts.get(district) ?? { ru: '' } },
      schools: lists
        .filter(({ proposal }) => proposal === row.id)
        .map((list) => ({ id: list.school, name: schools.get(list.school)?.name ?? { ru: '' } })),
      asks: asks
        .filter(({ proposal }) => proposal === row.id)
        .map(({ need, district: of, name, answer, words, answeredBy, answeredAt }) => ({
          ...{ need, district: of, districtName: name, answer, words },
          by: names.get(answeredBy ?? '') ?? null,
          at: answeredAt === null ? null : campaign.momentOf(answeredAt),
        })),
    }));
  }

  async function rowOf(district: number, id: string): Promise<ProposalRow | undefined> {
    const [row] = isUuid(id) ? await findProposals(reader, campaign.id, { id }, 1) : [];
    if (row === undefined) return undefined;
    const asks = await findAsks(reader, [id]);
    return row.district === district || asks.some((ask) => ask.district === district) ? row : undefined;
  }

  async function changesOf(row: ProposalRow): Promise<Pick<ProposalRead, 'changes' | 'children' | 'losing'>> {
    const lists = await findProposed(reader, row.id);
    const before = await Promise.all(lists.map(async (list) => linesAt(list.school, list.over, row)));
    const differences = lists.map((list, place) => differenceOf(before[place] ?? [], list.lines));
    const streets = await findStreetNames(reader, [...new Set(differences.flat().map(({ streetId }) => streetId))]);
    const [schools, own] = await Promise.all([
      school.views(lists.map((list) => list.school)),
      findDistrictsOfSchools(
        reader,
        lists.map((list) => list.school),
      ),
    ]);
    const districts = await findDistrictNames(reader, [...new Set([...streets.values()].map(({ districtId }) => districtId))]);
    const changes = lists.map((list, place) => ({
      school: { id: list.school, name: schools.get(list.school)?.name ?? { ru: '' } },
      difference: (differences[place] ?? []).map((one) => {
        const street = streets.get(one.streetId);
        const district = street?.districtId ?? 0;
        const named = { street: street?.name ?? { ru: '' }, district: districts.get(district) ?? { ru: '' } };
        return { ...one, ...named, isForeign: district !== own.get(list.school) };
      }),
    }));
    const lines = lists.map((list, place) => ({ school: list.school, before: before[place] ?? [], after: list.lines }));
    return { changes, ...(await consequences.of(dayAgreed(row.fromDay, campaign.now()), lines)) };
  }

  /** What a list was made from: what the version of that number had, or nothing before the first. */
  async function linesAt(of: string, over: number, { fromDay, state }: ProposalRow) {
    const standing = await standingAt(reader, campaign.id, [{ school: of, fromDay: dayAgreed(fromDay, campaign.now()) }]);
    const own = standing.get(of);
    if (state === 'waiting' && own?.number === over) return own.lines;
    return over === 0 ? [] : ((await boundaries.version(of, over))?.lines ?? []);
  }

  async function journal(tx: Tx, who: SignedIn, at: Date, act: string, subject: string, detail: Readonly<Record<string, unknown>>) {
    await append(tx, [{ at, actor: actorOf(who), act, campaign: campaign.id, subject, detail }]);
  }

  /** Publishes what everybody has agreed to; what was decided otherwise meanwhile, or changed, is not written over. */
  async function publish(tx: Tx, who: SignedIn, row: ProposalRow, at: Date): Promise<ProposalAnswer> {
    const lists = await findProposed(readerOf(tx), row.id);
    const act = { campaign: campaign.id, author: row.askedBy as Actor, at };
    const hanging = await takeHanging(tx, act, row, lists);
    const fromDay = dayAgreed(row.fromDay, campaign.now());
    const published =
      hanging === null || !(await isSameState(tx, lists, row.fromDay, fromDay))
        ? null
        : await boundaries.publishAgreed(
            tx,
            act.author,
            lists.map(({ proposal: _proposal, ...list }) => ({ ...list, fromDay, ground: row.ground })),
          );
    if (hanging === null || published?.kind !== 'published') {
      await decideProposal(tx, row.id, 'outdated', at);
      await journal(tx, who, at, 'boundaries.proposal_outdated', row.id, { author: row.askedBy });
      return { kind: 'outdated' };
    }
    await settle(tx, act, row, hanging, published.version);
    await decideProposal(tx, row.id, 'agreed', at);
    const versions = published.version.map(({ id }) => id);
    await journal(tx, who, at, 'boundaries.agreed', row.id, { author: row.askedBy, versions });
    return { kind: 'agreed' };
  }

  /** Whether what a list would take the place of on the day of the agreement is what it was made from: another list may have begun since. */
  async function isSameState(tx: Tx, lists: readonly { readonly school: string }[], asked: Day, agreed: Day): Promise<boolean> {
    if (asked === agreed) return true;
    const at = (fromDay: Day) =>
      standingAt(
        readerOf(tx),
        campaign.id,
        lists.map(({ school: of }) => ({ school: of, fromDay })),
      );
    const [then, now] = [await at(asked), await at(agreed)];
    return lists.every(({ school: of }) => then.get(of)?.version?.id === now.get(of)?.version?.id);
  }

  /** The yeses it needs by what stands now: the window may have opened since it was asked for. */
  async function needsNow(tx: Tx, row: ProposalRow): Promise<readonly Need[]> {
    const fromDay = dayAgreed(row.fromDay, campaign.now());
    const lists = await findProposed(readerOf(tx), row.id);
    const standing = await standingAt(
      readerOf(tx),
      campaign.id,
      lists.map((list) => ({ school: list.school, fromDay })),
    );
    const moved = lists.map((list): Moved => ({ ...list, fromDay, ground: row.ground, before: standing.get(list.school)?.lines ?? [] }));
    return needsOf(readerOf(tx), campaign, row.act, moved);
  }

  return {
    list: async (of) => viewsOf(await findProposals(reader, campaign.id, of, shownAtMost)),
    waiting: () => countWaiting(reader, campaign.id),

    async one(district, id) {
      const row = await rowOf(district, id);
      if (row === undefined) return null;
      const [view] = await viewsOf([row]);
      return { ...(view as Proposal), ...(await changesOf(row)) };
    },

    openFor: ({ offices, person }, district, { state, asks, askedBy }) =>
      state !== 'waiting'
        ? []
        : asks
            .filter((ask) => ask.answer === null && ask.district === district && mayAgree(offices, ask, askedBy === `person:${person}`))
            .map(({ need }) => need),

    async answer(who, { proposal, need, district, agrees, words }) {
      const row = await rowOf(district, proposal);
      const isAuthor = row?.askedBy === actorOf(who);
      if (row === undefined || !mayAgree(who.offices, { need, district }, isAuthor)) return null;
      // The act is its author's; who agreed is said in the journal and beside the yes.
      return transact(database, row.askedBy as Actor, async (tx) => {
        const now = await lockProposal(tx, campaign.id, proposal);
        const ask = (await findAsks(readerOf(tx), [proposal])).find((one) => one.need === need && one.district === district);
        if (now === undefined || ask === undefined) return null;
        if (now.state !== 'waiting' || ask.answer !== null) return { kind: 'decided_before' };
        const at = new Date(clock.now());
        const by = { by: actorOf(who), at, words: words === '' ? null : words };
        await writeAnswer(tx, { proposal, need, district }, { ...by, answer: agrees ? 'yes' : 'no' });
        if (!agrees) {
          await decideProposal(tx, proposal, 'refused', at);
          await journal(tx, who, at, 'boundaries.not_agreed', proposal, { need, author: now.askedBy });
          return { kind: 'refused' };
        }
        await insertAsks(tx, proposal, await needsNow(tx, now));
        const isOpen = (await findAsks(readerOf(tx), [proposal])).some(({ answer }) => answer === null);
        if (!isOpen) return publish(tx, who, now, at);
        await journal(tx, who, at, 'boundaries.partly_agreed', proposal, { need, author: now.askedBy });
        return { kind: 'waits' };
      });
    },

    withdraw: (who, of, id) =>
      transact(database, actorOf(who), async (tx) => {
        const row = isUuid(id) ? await lockProposal(tx, campaign.id, id) : undefined;
        const lists = await findListsOf(readerOf(tx), [id].filter(isUuid));
        if (row?.state !== 'waiting' || row.askedBy !== actorOf(who) || !lists.some((list) => list.school === of)) return false;
        const at = new Date(clock.now());
        await decideProposal(tx, id, 'withdrawn', at);
        await journal(tx, who, at, 'boundaries.proposal_withdrawn', id, {});
        return true;
      }),
  };
}
