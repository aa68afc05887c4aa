import { randomUUID } from 'node:crypto';
import { windowAt } from '#domain/application/windows.ts';
import { actOfSource, type Need, needsSecond } from '#domain/access/two-persons.ts';
import type { ProposedAct } from '#domain/addition/proposal.ts';
import { type BoundaryLine, type BoundaryVersion, changedStreets } from '#domain/catchment/boundary-version.ts';
import { isSameList } from '#domain/catchment/taken-back.ts';
import { type Day, dayOf, type Moment } from '#domain/core/day.ts';
import type { CampaignService } from '../campaign/service.ts';
import { type Actor, type Reader, readerOf, type Tx } from '../db/transaction.ts';
import { append } from '../journal/store.ts';
import type { Publication, Published, PublishRefusal } from './service-publication.ts';
import { findLines, findNumbers, findVersionsByKeys, findVersionsOn } from './store-boundaries.ts';
import { findDistrictsOfSchools, findDistrictsOfStreets, findProposalByKey, insertProposal } from './store-proposals.ts';

/**
 * Publishes lists by `publish`, after the gate: {@link passGate}. The answer has a version for each list, that in force where the list says nothing new.
 */
export async function throughGate(
  tx: Tx,
  campaign: Campaign,
  who: { readonly actor: Actor; readonly at: Date },
  publications: readonly Publication[],
  about: About | undefined,
  publish: (free: readonly Publication[]) => Promise<Published<readonly BoundaryVersion[]>>,
): Promise<Published<readonly BoundaryVersion[]>> {
  const today = dayOf(campaign.now());
  const early = publications.filter(({ fromDay }) => fromDay < today);
  if (early.length > 0) return { kind: 'refused', refusals: early.map(({ school }) => ({ kind: 'past_day', school, today })) };
  const passed = await passGate(tx, campaign, who, publications, about);
  if (passed.kind !== 'free') return passed;
  const published = await publish(passed.publications);
  if (published.kind !== 'published') return published;
  const made = new Map(passed.publications.map(({ school }, place) => [school, published.version[place]]));
  const versions = publications.map(({ school }) => (made.get(school) ?? passed.standing.get(school)) as BoundaryVersion);
  return { kind: 'published', version: versions };
}

/** What a publication belongs to, where it is more than a director's edit. */
export type About = {
  readonly act?: ProposedAct;
  readonly file?: string;
  readonly request?: string;
  /** The key of the whole act, where it publishes several lists. */
  readonly key?: string;
};

/** What is done with lists that somebody wants to publish. */
type Passed =
  /** Publish these; the others say nothing new, and what is in force at those schools stays. */
  | { readonly kind: 'free'; readonly publications: readonly Publication[]; readonly standing: ReadonlyMap<string, BoundaryVersion> }
  /** Somebody else must agree first. */
  | { readonly kind: 'waiting'; readonly proposal: string }
  | { readonly kind: 'refused'; readonly refusals: readonly PublishRefusal[] };

type Campaign = Pick<CampaignService, 'id' | 'policy' | 'now'>;

/**
 * Where every list goes through before it is published, whatever it comes from. A list that says what is in force is no version. Houses of another
 * district's streets wait for that district's yes, and while families may claim, houses that change their school for a second person's. KG22-9, KG25-18.4.
 */
async function passGate(
  tx: Tx,
  campaign: Campaign,
  { actor, at }: { readonly actor: Actor; readonly at: Date },
  publications: readonly Publication[],
  about: About = {},
): Promise<Passed> {
  const reader = readerOf(tx);
  const made = new Set(
    (
      await findVersionsByKeys(
        reader,
        publications.map(({ key }) => key),
      )
    ).map(({ key }) => key),
  );
  const standing = await standingAt(reader, campaign.id, publications);
  const fresh = publications.filter(({ school, lines, key, over }) => {
    const own = standing.get(school);
    if (made.has(key) || own?.version === undefined || (over !== undefined && over !== own.number)) return true;
    return !isSameList(lines, own.lines);
  });
  const same = new Map(
    publications.flatMap(({ school }) => {
      const version = standing.get(school)?.version;
      return version === undefined || fresh.some((one) => one.school === school) ? [] : [[school, version] as const];
    }),
  );
  const asked = fresh.filter(({ key }) => !made.has(key));
  // The machine enters what a person may not: the first lists, before anybody has an office.
  if (!actor.startsWith('person:') || asked.length === 0) return { kind: 'free', publications: fresh, standing: same };
  const key = about.key ?? (asked.length === 1 ? asked[0]?.key : undefined) ?? randomUUID();
  const before = await findProposalByKey(reader, key);
  if (before?.state === 'waiting') return { kind: 'waiting', proposal: before.id };
  if (before?.state === 'refused') return { kind: 'refused', refusals: [{ kind: 'not_agreed', school: asked[0]?.school ?? '' }] };
  const moved = meantOver(asked, standing);
  const needs = await needsOf(reader, campaign, about.act, moved);
  if (needs.length === 0) return { kind: 'free', publications: withOver(fresh, standing, made), standing: same };
  const outdated = asked.filter(({ school, over }) => over !== undefined && over !== (standing.get(school)?.number ?? 0));
  if (outdated.length > 0)
    return {
      kind: 'refused',
      refusals: outdated.map(({ school }) => ({ kind: 'changed_meanwhile', school, number: standing.get(school)?.number ?? 0 })),
    };
  return { kind: 'waiting', proposal: await propose(tx, campaign, { actor, at }, { lists: moved, needs, about, key }) };
}

/** A list with what it would take the place of. */
export type Moved = Publication & { readonly over: number; readonly before: readonly BoundaryLine[] };

/** Which yeses lists need: those of other districts for their ground, and a second person's for schools whose houses change while families may claim. */
export async function needsOf(
  reader: Reader,
  { policy, now }: Campaign,
  act: ProposedAct | undefined,
  moved: readonly Moved[],
): Promise<readonly Need[]> {
  const streets = new Map(moved.map((one) => [one.school, changedStreets(one.before, one.lines)]));
  const [ofSchool, ofStreet] = await Promise.all([
    findDistrictsOfSchools(reader, [...streets.keys()]),
    findDistrictsOfStreets(reader, [...new Set([...streets.values()].flat())]),
  ]);
  const needs = new Map<string, Need>();
  const ask = (need: Need['need'], district: number) => needs.set(`${need}:${district}`, { need, district });
  for (const { school, source, fromDay } of moved) {
    const [own, changed] = [ofSchool.get(school), streets.get(school) ?? []];
    if (own === undefined) continue;
    const at: readonly Moment[] = [now(), `${fromDay}T00:00:00` as Moment];
    const windows = at.map((moment) => windowAt(policy, moment).kind);
    if (needsSecond(act ?? actOfSource[source], windows, changed.length > 0)) ask('second', own);
    for (const street of changed) {
      const district = ofStreet.get(street);
      if (district !== undefined && district !== own) ask('ground', district);
    }
  }
  return [...needs.values()];
}

type Standing = ReadonlyMap<
  string,
  { readonly number: number; readonly version: BoundaryVersion | undefined; readonly lines: readonly BoundaryLine[] }
>;

/** What each list would take the place of: what is in force at its school on its day. */
export async function standingAt(
  reader: Reader,
  campaign: string,
  publications: readonly Pick<Publication, 'school' | 'fromDay'>[],
): Promise<Standing> {
  const found = new Map<string, { number: number; version: BoundaryVersion | undefined; lines: readonly BoundaryLine[] }>();
  for (const [day, own] of Map.groupBy(publications, ({ fromDay }) => fromDay)) {
    const schools = own.map(({ school }) => school);
    const [numbers, versions] = await Promise.all([
      findNumbers(reader, campaign, schools, day),
      findVersionsOn(reader, campaign, schools, day),
    ]);
    const lines = await findLines(
      reader,
      versions.map(({ id }) => id),
    );
    for (const school of schools) {
      const version = versions.find((one) => one.school === school);
      found.set(school, { number: numbers.get(school)?.number ?? 0, version, lines: lines.get(version?.id ?? '') ?? [] });
    }
  }
  return found;
}

function meantOver(publications: readonly Publication[], standing: Standing): readonly Moved[] {
  return publications.map((one) => {
    const { number = 0, lines = [] } = standing.get(one.school) ?? {};
    return { ...one, over: one.over ?? number, before: lines };
  });
}

/** What was looked at here is what is written over: a change that comes between is told, not overwritten. */
function withOver(publications: readonly Publication[], standing: Standing, made: ReadonlySet<string>): readonly Publication[] {
  return publications.map((one) =>
    made.has(one.key) || one.over !== undefined ? one : { ...one, over: standing.get(one.school)?.number ?? 0 },
  );
}

async function propose(
  tx: Tx,
  campaign: Campaign,
  { actor, at }: { readonly actor: Actor; readonly at: Date },
  {
    lists,
    needs,
    about,
    key,
  }: { readonly lists: readonly Moved[]; readonly needs: readonly Need[]; readonly about: About; readonly key: string },
): Promise<string> {
  const reader = readerOf(tx);
  const [first] = lists as readonly [Moved];
  const act = about.act ?? (actOfSource[first.source] as ProposedAct);
  const districts = await findDistrictsOfSchools(reader, [first.school]);
  const id = await insertProposal(tx, {
    ...{ campaign: campaign.id, district: districts.get(first.school) ?? 0, act, key, needs },
    ...{ importId: about.file ?? null, requestId: about.request ?? null },
    ...{ fromDay: first.fromDay, ground: first.ground, askedBy: actor, askedAt: at },
    lists: lists.map(({ school, over, source, key: own, lines }) => ({ school, over, source, key: own, lines })),
  });
  if (id === null) return (await findProposalByKey(reader, key))?.id ?? '';
  const detail = { act, schools: lists.map(({ school }) => school), from: first.fromDay, needs };
  await append(tx, [{ at, actor, act: 'boundaries.proposed', campaign: campaign.id, subject: id, detail }]);
  return id;
}

/** The day a proposal takes effect when it is agreed to: the day it names, or today when that has passed. */
export function dayAgreed(fromDay: Day, now: Moment): Day {
  const today = dayOf(now);
  return fromDay < today ? today : fromDay;
}
