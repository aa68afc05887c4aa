import assert from 'node:assert/strict';
import { after, before, test } from 'node:test';
import { formatFor } from '#lib/format.ts';
import { pdf, svg } from '#test/support/files.ts';
import { type Country, familyOf, openCountry } from '#test/support/journey.ts';

let country: Country;
before(async () => {
  country = await openCountry();
});
after(() => country.close());

const citizenOf = { ru: 'Кыргызская Республика', ky: 'Кыргыз Республикасы' } as const;
const family = () => familyOf(country.town.population, 'two_children');

for (const language of ['ru', 'ky'] as const) {
  const reads = { ru: 'Russian', ky: 'Kyrgyz' }[language];
  test(`KG25-8.1/name-in-parts KG25-8.1/sex KG25-8.1/date-of-birth KG25-8.1/national-id KG25-8.2/name-in-parts KG25-8.2/national-id a parent who reads ${reads} sees the child’s record and her own, national ids in part only`, async () => {
    const { mother, child } = family();
    const format = formatFor(language);
    const me = await country.travel({ language, script: true });
    await me.signIn(mother);
    await me.openChild(child);
    const { certificate } = child;
    assert.ok(certificate);
    const record = await me.text();
    const { number, issuer, issued } = certificate;
    for (const fact of [
      child.name.surname,
      child.name.given,
      me.t(`me.${child.sex}`),
      format.day(child.birthDate),
      me.t('child.certificate_number', { end: number.slice(-3) }),
      issuer,
      format.day(issued),
      child.pin.slice(-4),
    ]) {
      assert.ok(record.includes(fact), `the child’s page says ${fact}`);
    }
    assert.ok(!record.includes(child.pin) && !record.includes(number));
    await me.follow(me.t('nav.me'));
    const own = await me.text();
    for (const fact of [
      mother.name.surname,
      mother.name.given,
      me.t('me.female'),
      citizenOf[language],
      format.day(mother.birthDate),
      mother.home.address.house.trim(),
      mother.phone,
      mother.pin.slice(-4),
      me.t('me.passport_none'),
    ]) {
      assert.ok(own.includes(fact), `her own page says ${fact}: ${own}`);
    }
    assert.ok(!own.includes(mother.pin));
    await me.close();
  });

  test(`KG25-8.2/mobile-phone KG25-8.2/e-mail a parent who reads ${reads} changes how she is reached, is told of a mistake, and keeps what was typed when the language changes`, async () => {
    const me = await country.travel({ language, script: true, width: 320 });
    await me.signIn(language === 'ru' ? family().mother : family().father, '/me/contacts');
    const field = (at: number) => me.page.getByRole('textbox').nth(at);
    await field(1).fill('0312 66-11-22');
    await field(2).fill('aigul@');
    assert.equal(await me.press(me.t('me.save')), 400);
    assert.deepEqual(await me.page.getByRole('alert').getByRole('link').allInnerTexts(), [me.t('problem.email_wrong')]);
    assert.equal(await field(2).getAttribute('aria-invalid'), 'true');
    await field(2).fill('aigul@pochta.example');
    await me.press(me.t(language === 'ru' ? 'language.ky' : 'language.ru'));
    assert.deepEqual([await field(1).inputValue(), await field(2).inputValue()], ['0312 66-11-22', 'aigul@pochta.example']);
    await me.press(me.t(language === 'ru' ? 'language.ru' : 'language.ky'));
    assert.equal(await me.press(me.t('me.save')), 200);
    const text = await me.text();
    for (const fact of [me.t('me.saved'), '0312 66-11-22', 'aigul@pochta.example']) assert.ok(text.includes(fact), fact);
    await me.close();
  });

  test(`KG25-3/guardians KG25-20/guardians-through-the-cabinet KG25-20/adoption-document KG25-21.12/through-the-cabinet KG25-21.12/adoption-document a guardian who reads ${reads} applies with a document, after being told what is missing and which files are taken`, async () => {
    const { population } = country.town;
    const { mother: guardian } = familyOf(population, language === 'ru' ? 'one_child' : 'second_grader');
    const { child } = familyOf(population, 'no_child_shown');
    const me = await country.travel({ language, script: language === 'ru' });
    await me.signIn(guardian);
    await me.follow(me.t('children.guardian'));
    const send = me.t('guardian.send');
    const problems = me.page.getByRole('alert').getByRole('link');
    await me.press(send);
    assert.deepEqual(
      (await problems.allInnerTexts()).sort(),
      [me.t('problem.pin_wrong', { digits: 14 }), me.t('problem.relation_missing'), me.t('problem.file_missing')].sort(),
    );

    const fill = async (file: Buffer, name: string) => {
      await me.page.getByLabel(me.t('guardian.pin')).fill(child.pin);
      await me.choose(me.t('relation.guardian'));
      await me.page.getByLabel(me.t('guardian.file')).setInputFiles({ name, mimeType: 'application/pdf', buffer: file });
    };
    await fill(svg(), 'order.pdf');
    await me.press(send);
    assert.deepEqual(await problems.allInnerTexts(), [me.t('problem.file_type')], 'a file is known by what it is, not by its name');
    assert.equal(await me.page.getByLabel(me.t('guardian.pin')).inputValue(), child.pin, 'what was typed is still there');
    await fill(pdf(`order ${language}`), 'order.pdf');
    assert.equal(await me.press(send), 200);
    const text = await me.text();
    for (const fact of [me.t('guardian.sent'), me.t('guardian.sent_next')]) assert.ok(text.includes(fact), fact);
    assert.ok(!me.page.url().includes(child.pin), 'no national id stands in an address');
    await me.close();
  });
}
