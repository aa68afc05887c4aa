import assert from 'node:assert/strict';
import fc from 'fast-check';
import { moment } from '#domain/core/day.ts';
import { policies } from '#domain/policy/registry.ts';
import type { Policy } from '#domain/policy/policy.ts';
import { type Spoken, spokenLanguages } from '#lib/messages.ts';
import { makePopulation } from '#simulators/population/make-population.ts';
import { openTown, type Town } from '#test/support/town.ts';
import { type Ledger, openLedger } from './ledger.ts';
import { type People, peopleOf, sessionCookie } from './people.ts';
import { type Reach, type Reached, reachOf } from './reach.ts';
import { roughBrowser } from './rough-browser.ts';
import { type Step, type StepKind, walkerIn } from './walker.ts';

/** Days on which people come: before it opens, in stage 1, in its last minute, in the gap, in stage 2, after it, in the school year. */
const moments = [
  '2025-03-20T12:00',
  '2025-05-12T10:00',
  '2025-05-12T10:00',
  '2025-06-01T23:59',
  '2025-06-02T08:30',
  '2025-06-10T12:00',
  '2025-08-15T23:50',
  '2025-08-16T09:00',
  '2025-09-15T10:00',
] as const;

/** `weights` are whole numbers. */
export type WalksPlan = {
  /** The law of the town, if another than usual, and the days on which its people come. */
  readonly abroad?: { readonly policy: Policy; readonly moments: readonly string[] };
  readonly reached: Reached;
  readonly walks: number;
  readonly seed: number;
  readonly weights: Readonly<Record<StepKind, number>>;
  readonly signedIn: boolean;
};

type Walk = {
  readonly anybody: number;
  readonly language: Spoken;
  readonly at: string;
  readonly signedOutFirst: boolean;
  readonly steps: readonly Step[];
};

/**
 * Whoever walks is signed in while the registers answer, so that her children are known from the beginning. The breaker would go on resting from the
 * walk before, in which they did not answer; it has tests of its own.
 */
const walkTerms = { REGISTER_TIMEOUT_SECONDS: '5', REGISTER_FAILURES: '1000000', FILES_PER_DAY: '1000' };

/** Lets people walk about a town of their own at random, and judges every page they see. `SEED=` in the environment walks the same walks again. */
export async function walkAbout(plan: WalksPlan, tell: (line: string) => void): Promise<void> {
  const seed = Number(process.env['SEED'] ?? plan.seed);
  const policy = plan.abroad?.policy ?? policies['kg-2025'];
  const population = makePopulation({ seed: 7, families: 120, campaign: policy });
  const town = await openTown({ pages: 'build', policy, population, env: walkTerms });
  const ledger = await openLedger(town);
  const reach = await reachOf(town);
  const grounds = { town, ledger, reach, people: peopleOf(town, ledger), signedIn: plan.signedIn };
  let taken = 0;
  try {
    const property = fc.asyncProperty(walkArbitrary(plan), async (walk) => {
      taken += 1;
      await oneWalk(grounds, walk, `SEED=${seed}, walk ${taken}`);
    });
    await fc.assert(property, { seed, numRuns: plan.walks, endOnFailure: true });
    // A way that few people take may have been missed: more people walk until somebody has taken it.
    for (let more = 1; more <= 6 && reach.missed(plan.reached).length > 0; more += 1)
      await fc.assert(property, { seed: seed + more, numRuns: Math.ceil(plan.walks / 3), endOnFailure: true });
    const acts = await ledger.count('select count(*) from arrival');
    assert.ok(plan.signedIn ? acts > plan.walks / 20 : acts === 0, `${acts} acts on seats`);
    if (process.env['SEED'] === undefined) reach.covers(plan.reached);
  } finally {
    tell([`SEED=${seed}: ${taken} walks`, ...reach.lines()].join('\n'));
    await ledger.close();
    await town.close();
  }
}

type Grounds = {
  readonly town: Town;
  readonly ledger: Ledger;
  readonly people: People;
  readonly reach: Reach;
  readonly signedIn: boolean;
};

/** One walk from its first page to the look into the books after it. Throws with the story of the walk. */
async function oneWalk({ town, ledger, people, reach, signedIn }: Grounds, walk: Walk, name: string): Promise<void> {
  town.setClock(moment(walk.at));
  const browser = roughBrowser(walk.language, reach.note);
  const person = signedIn ? await people.enter(browser, walk.anybody) : null;
  if (walk.signedOutFirst) browser.setCookie(town.origin, sessionCookie, null);
  const mark = await ledger.now();
  const walker = walkerIn({ town, people, isNew: reach.isNew }, walk.language, browser, person);
  try {
    await walker.begin();
    for (const step of walk.steps) await walker.take(step);
    await ledger.onlyOf(mark, person === null ? null : await people.known(person));
    await ledger.holds();
  } catch (fault) {
    const who = person === null ? 'nobody' : `${person.adult.name.given} ${person.adult.name.surname}`;
    throw new Error(`${name}, ${walk.language}, ${walk.at}, ${who}:\n  ${walker.told.join('\n  ')}\n${String(fault)}`, { cause: fault });
  } finally {
    await walker.end();
  }
}

function walkArbitrary({ weights, abroad }: WalksPlan): fc.Arbitrary<Walk> {
  const kinds = Object.entries(weights) as readonly (readonly [StepKind, number])[];
  const kind = fc.oneof(...kinds.map(([value, weight]) => ({ weight, arbitrary: fc.constant(value) })));
  const step = fc.record({ kind, throws: fc.tuple(fc.nat(), fc.nat(), fc.nat()) });
  return fc.record({
    // Half of those who walk are of the families that show every case once.
    anybody: fc.oneof(fc.nat(31), fc.nat(9999)),
    language: fc.constantFrom<Spoken>(...spokenLanguages),
    at: fc.constantFrom(...(abroad?.moments ?? moments)),
    signedOutFirst: fc.integer({ min: 0, max: 9 }).map((one) => one === 0),
    steps: fc.array(step, { minLength: 8, maxLength: 12, size: 'max' }),
  });
}
