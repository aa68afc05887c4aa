import assert from 'node:assert/strict';
import { after, before, test } from 'node:test';
import { spaced } from '#domain/application/confirmation.ts';
import type { FamilyTag } from '#simulators/population/family-plans.ts';
import { pdf } from '#test/support/files.ts';
import { arrivalsOf, idOnPage, isEnrolled, journalLines, nineReasons, words } from '#test/support/journey-facts.ts';
import { type Country, familyOf, type How, nameOf, openCountry, type Traveller } from '#test/support/journey.ts';
import { readQr } from '#test/support/read-qr.ts';
import { until } from '#test/support/until.ts';

let country: Country;
before(async () => {
  country = await openCountry();
});
after(() => country.close());

const family = (tag: FamilyTag, place = 0) => familyOf(country.town.population, tag, place);

async function readsAll(me: Traveller, ...facts: readonly string[]): Promise<void> {
  const text = await me.text();
  for (const fact of facts) assert.ok(text.includes(fact), `“${fact}” is missing in: ${text}`);
}

/** A parent whose child has just been enrolled, on the child's page. */
async function enrolled(tag: FamilyTag, place: number, how: Partial<How>): Promise<Traveller> {
  const me = await country.travel(how);
  const { mother, child } = family(tag, place);
  await me.signIn(mother);
  await me.openChild(child);
  await me.page.getByRole('radio').first().check();
  await me.press(words[me.language].enrol);
  assert.ok(await isEnrolled(me));
  return me;
}

for (const [place, language] of (['ru', 'ky'] as const).entries()) {
  const reads = { ru: 'Russian', ky: 'Kyrgyz' }[language];
  test(`KG25-21.6/message KG25-21.14/documents-brought KG25-21.14/from-4-august KG25-21.14/until-5-september KG25-22.1/medical-certificate KG25-22.1/vaccination-certificate KG25-22.1/photo a parent who reads ${reads} prints the confirmation on one page, and a stranger reads off its code that it holds, until it does not`, async () => {
    const me = await enrolled('one_child', place, { language, width: 320, script: language === 'ky' });
    const id = idOnPage(me);
    await me.follow(me.t('confirmation.link'));
    await readsAll(
      me,
      words[language].enrolled,
      me.t('document.health_certificate'),
      me.t('documents.paper', { form: me.t('paper_form.original'), count: 1 }),
      me.t('child.bring_only'),
    );
    const qr = await readQr(
      country.browser,
      await me.page.getByRole('img', { name: me.t('confirmation.qr') }).screenshot({ scale: 'device' }),
    );
    assert.ok(qr !== null && qr.startsWith(`${country.town.origin}/verify/`), `the code leads to ${qr}`);
    const printed = await me.page.pdf({ format: 'A4' });
    assert.equal(printed.toString('latin1').match(/\/Type\s*\/Page\b/g)?.length, 1, 'one page of A4');

    const stranger = await country.travel({ language: language === 'ru' ? 'ky' : 'ru', script: true, width: 360 });
    const path = qr.slice(country.town.origin.length);
    assert.equal(await stranger.go(path), 200);
    await readsAll(stranger, stranger.t('verdict.holds'));
    const { child } = family('one_child', place);
    const said = await stranger.text();
    for (const secret of [child.name.surname, child.name.given, child.birthDate, id])
      assert.ok(!said.includes(secret), `a stranger does not read ${secret}`);
    await stranger.go('/verify');
    await stranger.page.getByRole('textbox').fill(spaced(path.slice('/verify/'.length)).toUpperCase().replaceAll('-', ' '));
    await stranger.press(stranger.t('verify.look'));
    await readsAll(stranger, stranger.t('verdict.holds'));
    assert.equal(await stranger.go(`${path.slice(0, -4)}zzzz`), 404);
    await readsAll(stranger, stranger.t('verify.unknown_text'));

    await me.go(`/children/${id}/decline`);
    await me.choose(nineReasons[language][8]);
    await me.choose(me.t('decline.understood'));
    await me.press(words[language].decline);
    await stranger.go(path);
    await readsAll(stranger, stranger.t('verdict.given_up'));
    await me.go(`/children/${id}/confirmation`);
    assert.equal(new URL(me.page.url()).pathname, `/children/${id}`, 'there is nothing to confirm any more');
    await me.follow(me.t('history.link'));
    await readsAll(me, me.t('act.declined'), me.t('act.enrolled'), nineReasons[language][8], me.t('act_by.you'));
    await stranger.close();
    await me.close();
  });
}

test('KG25-21.6/message the confirmation is a PDF in the reader’s language, kept by no cache; another family, or nobody, does not get it', async () => {
  const me = await enrolled('twins', 0, { language: 'ky' });
  const id = idOnPage(me);
  const file = `${country.town.origin}/children/${id}/confirmation.pdf`;
  const answer = await me.context.request.get(file, { headers: { 'accept-language': 'ky' } });
  assert.equal(answer.status(), 200);
  const {
    'content-type': type,
    'cache-control': cache,
    'content-disposition': disposition,
    'x-content-type-options': sniff,
    'content-language': language,
  } = answer.headers();
  assert.deepEqual([type, cache, sniff, language], ['application/pdf', 'private, no-store', 'nosniff', 'ky']);
  assert.match(disposition ?? '', /^inline; filename="mektep-\d+\.pdf"$/);
  const text = (await answer.body()).toString('latin1');
  assert.match(text, /^%PDF-/);
  assert.ok(text.includes(`${country.town.origin}/verify/`), 'the code can be followed on a screen, too');

  const other = await country.travel();
  await other.signIn(family('two_children').mother);
  for (const page of ['confirmation.pdf', 'confirmation', 'history', 'address']) {
    assert.equal((await other.context.request.get(`${country.town.origin}/children/${id}/${page}`)).status(), 404, page);
  }
  assert.equal(await journalLines(country.town, 'child.refused_to_stranger', id), 4, 'and each attempt is written down');
  const nobody = await country.travel();
  const turnedAway = await nobody.context.request.get(file, { maxRedirects: 0 });
  assert.deepEqual([turnedAway.status(), turnedAway.headers()['location']?.startsWith('/sign-in')], [303, true]);
  for (const one of [me, other, nobody]) await one.close();
});

test('KG25-21.10/warned-before a preference costs no family its place by surprise: it is told before, asked once more, and may still keep the place', async () => {
  const me = await enrolled('second_grader', 0, { language: 'ru', script: false });
  const id = idOnPage(me);
  const ask = async () => {
    await me.go(`/children/${id}/decline`);
    await readsAll(me, me.t('decline.preference_text'), me.t('decline.preference_where'));
    await me.choose(nineReasons.ru[2]);
    await me.choose(me.t('decline.understood'));
    assert.equal(await me.press(words.ru.decline), 200);
    assert.equal(await me.page.getByRole('heading', { level: 1 }).innerText(), me.t('decline.once_more'));
    assert.equal(await arrivalsOf(country.town, id), 1, 'nothing is given up yet');
  };
  await ask();
  await me.follow(me.t('decline.keep'));
  assert.ok(await isEnrolled(me), 'the place is kept');

  await ask();
  await me.press(me.t('language.ky'));
  assert.equal(await me.page.locator('html').getAttribute('lang'), 'ky');
  await readsAll({ ...me, t: me.t }, nineReasons.ky[2]);
  assert.equal(await arrivalsOf(country.town, id), 1, 'changing the language confirms nothing');
  await me.page.getByRole('button', { name: 'Баары бир жазууну жокко чыгаруу' }).click();
  await readsAll(me, 'Сиз жазууну жокко чыгардыңыз', nineReasons.ky[2]);
  assert.equal(await arrivalsOf(country.town, id), 2);
  await me.close();
});

test('a parent sees in the navigation that there is news, reads it, and the count goes; the other parent has a count of his own', async () => {
  const { father, child } = family('two_schools');
  // The father is told because he has been here: before somebody signs in, the system does not know whose child it is.
  const him = await country.travel({ language: 'ky', script: true, width: 320 });
  await him.signIn(father);
  const me = await enrolled('two_schools', 0, { script: true });
  const counted = `${me.t('nav.notices')} (1)`;
  // The worker writes the notice after the answer.
  await until('the news', async () => {
    await me.page.reload();
    return (await me.page.getByRole('link', { name: counted }).count()) > 0;
  });
  await me.follow(counted);
  await readsAll(me, me.t('inbox.unread', { count: 1 }), me.t('inbox.new'), nameOf(child));
  await me.press(me.t('inbox.read_all'));
  assert.equal(await me.page.getByRole('link', { name: counted }).count(), 0);
  assert.ok(!(await me.text()).includes(me.t('inbox.new')));
  await me.follow(nameOf(child));
  assert.ok(await isEnrolled(me));
  await him.go('/notices');
  await readsAll(him, him.t('inbox.unread', { count: 1 }));
  for (const one of [me, him]) await one.close();
});

test('a parent who signed in at a library ends that session from the phone', async () => {
  const { mother } = family('three_schools');
  const [phone, library] = [await country.travel({ script: true, width: 320 }), await country.travel()];
  await library.signIn(mother);
  await phone.signIn(mother, '/me');
  await readsAll(phone, phone.t('devices.title'), phone.t('devices.this'));
  await phone.page.getByRole('button', { name: /^Завершить вход/ }).click();
  await readsAll(phone, phone.t('devices.ended'));
  await phone.look();
  await library.go('/children');
  assert.equal(new URL(library.page.url()).pathname, '/sign-in');
  for (const one of [phone, library]) await one.close();
});

test('KG25-21.8/request-keeps-its-time a family whose address no school names sends a request, once, and both parents see its time and state', async () => {
  const { mother, father, child } = family('no_school');
  const me = await country.travel({ language: 'ru', script: true, width: 320 });
  await me.signIn(mother);
  await me.openChild(child);
  await me.follow(me.t('missing.ask'));
  await readsAll(me, me.t('missing.inside_text'), me.t('missing.wrong_text'), me.t('missing.bureau'));
  await me.page.getByRole('button', { name: me.t('missing.send') }).dblclick();
  await me.page.getByRole('status').getByText(me.t('missing.sent')).waitFor();
  await me.look();
  await readsAll(me, me.t('address_state.sent'));
  const at = /Время запроса: ([^.]+)\./.exec(await me.text())?.[1] ?? '?';
  const him = await country.travel({ language: 'ky', script: false });
  await him.signIn(father);
  await him.openChild(child);
  await readsAll(him, him.t('missing.sent'), him.t('address_state.sent'), at.slice(-8));
  assert.equal(await him.page.getByRole('link', { name: him.t('missing.ask') }).count(), 0);
  for (const one of [me, him]) await one.close();
});

test('KG25-21.12/through-the-cabinet a legal representative reads on the family’s page that the application is being checked, and by which day', async () => {
  const me = await country.travel({ language: 'ru', script: true });
  await me.signIn(family('foreign_mother').mother);
  await me.follow(me.t('children.guardian'));
  await me.page.getByLabel(me.t('guardian.pin')).fill(family('two_children', 1).child.pin);
  await me.choose(me.t('relation.guardian'));
  await me.page
    .getByLabel(me.t('guardian.file'))
    .setInputFiles({ name: 'order.pdf', mimeType: 'application/pdf', buffer: Buffer.from(pdf()) });
  await me.press(me.t('guardian.send'));
  await me.go('/children');
  await readsAll(me, me.t('guardian.mine'), me.t('guardianship_state.submitted'), '21 мая 2025 года');
  await me.close();
});
