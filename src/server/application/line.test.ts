import assert from 'node:assert/strict';
import { after, before, test } from 'node:test';
import type { Policy } from '#domain/policy/policy.ts';
import { policies } from '#domain/policy/registry.ts';
import { moment } from '#domain/core/day.ts';
import { crowdedPopulation, pageOf, type Parent, readyToEnrol, settle } from '#test/support/crowd.ts';
import { openTown, type Town } from '#test/support/town.ts';
import { until } from '#test/support/until.ts';

const law: Policy = { ...policies['kg-2025'], waitingList: { active: true, clause: '21' } };
const { population, home } = crowdedPopulation(1);
let town: Town;
before(async () => {
  town = await openTown({ population, policy: law });
});
after(() => town.close());

const mektep = () => town.composed.mektep;
const claim = async (parent: Parent) => mektep().application.enrol(parent.who, await readyToEnrol(town, parent));
const historyOf = async (parent: Parent) => (await mektep().history.of(parent.who, parent.child, null))?.acts ?? [];

/** Waits for the worker. */
function noticesCome(parent: Parent, count: number): Promise<readonly string[]> {
  return until('the notice', async () => {
    const notices = await mektep().notice.latest(parent.who);
    return notices.length >= count && notices.map(({ kind, school }) => `${kind} ${school === null ? '' : 'at the school'}`.trim());
  });
}

test('KG25-21.13/free-places-only both parents read of the place in line, of the seat that came to it, and how it came', async () => {
  const [[holder], [mother, father], [leaver]] = (await settle(town, home, 3, { parents: 2 })) as unknown as [
    [Parent],
    [Parent, Parent],
    [Parent],
  ];
  await claim(holder);
  await claim(mother);
  await claim(leaver);
  await mektep().application.withdraw(leaver.who, { draft: (await pageOf(town, leaver)).withdrawDraft ?? '' });
  await mektep().application.decline(holder.who, { draft: (await pageOf(town, holder)).declineDraft ?? '', reason: 'next_year' });
  for (const parent of [mother, father]) assert.deepEqual(await noticesCome(parent, 2), ['advanced at the school', 'queued at the school']);
  assert.deepEqual(await noticesCome(leaver, 2), ['left_line', 'queued at the school']);
  const told = (acts: Awaited<ReturnType<typeof historyOf>>) =>
    acts.map(
      ({ kind, by, free, clause, seat }) => `${kind} by ${by}, ${free} free, clause ${clause}, ${seat === null ? 'no seat' : 'a seat'}`,
    );
  assert.deepEqual(told(await historyOf(mother)), [
    'advanced by system, 1 free, clause 21, a seat',
    'queued by you, 0 free, clause 21, a seat',
  ]);
  assert.deepEqual(
    told(await historyOf(father)).map((line) => line.split(',')[0]),
    ['advanced by system', 'queued by other_parent'],
  );
  assert.deepEqual(told(await historyOf(leaver)), [
    'left_line by you, null free, clause 21, no seat',
    'queued by you, 0 free, clause 21, a seat',
  ]);
});

test('what the family’s list shows of a child in line, and that a child with a place is offered no line', async () => {
  const [[one]] = (await settle(town, home, 1)) as unknown as [[Parent]];
  await claim(one);
  const { children } = await mektep().application.family(one.who);
  assert.deepEqual(
    [children[0]?.state, children[0]?.line?.wishes.map(({ before }) => before), children[0]?.refusal],
    ['in_line', [0], null],
  );
  const { proposals, waitingList } = await pageOf(town, one);
  assert.deepEqual([proposals[0]?.pools[0]?.free, waitingList], [0, { clause: '21' }]);
  const choice = await mektep().application.choose(one.who, one.child, { grade: null, region: null, district: null, school: null });
  assert.equal(choice?.choice, null, 'nothing is chosen freely in the first stage');
});

test('in the stage of free choice full schools can be chosen as well, and say how long their line is', async () => {
  const [[one], [two]] = (await settle(town, home, 2)) as unknown as [[Parent], [Parent]];
  town.setClock(moment('2025-06-02T09:00:10'));
  const school = (await pageOf(town, one)).proposals[0]?.school.id ?? '';
  const choose = (parent: Parent) =>
    mektep().application.choose(parent.who, parent.child, { grade: null, region: null, district: null, school });
  const page = await choose(one);
  assert.ok(page?.choice?.step === 'language' && page.draft !== null);
  const [pool] = page.choice.pools;
  assert.deepEqual([pool?.free, pool?.inLine, page.waitingList], [0, 0, { clause: '21' }]);
  const answer = await mektep().application.enrol(one.who, { draft: page.draft, wishes: [pool?.id ?? 0] });
  assert.equal(answer.kind === 'answered' && answer.arrival.outcome, 'queued');
  const later = await choose(two);
  assert.deepEqual(later?.choice?.step === 'language' && later.choice.pools.map(({ inLine }) => inLine), [1]);
  assert.equal((await choose(one))?.line?.wishes[0]?.before, 0, 'the page says which line would be given up');
});
