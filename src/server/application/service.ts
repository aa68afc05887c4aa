import { reasonsToDecline } from '#domain/application/decline.ts';
import { type Asked, chooseNext } from '#domain/application/choice.ts';
import { type Offer, offerTo } from '#domain/application/offer.ts';
import { type Seats, seatsFrom } from '#domain/application/seats.ts';
import type { ChildCard, ChildPage, ChoicePage, FamilyPage, LineView } from '#domain/application/view.ts';
import { stageOf, windowAt, windowView } from '#domain/application/windows.ts';
import type { DeclineReason } from '#domain/policy/admission.ts';
import type { Stage } from '#domain/policy/stages.ts';
import { isUuid } from '#domain/core/uuid.ts';
import type { Answer, Claim, Register } from '../allocation/service.ts';
import type { LineService } from '../allocation/service-line.ts';
import type { CampaignService } from '../campaign/service.ts';
import type { CatchmentService } from '../catchment/service.ts';
import type { Clock } from '../clock.ts';
import type { Database } from '../db/connect.ts';
import { openly, type Reader, transact } from '../db/transaction.ts';
import { noteStranger } from '../journal/stranger.ts';
import type { NoticeService } from '../notice/service.ts';
import type { ChildRecord, PersonService } from '../person/service.ts';
import type { SchoolService } from '../school/service.ts';
import type { SignedIn } from '../session/service.ts';
import { type DraftsFound, findLatestArrivals, findLatestDrafts, findOffered, findPlaces, type PoolRow } from './store.ts';
import { basisOf, prepareDrafts } from './service-drafts.ts';
import { lineEnded, lineViewer, waitingListOf } from './service-line.ts';
import { type Located, locator, servedBy } from './service-located.ts';
import {
  bringing,
  certificateShown,
  choosingOf,
  factsOf,
  microdistrictAmong,
  openingOf,
  schoolDecides,
  type Shown,
  shownOf,
} from './service-offer.ts';
import { preparedFinder, type FindPrepared } from './service-prepared.ts';
import { proposalsOf } from './service-proposals.ts';

/** The errand of a family: its children, what each is offered, the seat asked for or given up. */
export type ApplicationService = {
  /** «Электронная запись в школу»: the children linked to this parent. KG25-21.3. */
  family(who: SignedIn): Promise<FamilyPage>;
  /** One child's page; `null` when it is not this parent's child (journaled). Prepares the drafts its buttons answer. */
  child(who: SignedIn, child: string, grade?: number): Promise<ChildPage | null>;
  /** One step of choosing a school with free seats; `null` when it is not this parent's child (journaled). KG25-21.13, KG25-30. */
  choose(who: SignedIn, child: string, asked: Asked): Promise<ChoicePage | null>;
  /** One seat prepared to be asked for; `nothing` when it cannot be, now or at the next opening. */
  readonly prepared: FindPrepared;
  /** «Записать». KG25-21.6. */
  enrol(who: SignedIn, act: Pick<Claim, 'draft' | 'child'> & { readonly wishes: readonly number[] }): Promise<Answer>;
  /** «Отменить запись». KG25-21.9. */
  decline(who: SignedIn, act: Pick<Claim, 'draft' | 'child'> & { readonly reason: string }): Promise<Answer>;
  /** An application taken back, or a place where the law asks for no reason. KZA-9. */
  withdraw(who: SignedIn, act: Pick<Claim, 'draft' | 'child'>): Promise<Answer>;
  /** The reasons in the order of the law. */
  reasons(): readonly DeclineReason[];
};

export type ApplicationParts = {
  readonly campaign: CampaignService;
  readonly person: PersonService;
  readonly catchment: CatchmentService;
  readonly school: SchoolService;
  readonly notice: NoticeService;
  readonly register: Register;
  readonly line: LineService;
  readonly clock: Clock;
};

/** What was found of a child before its drafts are prepared. */
type Looked = {
  readonly card: ChildCard;
  readonly seats: Seats;
  readonly drafts: DraftsFound;
  readonly offer: Offer;
  readonly shows: Shown;
  readonly address: Located;
};

/** What children hold, and where they stand in line. */
type Held = { readonly seats: Seats; readonly lines: ReadonlyMap<string, LineView> };

/** Puts the family’s errand together from the services of the other modules. */
export function applicationService(database: Database, parts: ApplicationParts): ApplicationService {
  const { campaign, person, catchment, school, notice, register } = parts;
  const now = () => new Date(parts.clock.now());
  const viewLines = lineViewer(database, parts);
  const locate = locator(campaign, catchment);

  async function family(who: SignedIn): Promise<FamilyPage> {
    const { known, found } = await person.familyWith(who.person, (reader, { children }) =>
      findSeats(
        reader,
        children.map(({ id }) => id),
      ),
    );
    const [seats, locateFor, notices] = await Promise.all([seatsOf(found), locate(known), notice.latest(who)]);
    const lines = await viewLines(
      seats,
      known.children.map(({ id }) => id),
    );
    const children = known.children.map((child) => cardOf(child, { seats, lines }, locateFor(child)));
    return {
      children,
      withoutAct: known.withoutAct,
      otherParents: known.otherParents,
      unread: known.unread,
      checkedAt: momentOr(known.checkedAt),
      isOld: known.isOld,
      outage: known.outage,
      isUnread: known.isUnread,
      notices,
    };
  }

  /** What both of a child's pages begin with. */
  async function look(who: SignedIn, id: string, grade?: number) {
    const { known, found } = await person.familyWith(who.person, async (reader, { children }) =>
      children.some((candidate) => candidate.id === id)
        ? { seats: await findSeats(reader, [id]), drafts: await findLatestDrafts(reader, campaign.id, id, who.person) }
        : null,
    );
    const record = known.children.find((candidate) => candidate.id === id);
    if (record === undefined || found === null) return stranger(who, 'child.refused_to_stranger', id);
    const [seats, locateFor] = await Promise.all([seatsOf(found.seats), locate(known)]);
    const address = locateFor(record, grade);
    const held = { seats, lines: await viewLines(seats, [id]) };
    const [card, offer] = [cardOf(record, held, address, grade), offerFor(record, seats, address, grade)];
    return { known, record, seats, address, card, offer, shows: shownOf(campaign, offer, grade), drafts: found.drafts };
  }

  async function child(who: SignedIn, id: string, grade?: number): Promise<ChildPage | null> {
    const looked = await look(who, id, grade);
    if (looked === null) return null;
    const { known, record, seats, address, card, offer, shows } = looked;
    const shown = offer.grades.find((open) => open.grade === grade)?.grade ?? offer.grades[0]?.grade ?? null;
    const pools = await findOffered(
      openly(database),
      campaign.id,
      address.matches.map((match) => match.schoolId),
      offer.grades.map((open) => open.grade),
    );
    const { preparedDraft, ...drafts } = await prepare(who, looked, pools);
    const stage = shows.open ?? shows.ahead?.stage ?? null;
    const { sex, nationalIdEnd } = record;
    const certificate = certificateShown(await person.certificate(who.person, id));
    return {
      ...seats.last(id),
      ...drafts,
      child: { id, name: record.name, birthDate: record.birthDate, sex, nationalIdEnd, certificate },
      state: card.state,
      grades: offer.grades,
      grade: shown,
      window: windowFor(shown),
      address: address.place,
      registered: address.registered,
      doubtfulSince: card.doubtfulSince,
      proposals: await proposalsOf(
        parts,
        address,
        pools.filter((pool) => pool.grade === shown),
      ),
      place: card.place,
      waiting: card.waiting,
      line: card.line,
      lineEnded: lineEnded(campaign.policy, seats.line(id)),
      waitingList: waitingListOf(campaign.policy, stage, card),
      schoolDecides: schoolDecides(campaign.policy, stage, card),
      refusal: card.refusal,
      choosing: choosingOf(shows.open, card),
      opening: openingOf(shows, card, preparedDraft),
      outage: known.outage,
      isUnread: known.isUnread,
      bring: bringing(campaign),
    };
  }

  async function choose(who: SignedIn, id: string, asked: Asked): Promise<ChoicePage | null> {
    const looked = await look(who, id, asked.grade ?? undefined);
    if (looked === null) return null;
    const { record, seats, card, offer, shows } = looked;
    const { schools, at } = await school.freeSeats();
    const stage = shows.open ?? shows.ahead?.stage ?? null;
    const choosing = choosingOf(stage, card);
    const may = choosing === 'open' || choosing === 'move';
    const waitingList = waitingListOf(campaign.policy, stage, card);
    const fullToo = stage?.shows === 'all' || waitingList !== null;
    const next = may ? chooseNext(schools, offer.grades, seats.standing(id).pool, asked, fullToo) : null;
    const drafts = next?.choice.step === 'language' ? await prepare(who, looked, []) : null;
    return {
      child: { id, name: record.name },
      grades: offer.grades,
      grade: next?.grade ?? null,
      window: windowFor(next?.grade ?? null),
      place: card.place,
      line: card.line,
      waitingList,
      schoolDecides: schoolDecides(campaign.policy, stage, card),
      choice: next?.choice ?? null,
      microdistrict:
        offer.kind === 'offered' && offer.stage.zone === 'in_catchment_or_outside'
          ? microdistrictAmong(schools, looked.address, next?.grade ?? null)
          : null,
      countedAt: campaign.momentOf(at),
      draft: drafts?.enrolDraft ?? null,
      opening: openingOf(shows, card, drafts?.preparedDraft ?? null),
    };
  }

  const momentOr = (at: Date | null) => (at === null ? null : campaign.momentOf(at));

  function windowFor(grade: number | null) {
    return windowView(windowAt(campaign.policy, campaign.now(), grade === null ? null : [grade]));
  }

  function offerFor(record: ChildRecord, seats: Seats, address: Located, grade?: number) {
    return offerTo(campaign.policy, campaign.now(), factsOf(record), seats.standing(record.id), address.facts, grade);
  }

  function cardOf(record: ChildRecord, { seats, lines }: Held, address: Located, grade?: number): ChildCard {
    const { id, name, birthDate } = record;
    const state = seats.state(id);
    const offer = offerFor(record, seats, address, grade);
    const settled = state === 'enrolled' || state === 'waiting' || state === 'in_line';
    return {
      id,
      name,
      birthDate,
      state,
      place: seats.place(id),
      waiting: seats.waiting(id),
      line: lines.get(id) ?? null,
      refusal: settled || offer.kind === 'offered' ? null : offer.refusal,
      doubtfulSince: momentOr(record.doubtfulSince),
    };
  }

  function prepare(who: SignedIn, { card, seats, drafts, offer, shows, address }: Looked, pools: readonly PoolRow[]) {
    const grades = offer.grades.map((open) => open.grade);
    const basisIn = (stage: Stage | undefined | null) => (stage ? basisOf(stage, pools, grades) : null);
    const preparation = {
      campaign: campaign.id,
      policy: campaign.policy,
      now: campaign.now(),
      card,
      cancellations: seats.standing(card.id).cancellations,
      basis: basisIn(shows.open),
      ahead: basisIn(shows.ahead?.stage),
      served: servedBy(address, pools),
    };
    return prepareDrafts((work) => transact(database, `person:${who.person}`, work), who.person, now(), preparation, drafts);
  }

  async function findSeats(reader: Reader, children: readonly string[]) {
    return {
      places: await findPlaces(reader, campaign.id, children),
      arrivals: await findLatestArrivals(reader, campaign.id, children),
    };
  }

  async function seatsOf({ places, arrivals }: Awaited<ReturnType<typeof findSeats>>): Promise<Seats> {
    const named = [...places.map((place) => place.school), ...arrivals.map((act) => act.released?.school ?? null)];
    const schools = await school.views([...new Set(named.filter((id) => id !== null))]);
    return seatsFrom(
      places,
      arrivals.map(({ received_at, ...act }) => ({ ...act, at: campaign.momentOf(received_at) })),
      schools,
      (stage) => stageOf(campaign.policy, stage).closes <= campaign.now(),
    );
  }

  /** Somebody asked for what is not theirs: told that there is no such thing, and written down. */
  function stranger(who: SignedIn, act: string, subject: string): Promise<null> {
    return noteStranger(database, parts.clock, {
      person: who.person,
      act,
      campaign: campaign.id,
      subject: isUuid(subject) ? subject : null,
    });
  }

  return {
    family,
    child,
    choose,
    prepared: preparedFinder(child, school),
    enrol: (who, act) => register.claim({ ...act, act: 'enrol', by: { session: who.tokenHash } }),
    decline: (who, act) => register.claim({ ...act, act: 'decline', by: { session: who.tokenHash } }),
    withdraw: (who, act) => register.claim({ ...act, act: 'withdraw', by: { session: who.tokenHash } }),
    reasons: () => reasonsToDecline(campaign.policy),
  };
}
