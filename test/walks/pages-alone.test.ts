import assert from 'node:assert/strict';
import { after, before, test } from 'node:test';
import { pathToFileURL } from 'node:url';
import { overSocket } from '#test/support/over-socket.ts';
import { lost, openPagesAlone } from '#test/support/pages-alone.ts';
import { inProject } from '#tools/project.ts';
import { routeFor } from '#server/http/route.ts';
import { readPage } from './read-page.ts';

let alone: Awaited<ReturnType<typeof openPagesAlone>>;
before(async () => {
  alone = await openPagesAlone(pathToFileURL(inProject('build/handler.js')).href, {
    api: (app) => {
      app.get('/lost', routeFor('page.public'), () => Promise.reject(lost));
      app.post('/refused', routeFor('page.public'), (request, reply) => {
        const page = {
          path: '/children/guardian',
          status: 422,
          problems: ['pin_wrong', 'no_room'],
          typed: { pin: '12<', relation: 'trustee' },
        };
        request.server.drawPage(request, reply, page);
        return reply;
      });
    },
  });
});
after(() => alone.web.close());

const ask = (path: string, headers: Readonly<Record<string, string>> = {}, method = 'GET', body?: string) =>
  overSocket(alone.origin, {
    path,
    method,
    headers: { accept: 'text/html', 'accept-language': 'ru', ...headers },
    ...(body !== undefined && { body }),
  });
const send = (path: string, body: string, headers: Readonly<Record<string, string>> = {}) =>
  ask(path, { cookie: 'mektep=good', origin: alone.origin, 'content-type': 'application/x-www-form-urlencoded', ...headers }, 'POST', body);

test('without any database, public pages that need none are served, kept, and told unchanged', async () => {
  for (const packing of ['br', 'gzip', 'identity']) {
    const first = await ask('/help', { 'accept-encoding': packing });
    assert.deepEqual(
      [first.status, first.headers['content-language'], first.headers['content-type']],
      [200, 'ru', 'text/html; charset=utf-8'],
    );
    assert.match(String(first.headers['etag']), new RegExp(`-${packing}"$`));
    assert.equal(
      (await ask('/help', { 'accept-encoding': packing, 'if-none-match': `"x", W/${String(first.headers['etag'])}` })).status,
      304,
    );
  }
});

test('without any database, who sends a session reads that it is not known, and who needs it that it passes', async () => {
  const help = await ask('/help', { cookie: 'mektep=lost' });
  assert.deepEqual([help.status, help.headers['cache-control'], help.headers['etag']], [200, 'private, no-store', undefined]);
  assert.match(help.text, /нельзя узнать, вошли ли вы/);
  for (const path of ['/children', '/me', '/office', '/children/x/confirmation.pdf', '/schools', '/lost']) {
    const { status, headers, text } = await ask(path, { cookie: 'mektep=lost' });
    assert.deepEqual(
      [status, headers['retry-after'], readPage(text).lang, headers['content-type']],
      [503, '2', 'ru', 'text/html; charset=utf-8'],
      path,
    );
  }
  const program = await ask('/lost', { accept: 'application/json' });
  assert.deepEqual(
    [program.status, program.headers['retry-after'], program.headers['content-type']],
    [503, '2', 'application/problem+json; charset=utf-8'],
  );
});

test('a form that is not as the page drew it is told so beside a field; one that could not be saved keeps what was typed', async () => {
  const wrong: readonly (readonly [body: string, field: string, words: RegExp])[] = [
    ['phone=&workPhone=&email=&status=1', 'contacts', /поля/],
    ['phone=&workPhone=&email=&email=x', 'email', /дважды/],
    ['phone=0555%00&workPhone=&email=', 'phone', /знак/],
    ['phone=0555123456%0A&workPhone=1%0A2&email=', 'workPhone', /цифрами/],
    ['phone=&workPhone=', 'email', /./],
    ['', 'phone', /./],
  ];
  for (const [body, field, words] of wrong) {
    const answer = await send('/me/contacts?/save', body);
    const problem = readPage(answer.text).problems.find((one) => one.field === field);
    assert.equal(answer.status, 400, body);
    assert.match(problem?.text ?? '', words, body);
    assert.ok(problem?.leadsSomewhere, body);
  }
  const answer = await send('/me/contacts?/save', 'phone=0555123456&workPhone=&email=ene@example.kg');
  const page = readPage(answer.text);
  assert.deepEqual([answer.status, answer.headers['retry-after']], [503, '2']);
  assert.match(page.problems[0]?.text ?? '', /записать не получилось/);
  const value = (name: string) => page.forms.find(({ id }) => id === 'contacts')?.fields.find((one) => one.name === name)?.value;
  assert.deepEqual([value('phone'), value('email')], ['0555123456', 'ene@example.kg']);
});

test('a route that refuses a form answers with the form’s own page, what was typed, and a switch of language that leads there', async () => {
  const answer = await send('/refused', 'x=1');
  const page = readPage(answer.text);
  assert.deepEqual([answer.status, page.lang, page.problems.map(({ field }) => field)], [422, 'ru', ['pin', 'guardian']]);
  assert.match(answer.text, /value="12&lt;"/);
  assert.match(answer.text, /formaction="\/children\/guardian\?\/language"/);
});

test('methods that an address does not have are 405 with what it has, and nothing is echoed', async () => {
  for (const path of ['/help', '/healthz', '/robots.txt', '/children/x/confirmation.pdf', '/lost']) {
    for (const method of ['PUT', 'DELETE', 'TRACE', 'PROPFIND']) {
      const answer = await ask(path, { 'x-odd': 'echo-me' }, method);
      assert.equal(answer.status, 405, `${method} ${path}`);
      assert.match(String(answer.headers['allow']), /^GET, HEAD/);
      assert.ok(!answer.text.includes('echo-me'));
    }
  }
  assert.equal((await ask('/nothing', {}, 'PUT')).status, 404);
  assert.equal((await ask('/trouble')).status, 404);
  const forged = Buffer.from('{"status":200}').toString('base64url');
  assert.equal((await ask('/trouble', { 'x-mektep-drawn': forged })).status, 404, 'what a client says under our names is not heard');
});
