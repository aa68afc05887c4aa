import assert from 'node:assert/strict';
import { test } from 'node:test';
import multipart from '@fastify/multipart';
import { overSocket } from '#test/support/over-socket.ts';
import { openPlainServer } from '#test/support/plain-server.ts';
import { routeFor } from './route.ts';
import { readUpload, takeForm, uploadLimits } from './upload.ts';

const part = (name: string, value: string, rest = '') => `--x\r\ncontent-disposition: form-data; name="${name}"${rest}\r\n\r\n${value}\r\n`;
const file = (bytes: string) => part('file', bytes, '; filename="a\u0000b.pdf"\r\ncontent-type: application/pdf');
const end = '--x--\r\n';

test('a form with a file is read whole, or its sender told at once what is wrong with it, however much is still to come', async () => {
  const plain = await openPlainServer({
    pages: null,
    api: (app) => {
      void app.register(async (scope) => {
        await scope.register(multipart, { limits: uploadLimits(1000), throwFileSizeLimit: false });
        scope.post('/take', routeFor('page.public'), (request, reply) =>
          takeForm(request, reply, { path: '/form', tooLarge: 'file_too_large' }, async () => {
            const read = await readUpload(request, ['pin', 'key'], (texts, sent) => ({ ...texts, name: sent?.name, cut: sent?.isCut }));
            return reply.send(read);
          }),
        );
      });
    },
  });
  const much = 'y'.repeat(300_000);
  const send = async (body: string, headers: Readonly<Record<string, string>> = {}) => {
    const type = 'multipart/form-data; boundary=x';
    const answer = await overSocket(plain.origin, { path: '/take', method: 'POST', headers: { 'content-type': type, ...headers }, body });
    return [answer.status, JSON.parse(answer.text) as unknown] as const;
  };
  try {
    assert.deepEqual(await send(part('pin', '1') + file('z') + end), [200, { pin: '1', name: 'a b.pdf', cut: false }]);
    assert.deepEqual(await send(part('pin', '1') + file(much) + end), [200, { pin: '1', name: 'a b.pdf', cut: true }]);
    for (const [what, body] of [
      ['an unknown field', part('status', '1') + file('z') + end],
      ['many unknown fields', Array.from({ length: 20 }, (_, at) => part(`f${at}`, '1')).join('') + end],
      ['an unknown field and much behind it', part('status', '1') + file(much) + end],
      ['a field twice', part('pin', '1') + part('pin', '2') + file(much) + end],
      ['a file under a name nobody knows', part('other', much, '; filename="a"') + end],
      ['a body that breaks off', part('pin', '1') + file('z')],
      ['a head that breaks off', '--x\r\ncontent-dispo'],
      ['rubbish', 'rubbish'],
    ] as const) {
      const [status] = await send(body);
      assert.equal(status, 400, what);
    }
    assert.equal((await send('a', { 'content-type': 'application/json' }))[0], 400);
    assert.equal((await send('a', { 'content-type': 'text/plain' }))[0], 415);
  } finally {
    await plain.web.close();
  }
});
