import assert from 'node:assert/strict';
import { test } from 'node:test';
import fc from 'fast-check';
import { drawBirth } from './birth-days.ts';
import { chanceFrom } from './chance.ts';
import { controlDigit, iinForm, numberOffice, pinForm } from './number-office.ts';
import { permutation } from './permutation.ts';

const window = { from: '2019-01-01', to: '2019-12-31' } as const;

test('a shuffle gives each number one place, and each place leads back', () => {
  fc.assert(
    fc.property(fc.integer(), fc.integer({ min: 1, max: 3000 }), (key, size) => {
      const { forth, back } = permutation(key, size);
      const places = Array.from({ length: size }, (_, value) => forth(value));
      assert.equal(new Set(places).size, size);
      assert.ok(places.every((place, value) => place >= 0 && place < size && back(place) === value));
    }),
    { numRuns: 60 },
  );
});

for (const [what, form] of [
  ['PIN', pinForm],
  ['IIN', iinForm],
] as const) {
  test(`a ${what} leads back to its family, and no two are alike, for 100,000 families and members taken at random`, () => {
    const seed = 20_251_120;
    const office = numberOffice(seed, form);
    const chance = chanceFrom(seed, 0);
    const owners = new Map<string, string>();
    for (let taken = 0; taken < 100_000; taken += 1) {
      const [family, member] = [chance.between(0, office.families - 1), chance.between(0, 7)];
      const sex = chance.pick(['female', 'male'] as const);
      const born = drawBirth(window, office.birthdayOf(family, member), office.spacing, chance);
      const number = office.numberOf(family, member, sex, born);
      if (number === null) continue;
      const owner = `${family}:${member}`;
      assert.equal(office.familyOf(number), family, `seed ${seed}: ${number} of ${owner}`);
      assert.equal(owners.get(number) ?? owner, owner, `seed ${seed}: ${number} was given twice`);
      owners.set(number, owner);
    }
    assert.ok(owners.size > 95_000);
  });
}

test('a text that is no number of the country leads nowhere', () => {
  const [pins, iins] = [numberOffice(1, pinForm), numberOffice(1, iinForm)];
  for (const text of ['', '31002201900001', '10230201900001', '1100220190000', '1029022020000x', '12902202000001'])
    assert.equal(pins.familyOf(text), null, text);
  for (const text of ['', '191331500015', '190101900015', '19010150001']) assert.equal(iins.familyOf(text), null, text);
});

// The rule of the control digit, with numbers in which the first try decides, the second, and numbers that are never given.
for (const [iin, which] of [
  ['181211615012', 'first'],
  ['200520611826', 'first'],
  ['190825532400', 'second'],
  ['200828654899', 'none'],
  ['000229500018', 'first'],
] as const) {
  test(`the control digit of the IIN ${iin} is found by the ${which} try`, () => {
    const found = controlDigit(iin.slice(0, 11));
    if (which === 'none') assert.notEqual(found, Number(iin.at(-1)));
    else assert.equal(found, Number(iin.at(-1)));
  });
}

test('of a hundred thousand stems some have no IIN, and those are never given', () => {
  const stems = Array.from({ length: 100_000 }, (_, serial) => `19082550${String(serial % 1000).padStart(3, '0')}`);
  const without = stems.filter((stem) => controlDigit(stem) === null);
  assert.ok(without.length > 0);
  const [, serial = ''] = /^1908255(\d{4})$/.exec(without[0] ?? '') ?? [];
  assert.equal(iinForm.write('male', '2019-08-25', Number(serial)), null);
});
