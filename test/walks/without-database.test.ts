import assert from 'node:assert/strict';
import { after, before, test } from 'node:test';
import type { PoolClient } from 'pg';
import { sendClaim } from '#test/support/claims.ts';
import { type Answer, overSocket } from '#test/support/over-socket.ts';
import { openTown, type Town } from '#test/support/town.ts';
import { withClient } from '#tools/postgres/bootstrap.ts';
import { openLedger } from './ledger.ts';
import { peopleOf } from './people.ts';
import { readPage } from './read-page.ts';
import { roughBrowser } from './rough-browser.ts';

/** What everybody reads while the database is away, full or too slow: come again, never that ours broke, never that they are signed out. */
let town: Town;
let cookie: string;
let child: string;
before(async () => {
  town = await openTown({ pages: 'build' });
  const ledger = await openLedger(town);
  const browser = roughBrowser('ru');
  const person = await peopleOf(town, ledger).enter(browser, 0);
  await ledger.close();
  [child = ''] = person.children;
  cookie = `mektep=${browser.cookie(town.origin, 'mektep')}`;
});
after(() => town.close());

type Trouble = { readonly name: string; begin(): Promise<() => Promise<void>> };

/** The pool's settings can be changed while it lives: new connections are made by them. */
const settings = () =>
  town.database.pool.options as { connectionString?: string | undefined; connectionTimeoutMillis?: number | undefined };

const troubles: readonly Trouble[] = [
  {
    name: 'PostgreSQL is gone',
    async begin() {
      const { connectionString } = settings();
      settings().connectionString = 'postgres://nobody@127.0.0.1:1/none';
      const name = new URL(town.test.appUrl).pathname.slice(1);
      await withClient(process.env['MEKTEP_TEST_ADMIN_URL'] ?? '', (client) =>
        client.query('select pg_terminate_backend(pid) from pg_stat_activity where datname = $1', [name]),
      );
      return async () => void (settings().connectionString = connectionString);
    },
  },
  {
    name: 'every connection is in use',
    async begin() {
      const { connectionTimeoutMillis } = settings();
      settings().connectionTimeoutMillis = 50;
      const taken: PoolClient[] = [];
      for (;;) {
        const client = await town.database.pool.connect().catch(() => null);
        if (client === null) break;
        taken.push(client);
      }
      return async () => {
        for (const client of taken) client.release();
        settings().connectionTimeoutMillis = connectionTimeoutMillis;
      };
    },
  },
];

const ask = (path: string, more: Readonly<Record<string, string>> = {}, method = 'GET', body?: string): Promise<Answer> =>
  overSocket(town.origin, {
    path,
    method,
    headers: { accept: 'text/html', 'accept-language': 'ru', ...more },
    ...(body !== undefined && { body }),
  });

const form = { 'content-type': 'application/x-www-form-urlencoded' };

for (const { name, begin } of troubles) {
  test(`S43 S65 while ${name}, everybody reads that it passes, and nobody that they are signed out`, async (t) => {
    const end = await begin();
    try {
      await t.test('who is not signed in reads what needs no database', async () => {
        for (const path of ['/help', '/guide', '/acts', '/sign-in', '/documents']) assert.equal((await ask(path)).status, 200, path);
      });
      await t.test('whose session cannot be asked reads public pages as nobody does, and that it is not known', async () => {
        for (const path of ['/help', '/guide', '/sign-in']) {
          const { status, text, headers } = await ask(path, { cookie });
          assert.equal(status, 200, path);
          assert.match(text, /нельзя узнать, вошли ли вы/, path);
          assert.match(String(headers['cache-control']), /private, no-store/, path);
        }
      });
      await t.test('whatever needs the database says come again, as a page to a browser', async () => {
        const pages = ['/children', `/children/${child}`, `/children/${child}/confirmation.pdf`, '/me', '/notices', '/office'];
        for (const path of pages) {
          const { status, headers, text } = await ask(path, { cookie });
          assert.deepEqual([status, String(headers['content-type'])], [503, 'text/html; charset=utf-8'], path);
          assert.ok(Number(headers['retry-after']) > 0, path);
          assert.equal(readPage(text).lang, 'ru', path);
          assert.equal(headers['set-cookie'], undefined, path);
        }
        const saved = await ask('/me/contacts?/save', { cookie, origin: town.origin, ...form }, 'POST', 'phone=&workPhone=&email=');
        assert.equal(saved.status, 503);
      });
      await t.test('a program is told so, too, and never that nobody is signed in', async () => {
        for (const path of ['/api/v1/session', '/api/v1/children', `/api/v1/children/${child}`]) {
          const { status, headers, text } = await ask(path, { cookie, accept: 'application/json' });
          assert.deepEqual([status, String(headers['content-type'])], [503, 'application/problem+json; charset=utf-8'], path);
          assert.ok(Number(headers['retry-after']) > 0, path);
          assert.equal((JSON.parse(text) as { type: string }).type, 'urn:mektep:unavailable', path);
        }
        assert.equal((await ask('/healthz')).status, 503);
        assert.equal((await ask('/language?set=ky&to=/')).status, 303);
      });
    } finally {
      await end();
    }
    for (const path of ['/children', '/me', '/api/v1/session'])
      assert.equal((await ask(path, { cookie })).status, 200, `${path}, afterwards`);
    const draft = crypto.randomUUID();
    const claimed = await sendClaim(town.origin, {
      token: cookie.slice(7),
      body: { draft, wishes: [1] },
      headers: { 'idempotency-key': draft },
    });
    assert.equal(claimed.status, 404, 'claims are answered again');
  });
}

test('S22 a form whose saving ran into a limit is drawn again with what was typed', async () => {
  const { person } = town.composed.mektep as unknown as { person: { changeContacts: unknown } };
  const { changeContacts } = person;
  person.changeContacts = () =>
    Promise.reject(Object.assign(new Error('canceling statement due to statement timeout'), { code: '57014', severity: 'ERROR' }));
  try {
    const body = new URLSearchParams({ phone: '0555 123456', workPhone: '', email: 'ene@example.kg' }).toString();
    const answer = await ask('/me/contacts?/save', { cookie, origin: town.origin, ...form }, 'POST', body);
    assert.deepEqual([answer.status, answer.headers['retry-after']], [503, '2']);
    const page = readPage(answer.text);
    assert.match(page.problems[0]?.text ?? '', /записать не получилось/);
    const value = (name: string) => page.forms.find(({ id }) => id === 'contacts')?.fields.find((field) => field.name === name)?.value;
    assert.deepEqual([value('phone'), value('email')], ['0555 123456', 'ene@example.kg']);
  } finally {
    person.changeContacts = changeContacts;
  }
});
