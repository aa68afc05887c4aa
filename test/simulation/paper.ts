import type { Decision } from '#domain/allocation/seat.ts';
import { addDays, type Day, dayOf } from '#domain/core/day.ts';
import { type Dice, diceOf } from '#test/support/dice.ts';
import type { BuildName } from './builds.ts';
import type { Act, Deed, Family, List, Story } from './land.ts';
import { type PlayedStory, playStory } from './played-story.ts';
import { judge } from './referee.ts';

/** What must hold whoever publishes what, and when. */
export const fairRules = [
  'a claim by address is decided on the boundaries in force at its turn',
  'the decision names the version it rests on',
  'looking changes nothing',
  'who publishes for another school throws no prepared claim back',
  'what holds of seats holds while boundaries move',
] as const;

export type FairRule = (typeof fairRules)[number];
export type Violation = { readonly rule: FairRule; readonly deed: number; readonly why: string };

export type FairVerdict = {
  readonly violations: readonly Violation[];
  /** Claims that got an answer, those decided by boundaries, and those whose answer hung on the last change at a school wished for. */
  readonly claims: number;
  readonly byBoundaries: number;
  readonly touched: number;
  readonly publications: number;
};

/** Plays a story and judges it with pencil and paper; then once without any look and once with many more, which must come to the same. */
export function judgeStory(story: Story, build: BuildName): FairVerdict {
  const told = playStory(story, build);
  const onPaper = followOnPaper(story, told);
  const seats = judge(told.season, told.played).broken.map(({ rule, deed }): Violation => ({
    rule: 'what holds of seats holds while boundaries move',
    ...{ deed: told.deedOf[deed] ?? -1, why: rule },
  }));
  const answers = answersOf(told);
  const looked = [withoutLooks(story), withMoreLooks(story, diceOf(story.seed + 7))].flatMap((other) =>
    looksMattered(story, answers, answersOf(playStory(other, build))),
  );
  return { ...onPaper, violations: [...onPaper.violations, ...seats, ...looked] };
}

function followOnPaper(story: Story, told: PlayedStory): FairVerdict {
  const paper = openPaper(story);
  const decisions = new Map(told.deedOf.map((deed, place) => [deed, told.played.decisions[place]]));
  const violations: Violation[] = [];
  let [claims, byBoundaries, touched, publications] = [0, 0, 0, 0];
  for (const [place, deed] of story.deeds.entries()) {
    const { act } = deed;
    if (act.kind === 'publishes') publications += 1;
    const decision = decisions.get(place);
    if (decision !== null && decision !== undefined && 'draft' in decision) claims += 1;
    if (act.kind !== 'claims') paper.note(act, deed);
    else if (decision !== null && decision !== undefined && 'draft' in decision) {
      const judged = paper.judge(act, deed, decision, told.rested.get(act.draft) ?? null);
      violations.push(...judged.wrong.map(({ rule, why }) => ({ rule, why, deed: place })));
      byBoundaries += judged.byBoundaries ? 1 : 0;
      touched += judged.touched ? 1 : 0;
    }
  }
  return { violations, claims, byBoundaries, touched, publications };
}

type Claim = Extract<Act, { readonly kind: 'claims' }>;
type Judged = { readonly wrong: readonly Omit<Violation, 'deed'>[]; readonly byBoundaries: boolean; readonly touched: boolean };

/** A calendar for each school on which every list is written on the day it begins, and a note of what it took the place of. */
function openPaper({ policy, pools, lists, homes: start, families }: Story) {
  const calendars = new Map<string, Map<Day, List>>();
  const tookPlaceOf = new Map<string, List | null>();
  const homes = new Map(start);
  const prepared = new Set<string>();
  const lookedAt = new Map<string, number>();
  const publishedBy: string[] = [];
  const familyOf = new Map(families.map((family) => [family.child, family]));

  function write(list: List): void {
    const calendar = calendars.get(list.school) ?? new Map<Day, List>();
    tookPlaceOf.set(list.version, onDay(calendar, list.fromDay) ?? onDay(calendar, addDays(list.fromDay, -1)));
    calendars.set(list.school, calendar.set(list.fromDay, list));
  }
  for (const list of lists) write(list);

  function onDay(calendar: ReadonlyMap<Day, List> | undefined, on: Day): List | null {
    const day = [...(calendar?.keys() ?? [])]
      .filter((begins) => begins <= on)
      .sort()
      .at(-1);
    return day === undefined ? null : (calendar?.get(day) ?? null);
  }

  const livesIn = (list: List | null, people: readonly string[]) =>
    people.some((person) => {
      const home = homes.get(person);
      const houses = list?.houses.get(home?.streetId ?? -1);
      return houses === 'all' || houses?.has(Number(home?.house)) === true;
    });

  const gradeIsOpen = ({ child, born }: Family, grade: number) =>
    policy.cohorts.some(
      (cohort) =>
        cohort.grade === grade && cohort.bornFrom <= born && born <= cohort.bornTo && (cohort.condition === 'none' || prepared.has(child)),
    );

  return {
    note(act: Exclude<Act, Claim>, _deed: Deed): void {
      if (act.kind === 'publishes') {
        write(act.list);
        publishedBy.push(act.list.school);
      } else if (act.kind === 'moves house') homes.set(act.person, act.home);
      else if (act.kind === 'is listed as prepared') prepared.add(act.child);
      else if (act.kind === 'looks') lookedAt.set(`${act.person} ${act.child}`, publishedBy.length);
    },

    judge(act: Claim, { at }: Deed, decision: Decision, rested: { readonly versions: ReadonlyMap<number, string> } | null): Judged {
      const stage = policy.stages.find(({ opens, closes }) => opens <= at && at < closes);
      const family = familyOf.get(act.child) as Family;
      if (stage?.shows !== 'catchment') {
        const wrong = rested === null ? [] : [{ rule: fairRules[1], why: 'a version where no boundaries decide' } as const];
        return { wrong, byBoundaries: false, touched: false };
      }
      const people = policy.applicants.addressOf.whose === 'applicant' ? [act.person] : family.parents;
      const each = act.wishes.map((wish) => {
        const pool = pools.find(({ id }) => id === wish);
        const list = onDay(calendars.get(pool?.school ?? ''), dayOf(at));
        const isServed = livesIn(list, people);
        const before = list === null ? false : livesIn(tookPlaceOf.get(list.version) ?? null, people);
        return {
          wish,
          school: pool?.school,
          list,
          isServed,
          isChanged: isServed !== before,
          isOpen: pool !== undefined && gradeIsOpen(family, pool.grade),
        };
      });
      const may = each.every(({ isServed, isOpen }) => isServed && isOpen);
      const wrong = [...rightlyDecided(decision, may), ...rightlyNamed(decision, rested)];
      return { wrong, byBoundaries: true, touched: each.some(({ isChanged }) => isChanged) };

      function rightlyDecided({ outcome, refusal }: Decision, allowed: boolean): Judged['wrong'] {
        const isGiven =
          outcome === 'enrolled' || outcome === 'queued' || refusal?.kind === 'no_places' || refusal?.kind === 'already_in_line';
        if (isGiven && !allowed) return [{ rule: fairRules[0], why: `${outcome} though the list in force does not serve it` }];
        if (refusal?.kind !== 'school_not_offered' || !allowed) return [];
        const looked = lookedAt.get(`${act.person} ${act.child}`);
        const since = looked === undefined ? [] : publishedBy.slice(looked);
        const isPreparedAndOfOthers = since.length > 0 && !since.some((school) => each.some((one) => one.school === school));
        return [{ rule: isPreparedAndOfOthers ? fairRules[3] : fairRules[0], why: 'refused though the list in force serves it' }];
      }

      function rightlyNamed({ outcome, pool, applied }: Decision, ground: typeof rested): Judged['wrong'] {
        if (outcome !== 'enrolled' && outcome !== 'queued') return [];
        const seat = outcome === 'enrolled' ? pool : applied;
        const due = each.find(({ wish }) => wish === seat)?.list?.version;
        return ground?.versions.get(seat ?? 0) === due ? [] : [{ rule: fairRules[1], why: `it rests on ${due}` }];
      }
    },
  };
}

/** Every answer in words, by draft: also what those in line were given. */
function answersOf({ played }: PlayedStory): ReadonlyMap<string, string> {
  const all = [...played.decisions, ...[...played.advances.values()].flat()];
  return new Map(all.flatMap((decision) => (decision !== null && 'draft' in decision ? [[decision.draft, JSON.stringify(decision)]] : [])));
}

function looksMattered({ deeds }: Story, answers: ReadonlyMap<string, string>, others: ReadonlyMap<string, string>): readonly Violation[] {
  const deed = deeds.findIndex(({ act }) => 'draft' in act && answers.get(act.draft) !== others.get(act.draft));
  const rule = 'looking changes nothing';
  return deed < 0 ? [] : [{ rule, deed, why: 'another answer when others looked, or nobody' }];
}

function withoutLooks(story: Story): Story {
  return keeping(
    story,
    story.deeds.map((deed) => (deed.act.kind === 'looks' ? [] : [deed])),
  );
}

function withMoreLooks(story: Story, dice: Dice): Story {
  const look = (deed: Deed): readonly Deed[] => {
    const { child, parents } = dice.pick(story.families);
    return [...(dice.chance(0.5) ? [{ ...deed, act: { kind: 'looks' as const, person: dice.pick(parents), child } }] : []), deed];
  };
  return keeping(story, story.deeds.map(look));
}

/** A story with other deeds in the place of each; the batches begin where they began. */
export function keeping(story: Story, instead: readonly (readonly Deed[])[]): Story {
  const deeds: Deed[] = [];
  const cuts = new Set<number>();
  instead.forEach((some, place) => {
    if (story.cuts.has(place)) cuts.add(deeds.length);
    deeds.push(...some);
  });
  return { ...story, deeds, cuts };
}
