import assert from 'node:assert/strict';
import { test } from 'node:test';
import { day, moment } from '#domain/core/day.ts';
import { formatFor } from '#lib/format.ts';

const ru = formatFor('ru');
const ky = formatFor('ky');
const kk = formatFor('kk');
const en = formatFor('en');

const days = [
  ['2025-06-01', '1 июня 2025 года', '2025-жылдын 1-июну', '2025 жылғы 1 маусым', '1 June 2025'],
  ['2025-03-15', '15 марта 2025 года', '2025-жылдын 15-марты', '2025 жылғы 15 наурыз', '15 March 2025'],
  ['2025-08-30', '30 августа 2025 года', '2025-жылдын 30-августу', '2025 жылғы 30 тамыз', '30 August 2025'],
  ['2018-12-31', '31 декабря 2018 года', '2018-жылдын 31-декабры', '2018 жылғы 31 желтоқсан', '31 December 2018'],
] as const;

for (const [iso, russian, kyrgyz, kazakh, english] of days) {
  test(`a day reads as people write it: ${russian}, ${kyrgyz}, ${kazakh}, ${english}`, () => {
    assert.equal(ru.day(day(iso)), russian);
    assert.equal(ky.day(day(iso)), kyrgyz);
    assert.equal(kk.day(day(iso)), kazakh);
    assert.equal(en.day(day(iso)), english);
  });
}

test('the months of our own tables are those of the locales', () => {
  const months = (locale: string) => {
    const month = new Intl.DateTimeFormat(locale, { month: 'long', timeZone: 'UTC' });
    return Array.from({ length: 12 }, (_none, place) => month.format(new Date(Date.UTC(2025, place, 1))).toLowerCase());
  };
  const ours = (format: typeof en) =>
    Array.from({ length: 12 }, (_none, place) =>
      /\p{L}+$/u.exec(format.day(day(`2025-${String(place + 1).padStart(2, '0')}-01`)).replace(/ \d+$/, ''))?.[0].toLowerCase(),
    );
  assert.deepEqual(ours(kk), months('kk-KZ'));
  assert.deepEqual(ours(en), months('en-GB'));
});

test('a parent reads the hour a stage opens, and no hour where a day begins', () => {
  assert.equal(ru.moment(moment('2025-06-02T09:00')), '2 июня 2025 года, 9:00');
  assert.equal(ky.moment(moment('2025-06-02T09:00')), '2025-жылдын 2-июну, саат 9:00');
  assert.equal(kk.moment(moment('2025-06-02T09:00')), '2025 жылғы 2 маусым, сағат 9:00');
  assert.equal(en.moment(moment('2025-06-02T09:00')), '2 June 2025, 9:00');
  assert.equal(ru.moment(moment('2025-09-01T00:00')), '1 сентября 2025 года');
});

test('a parent reads the second at which an application arrived, at midnight too', () => {
  assert.equal(ru.second(moment('2025-04-01T09:00:03')), '1 апреля 2025 года, 9:00:03');
  assert.equal(ky.second(moment('2025-04-01T00:00:00')), '2025-жылдын 1-апрели, саат 0:00:00');
  assert.equal(kk.second(moment('2025-04-01T09:00:03')), '2025 жылғы 1 сәуір, сағат 9:00:03');
  assert.equal(en.second(moment('2025-04-01T09:00:03')), '1 April 2025, 9:00:03');
});

test('KG25-21.1/until-1-june a stage that ends as 2 June begins is said to end on 1 June', () => {
  assert.equal(ru.lastOf(moment('2025-06-02T00:00')), '1 июня 2025 года');
  assert.equal(ky.lastOf(moment('2026-01-01T00:00')), '2025-жылдын 31-декабры');
  assert.equal(ru.lastOf(moment('2025-06-02T18:30')), '2 июня 2025 года, 18:30');
});
