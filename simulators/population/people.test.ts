import assert from 'node:assert/strict';
import { test } from 'node:test';
import fc from 'fast-check';
import { drawBoundary, resolve } from '#domain/catchment/resolve.ts';
import { rangeHabit } from '#domain/catchment/house-list.ts';
import { everyTag } from './family-plans.ts';
import { makePopulation, openPeople, type PopulationPlan } from './make-population.ts';
import { households, type People } from './people.ts';
import { personas } from './personas.ts';
import { planFromWords, planInWords } from './plan-in-words.ts';
import type { Home } from './population.ts';

const republic = (seed: number, families: number): PopulationPlan => ({ seed, families, scale: 'republic' });
const years = (from: string, to: string, grade: number) =>
  ({ bornFrom: `${from}-01-01`, bornTo: `${to}-12-31`, grade, condition: 'none' }) as NonNullable<
    PopulationPlan['campaign']
  >['cohorts'][number];
const kazakh: PopulationPlan = {
  ...republic(3, 400),
  campaign: { country: 'KZ', year: 2026, cohorts: [years('2019', '2020', 1), years('2018', '2019', 2), years('2009', '2010', 11)] },
};

test('the same seed makes the same people in whatever order they are asked for, listed or not', () => {
  const plan = republic(11, 300);
  const listed = makePopulation(plan);
  fc.assert(
    fc.property(fc.shuffledSubarray([...listed.families.keys()], { minLength: 1 }), (places) => {
      const people = openPeople(plan);
      for (const place of places) assert.deepEqual(people.household(place).family, listed.families[place]);
    }),
    { numRuns: 10 },
  );
  const people = openPeople(plan);
  for (const adult of listed.adults.toReversed()) assert.deepEqual(people.adult(adult.pin), adult);
  for (const child of listed.children.toReversed()) assert.deepEqual(people.child(child.pin), child);
});

test('among 200,000 families every person is found by the number, and nobody by a number that was never given', () => {
  fc.assert(
    fc.property(fc.integer(), (seed) => {
      const people = openPeople(republic(seed, 200_000));
      for (let place = seed & 1023; place < people.families; place += 2003) {
        const { family, adults, children, links } = people.household(place);
        for (const adult of adults) assert.deepEqual(people.adult(adult.pin), adult);
        for (const child of children) assert.deepEqual(people.child(child.pin), child);
        const [first] = family.parents;
        const linked = links.filter(({ parent }) => parent === first).map(({ child }) => child);
        assert.deepEqual(people.childrenOf(first ?? ''), linked);
        const neighbour = String(Number(first) + 1).padStart(14, '0');
        const found = people.adult(neighbour);
        assert.ok(found === undefined || found.pin === neighbour);
      }
    }),
    { numRuns: 2 },
  );
});

for (const [what, plan, enough] of [
  ['a town', { seed: 5, families: 500 }, 800],
  ['the republic', republic(5, 5000), 12_000],
  ['a republic in Kazakh years', kazakh, 700],
] as const) {
  test(`the schools of every address in ${what} are those that its acts give it when read`, () => {
    const people = openPeople(plan);
    const resolver = resolverOf(people);
    let read = 0;
    for (const { adults } of households(people)) {
      for (const { home, lives } of adults) {
        for (const { address, schoolIds } of [home, lives]) {
          assert.deepEqual(resolver(address), schoolIds.toSorted(), `${address.streetId} ${address.house}`);
          read += 1;
        }
      }
    }
    assert.ok(read > enough, String(read));
  });
}

test('the republic has nine regions, every district has schools, and there are about as many seats as children', () => {
  const people = openPeople(republic(1, 5000));
  assert.equal(new Set(people.districts.map(({ regionId }) => regionId)).size, 9);
  assert.ok(people.schools.length >= 60);
  const withSchool = new Set(people.schools.map(({ districtCode }) => districtCode));
  assert.ok(people.districts.every(({ code }) => withSchool.has(code)));
  const languages = new Set(people.schools.flatMap((school) => school.languages));
  assert.deepEqual([...languages].toSorted(), ['ky', 'ru', 'tg', 'uz']);
  const seats = people.schools.flatMap((school) => school.seats).reduce((sum, pool) => sum + pool.seats, 0);
  const children = [...households(people)].reduce((sum, household) => sum + household.children.length, 0);
  assert.ok(seats > children * 0.85 && seats < children * 1.15, `${seats} seats, ${children} children`);
});

for (const plan of [republic(2, 20_000), { ...kazakh, families: 20_000 }]) {
  const country = plan.campaign?.country ?? 'KG';
  test(`no two places of the country ${country} have one key, no two streets of a district one name, and every name stands in both languages`, () => {
    const { districts, streets, schools } = openPeople(plan);
    for (const keys of [
      districts.map(({ districtId }) => districtId),
      districts.map(({ code }) => code),
      streets.map(({ id }) => id),
      schools.map(({ id }) => id),
    ]) {
      assert.equal(new Set<string | number>(keys).size, keys.length);
    }
    const own = country === 'KG' ? 'ky' : 'kk';
    for (const language of ['ru', own] as const) {
      const names = streets.map(({ districtCode, name }) => `${districtCode} ${name[language]}`);
      assert.deepEqual([...new Set(names.filter((name, index) => names.indexOf(name) !== index))], []);
    }
    for (const { name } of [...districts, ...streets, ...schools]) {
      const written = `${name.ru}${name[own] ?? ''}`;
      assert.ok(name[own] !== undefined && !/[A-Za-z]/.test(written) && name.ru !== '' && name[own] !== '', JSON.stringify(name));
    }
  });
}

test('the republic opens with every case there is, each with somebody to sign in as', () => {
  const people = openPeople(republic(1, 5000));
  assert.deepEqual(
    everyTag.map((_, place) => people.household(place).family.tag),
    everyTag,
  );
  const shown = new Set(personas(people).map(({ tag }) => tag));
  for (const tag of everyTag) assert.ok(shown.has(tag) || ['one_child', 'second_grader', 'mother_alone'].includes(tag), tag);
  const tags = new Set(makePopulation({ seed: 1, families: 100 }).families.map(({ tag }) => tag));
  for (const tag of everyTag) assert.ok(tags.has(tag), `a town of a hundred families has no ${tag}`);
});

test('a guardian, somebody who moved, a teacher, a soldier, a kairylman and a family without documents are what their case says', () => {
  const people = openPeople(republic(9, 5000));
  for (const { family, adults, children, links } of households(people)) {
    const [mother, father] = adults;
    const region = (home: Home | undefined) => home?.address.regionId;
    if (family.tag === 'guardian') {
      const [guardian] = family.guardians;
      assert.ok(
        guardian !== undefined &&
          links.every(({ parent }) => parent !== guardian) &&
          children.every(({ motherPin }) => motherPin !== guardian),
      );
    }
    if (family.tag === 'moved') assert.notEqual(region(mother?.home), region(mother?.lives));
    if (family.tag === 'school_staff') {
      assert.ok(mother?.entitlement?.kind === 'school_staff');
      const { schoolId } = mother.entitlement;
      assert.ok(people.schools.some(({ id }) => id === schoolId) && !mother.home.schoolIds.includes(schoolId));
    }
    if (family.tag === 'military') assert.deepEqual([mother?.entitlement, father?.entitlement?.kind], [null, 'military']);
    if (family.tag === 'kairylman')
      assert.deepEqual([mother?.entitlement?.kind, mother?.citizenship === 'KGZ', mother?.passport], ['ethnic_kyrgyz', false, null]);
    if (family.tag === 'no_documents') assert.deepEqual([mother?.passport, children[0]?.certificate, links.length], [null, null, 0]);
    if (family.tag === 'one_letter_patronymic') assert.equal(mother?.name.patronymic?.length, 1);
    if (family.tag === 'no_patronymic') assert.ok([...adults, ...children].every(({ name }) => name.patronymic === null));
    if (family.tag === 'own_letters') assert.match(`${mother?.name.given} ${mother?.name.surname}`, /[ңөү].* .*[ңөү]/i);
    assert.ok(family.tag === 'moved' || region(mother?.home) === region(mother?.lives));
  }
});

test('the children of another campaign are born in its own years and enter its own grades', () => {
  const cohorts = [{ ...years('2014', '2016', 1), bornFrom: '2014-09-02', bornTo: '2016-09-01' } as const];
  const people = openPeople({ ...republic(4, 600), campaign: { country: 'KG', year: 2022, cohorts } });
  assert.deepEqual([...new Set(people.schools.flatMap(({ seats }) => seats.map(({ grade }) => grade)))], [1]);
  const births = (tag: string) =>
    [...households(people)]
      .filter(({ family }) => family.tag === tag)
      .flatMap(({ children }) => children.map(({ birthDate }) => birthDate));
  for (const tag of ['one_child', 'two_children', 'twins'])
    assert.ok(
      births(tag).every((born) => born >= '2014-09-02' && born <= '2016-09-01'),
      tag,
    );
  assert.ok(births('too_young').every((born) => born > '2016-09-01'));
  assert.ok(births('older_than_8').every((born) => born < '2013'));
});

test('people of Kazakhstan have twelve digits, Kazakh names and places, and children of both lowest grades', () => {
  const people = openPeople(kazakh);
  const made = [...households(people)];
  const letters = new Set(
    made.flatMap(({ adults, children }) =>
      [...adults, ...children].flatMap(({ name }) => [...`${name.surname}${name.given}${name.patronymic ?? ''}`.toLowerCase()]),
    ),
  );
  for (const letter of 'әғқңөұүһі') assert.ok(letters.has(letter), letter);
  for (const { adults, children } of made) for (const { pin } of [...adults, ...children]) assert.match(pin, /^\d{12}$/);
  assert.deepEqual([...new Set(people.schools.flatMap(({ seats }) => seats.map(({ grade }) => grade)))], [1, 2]);
});

test('a plan survives its words, and words that are none are refused', () => {
  for (const plan of [republic(1, 5000), { seed: 2, families: 10 }, kazakh]) assert.deepEqual(planFromWords(planInWords(plan)), plan);
  assert.throws(() => planFromWords('{"seed":"one"}'), /no whole number/);
  assert.throws(() => planFromWords('5'), /not a plan/);
});

/** Reads the acts as the office does; answers the schools of an address. */
function resolverOf({ schools }: People) {
  const boundaries = schools.flatMap(({ id, act, catchment }) => {
    const habit = rangeHabit(catchment.map(({ houses }) => houses));
    return catchment.map((line) => drawBoundary({ schoolId: id, streetId: line.streetId, houses: line.houses, act }, habit));
  });
  const byStreet = Map.groupBy(boundaries, ({ streetId }) => streetId);
  return ({ streetId, house }: Home['address']): readonly string[] => {
    const resolution = resolve({ streetId, house }, byStreet.get(streetId ?? 0) ?? []);
    return resolution.kind === 'found' ? resolution.matches.map(({ schoolId }) => schoolId).toSorted() : [];
  };
}
