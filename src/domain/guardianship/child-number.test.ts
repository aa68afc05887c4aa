import assert from 'node:assert/strict';
import { test } from 'node:test';
import type { Day } from '../core/day.ts';
import { factsIn, type NationalIdWriting } from '../core/national-id-facts.ts';
import type { NationalId } from '../core/national-id.ts';
import { policies, type PolicyCode } from '../policy/registry.ts';
import { childNumberProblem } from './child-number.ts';

const id = (text: string) => text as NationalId;

/** A number, and what it says of its holder. */
const numbers: readonly (readonly [writing: NationalIdWriting, number: string, says: string])[] = [
  ['sex_day_month_year', '11502201800123', 'female 2018-02-15'],
  ['sex_day_month_year', '21502201800123', 'male 2018-02-15'],
  ['sex_day_month_year', '13002201800123', 'unreal'],
  ['sex_day_month_year', '10013201800123', 'unreal'],
  ['sex_day_month_year', '12902201800123', 'unreal'],
  ['sex_day_month_year', '12902202000123', 'female 2020-02-29'],
  ['sex_day_month_year', '91502201800123', 'silent'],
  ['year_month_day_century_sex', '180215600123', 'female 2018-02-15'],
  ['year_month_day_century_sex', '180215500123', 'male 2018-02-15'],
  ['year_month_day_century_sex', '850215400123', 'female 1985-02-15'],
  ['year_month_day_century_sex', '851315300123', 'unreal'],
  ['year_month_day_century_sex', '850215000123', 'silent'],
];

for (const [writing, number, says] of numbers)
  test(`a number written ${writing} with ${says} in it is read so`, () => {
    const facts = factsIn(id(number), writing);
    assert.equal(typeof facts === 'string' ? facts : `${facts.sex} ${facts.birthDate}`, says);
  });

/** What a guardian enters as the child's number under a law, and what the form says. */
const entered: readonly (readonly [law: PolicyCode, number: string, what: string, answer: string | null])[] = [
  ['kg-2025', '11502201900123', 'a child of school age', null],
  ['kg-2025', '21502201500123', 'an older child, of whom the commission decides', null],
  ['kg-2025', '11502200800123', 'a girl of seventeen', null],
  ['kg-2025', '21205200700123', 'a man of eighteen since today', 'pin_age'],
  ['kg-2025', '11502198500123', 'a grown-up', 'pin_age'],
  ['kg-2025', '11502202400123', 'a baby', 'pin_age'],
  ['kg-2025', '11502203000123', 'somebody who is not born', 'pin_unreal'],
  ['kg-2025', '13102201900123', 'a day that does not exist', 'pin_unreal'],
  ['kg-2025', '91502201900123', 'a number that says nothing', null],
  ['kg-2025', '11111198511111', 'her own number', 'pin_own'],
  ['kg-2025', '12222201822222', 'her own child’s number', 'pin_parent'],
  ['kg-2022', '11502198500123', 'a grown-up', 'pin_age'],
  ['kg-2026', '11502198500123', 'a grown-up', 'pin_age'],
  ['kz-2026', '190215600123', 'a child of school age', null],
  ['kz-2026', '850215400123', 'a grown-up', 'pin_age'],
  ['kz-2026', '240215600123', 'a baby', 'pin_age'],
  ['kz-2026', '191315600123', 'a month that does not exist', 'pin_unreal'],
];

for (const [law, number, what, answer] of entered)
  test(`KG25-3 under ${law} a guardian who enters ${what} ${answer === null ? 'is heard' : `is told so beside the field (${answer})`}`, () => {
    const today: Day = law.startsWith('kg-2025') ? '2025-05-12' : '2026-05-12';
    const applying = { own: id('11111198511111'), children: [id('12222201822222')], today };
    assert.equal(childNumberProblem(policies[law], id(number), applying), answer);
  });
