import assert from 'node:assert/strict';
import { after, before, test } from 'node:test';
import { openTown, type Town } from '#test/support/town.ts';
import { pageRoutes } from '../access/every-route.ts';
import { judge } from './judge.ts';
import { type Ledger, openLedger } from './ledger.ts';
import { type People, peopleOf, type Person } from './people.ts';
import { roughBrowser, type RoughBrowser } from './rough-browser.ts';

let town: Town;
let ledger: Ledger;
let people: People;
let browser: RoughBrowser;
let person: Person;
before(async () => {
  town = await openTown({ pages: 'build', env: { REGISTER_TIMEOUT_SECONDS: '20' } });
  ledger = await openLedger(town);
  people = peopleOf(town, ledger);
  browser = roughBrowser('ky');
  person = await people.enter(browser, 0);
});
after(async () => {
  await ledger.close();
  await town.close();
});

const part = '--x\r\ncontent-disposition: form-data; name="draft"\r\n\r\na\r\n';
/** Bodies that are not what their type says, or not what a form is. */
const bodies: readonly (readonly [string, string])[] = [
  ['application/x-www-form-urlencoded', ''],
  ['application/x-www-form-urlencoded', '%'],
  ['application/x-www-form-urlencoded', '=&=&&=%zz&%00=%00'],
  ['application/x-www-form-urlencoded', `${'a=1&'.repeat(20_000)}`],
  ['application/x-www-form-urlencoded', '_language=%00&_language=ru&__proto__=1'],
  ['application/x-www-form-urlencoded; charset=utf-16', 'draft=a'],
  ['multipart/form-data', part],
  ['multipart/form-data; boundary=', part],
  ['multipart/form-data; boundary=x', ''],
  ['multipart/form-data; boundary=x', part],
  ['multipart/form-data; boundary=x', `${part}--x--\r\n`],
  ['multipart/form-data; boundary=x', '--x\r\n\r\n\r\n--x--'],
  ['multipart/form-data; boundary=x', `--x\r\ncontent-disposition: form-data; name="draft"; filename="a"\r\n\r\na\r\n--x--\r\n`],
  ['text/plain', 'draft=a'],
  ['application/json', '{}'],
  ['application/json', '{"__proto__":{"draft":1}}'],
  ['application/octet-stream', '\u0000'],
  ['', 'draft=a'],
];

test('S24 S30 S36 whatever body is sent to whatever form, it is never a fault, and nothing arrives', async () => {
  const [child = ''] = person.children;
  const forms = (await pageRoutes()).map(({ name }) => name).filter((name) => name.startsWith('POST'));
  assert.ok(forms.length > 12);
  const faults: string[] = [];
  for (const form of [...forms, 'POST /children?/unknown', 'POST /children', 'POST /help', 'POST /acts/21', 'POST /auth/end']) {
    for (const [type, body] of bodies) {
      browser.setCookie(town.origin, 'language', null);
      const url = town.origin + (form.split(' ')[1] ?? '').replace(':child', child);
      const token = browser.cookie(town.origin, 'mektep') ?? '';
      const asked = { method: 'POST', url, body, headers: { origin: town.origin, ...(type === '' ? {} : { 'content-type': type }) } };
      const reply = await browser.send(form.endsWith('/auth/end') ? { ...asked, headers: { ...asked.headers, cookie: '' } } : asked);
      browser.setCookie(town.origin, 'mektep', token);
      const expected = {
        origin: town.origin,
        providerOrigin: new URL(town.config.OIDC_ISSUER).origin,
        language: null,
        ownChildren: person.children,
        secrets: people.secretsBut(person),
      };
      try {
        judge(reply, expected);
      } catch (fault) {
        faults.push(`${form} ← ${type} ${body.slice(0, 60)}: ${String(fault).slice(0, 500)}`);
      }
    }
  }
  assert.deepEqual(faults, []);
  assert.equal(await ledger.count('select count(*) from arrival'), 0);
});

test('S36 S43 a form of more than half a megabyte is turned away, and the browser reads that it was', async () => {
  const headers = { origin: town.origin, 'content-type': 'application/x-www-form-urlencoded' };
  const reply = await browser.send({
    method: 'POST',
    url: `${town.origin}/me/contacts?/save`,
    headers,
    body: `phone=${'1'.repeat(600_000)}`,
  });
  assert.equal(reply.status, 413);
});
