import assert from 'node:assert/strict';
import { test } from 'node:test';
import type { Language } from '../core/language.ts';
import type { SchoolSeats } from '../school/seats.ts';
import { type Choice, chooseNext } from './choice.ts';
import type { GradeOpen } from './eligibility.ts';

const table = `
  Chuy   | Sokuluk  | A | ky 1: 3, ru 1: 0, ky 2: 5
  Chuy   | Sokuluk  | B | ky 1: 0, ky 2: 0
  Chuy   | Alamudun | C | ky 1: 0
  Osh    | Osh      | D | ky 1: 1, uz 1: 2
  Naryn  | Naryn    | E | ru 1: 0
  Batken | Leilek   | F | ky 2: 4`;

let poolsMade = 0;
const area = (key: string) => ({ key, name: { ru: key } });
const country: readonly SchoolSeats[] = table
  .trim()
  .split('\n')
  .map((line) => {
    const [region = '', district = '', id = '', seats = ''] = line.split('|').map((cell) => cell.trim());
    const pools = seats.split(', ').map((seat) => {
      const [, language, grade, free] = /^(\w\w) (\d): (\d+)$/.exec(seat) ?? [];
      poolsMade += 1;
      return {
        id: poolsMade,
        language: language as Language,
        grade: Number(grade),
        free: Number(free),
        capacity: 30,
        overQuota: 0,
        inLine: 0,
      };
    });
    return { school: { id, number: null, name: { ru: id }, address: { ru: id } }, region: area(region), district: area(district), pools };
  });

const open = (...grades: readonly number[]): readonly GradeOpen[] => grades.map((grade) => ({ grade, clause: '5' }));

/** A step in words: where one is, and what can be chosen there. */
function inWords(choice: Choice): string {
  switch (choice.step) {
    case 'grade':
      return 'grade';
    case 'region':
      return `region: ${choice.regions.map(({ area: { key }, schools, free }) => `${key} ${schools} (${free})`).join(', ')}`;
    case 'district':
      return `district of ${choice.region.key}: ${choice.districts.map(({ area: { key }, schools, free }) => `${key} ${schools} (${free})`).join(', ')}`;
    case 'school':
      return `school in ${choice.district.key}${choice.onlyDistrict ? ' alone' : ''}: ${choice.schools.map(({ school }) => school.id).join(', ') || 'none'}${choice.full === null ? '' : `, ${choice.full.id} is full`}`;
    case 'language':
      return `language at ${choice.school.id}: ${choice.pools.map(({ language, free }) => `${language} ${free}`).join(', ')}`;
  }
}

const steps = `
  1   |                                      → region: Chuy 1 (3), Osh 1 (3), Naryn 0 (0)
  1   | region Chuy                          → district of Chuy: Sokuluk 1 (3), Alamudun 0 (0)
  1   | region Osh                           → school in Osh alone: D
  1   | region Naryn                         → school in Naryn alone: none
  1   | region Chuy district Sokuluk         → school in Sokuluk: A
  1   | region Chuy district Alamudun        → school in Alamudun: none
  1   | region Chuy district Sokuluk school A → language at A: ky 3
  1   | school D                             → language at D: ky 1, uz 2
  1   | school B                             → school in Sokuluk: A, B is full
  1   | region Talas                         → region: Chuy 1 (3), Osh 1 (3), Naryn 0 (0)
  1   | region Chuy district Leilek          → district of Chuy: Sokuluk 1 (3), Alamudun 0 (0)
  1   | school F                             → region: Chuy 1 (3), Osh 1 (3), Naryn 0 (0)
  2 1 |                                      → grade
  2 1 | region Chuy                          → grade
  2 1 | grade 3 region Chuy                  → grade
  2 1 | grade 2                              → region: Chuy 1 (5), Batken 1 (4)
  2 1 | grade 1 school F                     → region: Chuy 1 (3), Osh 1 (3), Naryn 0 (0)
  2 1 | grade 2 school F                     → language at F: ky 4`;

for (const line of steps.trim().split('\n')) {
  const [given = '', expected = ''] = line.split('→').map((part) => part.trim());
  test(`KG25-21.13/choose-one grades and what is chosen: ${given} → ${expected}`, () => {
    const [grades = '', chosen = ''] = given.split('|').map((part) => part.trim());
    const word = (name: string) => new RegExp(`${name} (\\w+)`).exec(chosen)?.[1] ?? null;
    const grade = word('grade') === null ? null : Number(word('grade'));
    const asked = { grade, region: word('region'), district: word('district'), school: word('school') };
    assert.equal(inWords(chooseNext(country, open(...grades.split(' ').map(Number)), null, asked).choice), expected);
  });
}

test('a family that moves is not shown the seat its child holds', () => {
  const asked = { grade: null, region: null, district: null, school: 'D' };
  const held = country.find(({ school }) => school.id === 'D')?.pools.find(({ language }) => language === 'ky')?.id ?? null;
  assert.equal(inWords(chooseNext(country, open(1), held, asked).choice), 'language at D: uz 2');
});

test('where no seat is free anywhere the areas are still named', () => {
  const full = country.map((school) => ({ ...school, pools: school.pools.map((pool) => ({ ...pool, free: 0 })) }));
  const asked = { grade: null, region: null, district: null, school: null };
  assert.equal(inWords(chooseNext(full, open(1), null, asked).choice), 'region: Chuy 0 (0), Osh 0 (0), Naryn 0 (0)');
});
