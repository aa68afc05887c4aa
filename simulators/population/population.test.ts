import assert from 'node:assert/strict';
import { test } from 'node:test';
import fc from 'fast-check';
import { addDays } from '#domain/core/day.ts';
import { openingTags } from './family-plans.ts';
import { makePopulation, openPeople } from './make-population.ts';
import { personas } from './personas.ts';
import { populationFromJson, populationToJson, type Child, type Population } from './population.ts';

const seeds = fc.integer();
const someRuns = { numRuns: 15 };

test('the same seed makes the same people, and a larger population begins with a smaller one', () => {
  fc.assert(
    fc.property(seeds, (seed) => {
      const small = makePopulation({ seed, families: 20 });
      const large = makePopulation({ seed, families: 40 });
      assert.deepEqual(makePopulation({ seed, families: 20 }), small);
      assert.deepEqual(large.adults.slice(0, small.adults.length), small.adults);
      assert.deepEqual(large.children.slice(0, small.children.length), small.children);
    }),
    someRuns,
  );
});

test('another seed makes other people', () => {
  assert.notDeepEqual(makePopulation({ seed: 1, families: 3 }).adults, makePopulation({ seed: 2, families: 3 }).adults);
});

test('no two people have one PIN, and each PIN tells sex and birth date', () => {
  fc.assert(
    fc.property(seeds, (seed) => {
      const { adults, children } = makePopulation({ seed, families: 200 });
      const people = [...adults, ...children];
      assert.equal(new Set(people.map((person) => person.pin)).size, people.length);
      for (const { pin, sex, birthDate } of people) {
        const [year = '', month = '', date = ''] = birthDate.split('-');
        assert.match(pin, /^\d{14}$/);
        assert.equal(pin.slice(0, 9), `${sex === 'female' ? 1 : 2}${date}${month}${year}`);
      }
    }),
    someRuns,
  );
});

test('twins share their birth date and their parents; other brothers and sisters are ten months apart', () => {
  fc.assert(
    fc.property(seeds, (seed) => {
      const population = makePopulation({ seed, families: 60 });
      for (const family of population.families) {
        const [first, second] = childrenOf(population, family.children);
        if (first === undefined || second === undefined) continue;
        assert.notEqual(first.name.given, second.name.given);
        assert.equal(first.motherPin, second.motherPin);
        if (family.tag === 'twins') assert.equal(first.birthDate, second.birthDate);
        else assert.ok(addDays(first.birthDate, 300) <= second.birthDate);
      }
    }),
    someRuns,
  );
});

test('every address truly lies in the catchments it is said to lie in', () => {
  const plan = { seed: 7, families: 500 };
  const { children, adults } = makePopulation(plan);
  const { schoolsOf } = openPeople(plan);
  for (const { home } of [...children, ...adults]) {
    const house = home.address.house.replace(' ', '').toLowerCase();
    assert.deepEqual(schoolsOf(home.address.streetId ?? 0, house), home.schoolIds);
  }
});

const expectations: readonly [tag: string, what: string, holds: (children: readonly Child[], population: Population) => boolean][] = [
  ['one_child', 'one school', ([child]) => child?.home.schoolIds.length === 1],
  ['two_schools', 'two schools', ([child]) => child?.home.schoolIds.length === 2],
  ['three_schools', 'three schools', ([child]) => child?.home.schoolIds.length === 3],
  ['no_school', 'no school', ([child]) => child?.home.schoolIds.length === 0],
  ['older_than_8', 'a child born in 2015, nine years old on 1 September 2025', ([child]) => child?.birthDate.startsWith('2015') === true],
  ['born_2017', 'a child born in 2017', ([child]) => child?.birthDate.startsWith('2017') === true],
  ['too_young', 'a child born in 2020', ([child]) => child?.birthDate.startsWith('2020') === true],
  ['prepared', 'a child prepared at preschool', ([child]) => child?.preparedAtPreschool === true],
  ['no_birth_act', 'a child without birth act', ([child]) => child?.certificate === null],
  ['no_child_shown', 'a child nobody is linked to', ([child], { links }) => links.every((link) => link.child !== child?.pin)],
  [
    'two_children',
    'two children linked to both parents',
    ([child], { links }) => links.filter((link) => link.child === child?.pin).length === 2,
  ],
];

for (const [tag, what, holds] of expectations) {
  test(`the family “${tag}” has ${what}`, () => {
    fc.assert(
      fc.property(seeds, (seed) => {
        const population = makePopulation({ seed, families: 24 });
        const families = population.families.filter((family) => family.tag === tag);
        assert.ok(families.length > 0);
        for (const family of families) assert.ok(holds(childrenOf(population, family.children), population));
      }),
      someRuns,
    );
  });
}

test('parents registered apart have different schools, and a foreign mother has no Kyrgyz passport', () => {
  const population = makePopulation({ seed: 3, families: 300 });
  for (const family of population.families) {
    const [mother, father] = family.parents.map((pin) => population.adults.find((adult) => adult.pin === pin));
    if (family.tag === 'parents_apart') assert.notDeepEqual(mother?.home.schoolIds, father?.home.schoolIds);
    if (family.tag === 'foreign_mother') assert.deepEqual([mother?.passport, mother?.citizenship === 'KGZ'], [null, false]);
  }
});

test('five hundred families show Kyrgyz letters, «уулу» and «кызы», one-letter patronymics and people without one', () => {
  const { adults, children } = makePopulation({ seed: 2025, families: 500 });
  const names = [...adults, ...children].map((person) => person.name);
  for (const letter of ['ң', 'ө', 'ү'])
    assert.ok(
      names.some((name) => JSON.stringify(name).includes(letter)),
      letter,
    );
  assert.ok(names.some((name) => name.surname.endsWith(' уулу')));
  assert.ok(names.some((name) => name.patronymic?.endsWith(' кызы')));
  assert.ok(names.some((name) => name.patronymic?.length === 1));
  assert.ok(names.some((name) => name.patronymic === null));
});

test('three districts have twelve schools, each with seats in both grades and streets assigned by an act', () => {
  const { districts, schools, streets } = makePopulation({ seed: 1, families: 0 });
  assert.deepEqual([districts.length, schools.length], [3, 12]);
  const known = new Set(streets.map((street) => street.id));
  for (const school of schools) {
    assert.ok(school.catchment.length >= 3, school.id);
    assert.ok(school.catchment.every((entry) => known.has(entry.streetId)));
    assert.deepEqual([...new Set(school.seats.map((entry) => entry.grade))], [1, 2]);
  }
});

test('a population survives JSON, and a file that is none is refused', () => {
  const population = makePopulation({ seed: 11, families: openingTags.length });
  assert.deepEqual(populationFromJson(populationToJson(population)), population);
  assert.throws(() => populationFromJson('{"seed":1}'), /not a population/);
});

test('there is somebody to sign in as for every case, each an adult of the population', () => {
  const population = makePopulation({ seed: 2025, families: 500 });
  const people = personas(population);
  assert.ok(people.length >= 12);
  assert.equal(people[0]?.title.ru, 'Айгүл Асанова — двое детей, один адрес, одна школа');
  for (const { pin } of people) assert.ok(population.adults.some((adult) => adult.pin === pin));
});

function childrenOf({ children }: Population, pins: readonly string[]): readonly Child[] {
  return pins.flatMap((pin) => children.filter((child) => child.pin === pin));
}
