import assert from 'node:assert/strict';
import { createServer, type IncomingMessage, type Server, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';
import { after, before, test } from 'node:test';
import fc from 'fast-check';
import type { NationalId } from '#domain/core/national-id.ts';
import { RegisterOutage } from '#server/ports.ts';
import { readXml, NotXml } from './read-xml.ts';
import { createXroadRegisters } from './registers.ts';

/** A security server that answers whatever the test wants, written without the simulator's help. */
let server: Server;
let reply: (request: { id: string; service: string }) => { status?: number; body: string | Buffer } = () => ({ body: '' });
before(async () => {
  server = createServer((request, response) => void answer(request, response));
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
});
after(() => server.close());

const child = '20203201900011' as NationalId;
const otherChild = '10203201900022' as NationalId;

const honest = (id: string, service: string, parts: { pin?: string; actPin?: string; father?: string; doctype?: string } = {}) =>
  `<?xml version="1.0"?>${parts.doctype ?? ''}<e:Envelope xmlns:e="http://schemas.xmlsoap.org/soap/envelope/" xmlns:xrd="a" xmlns:id="b"><e:Header>${service}<xrd:id>${id}</xrd:id></e:Header>` +
  `<e:Body><zagsPinBirthActResponse><request><pin>${parts.pin ?? child}</pin></request><response>` +
  `<child><pin>${parts.actPin ?? child}</pin><surname>Асанов</surname><name>&#1187;&#1257;&#1199;</name><gender>2</gender><birthDate>02-03-2019</birthDate></child>` +
  `<certificate><series>КР-Х</series><number>0012345</number><issueDate>05-03-2019</issueDate><issuer>РОЗАГС</issuer></certificate>` +
  `<mother/>${parts.father ?? '<father/>'}</response></zagsPinBirthActResponse></e:Body></e:Envelope>`;

test('an honest answer is understood: zeros and letters kept, references decoded, absent parents absent', async () => {
  reply = ({ id, service }) => ({ body: honest(id, service) });
  const act = await ask();
  assert.equal(act?.certificate.number, '0012345');
  assert.equal(act?.child.name.given, 'ңөү');
  assert.deepEqual([act?.motherId, act?.fatherId], [null, null]);
});

test('an honest answer under HTTP 500 is still an answer', async () => {
  reply = ({ id, service }) => ({ status: 500, body: honest(id, service) });
  assert.equal((await ask())?.child.nationalId, child);
});

const bomb = `<!DOCTYPE e [<!ENTITY a "aaaaaaaaaa"><!ENTITY b "&a;&a;&a;&a;&a;&a;&a;&a;&a;&a;"><!ENTITY c "&b;&b;&b;&b;&b;&b;&b;&b;&b;&b;">]>`;
const outside = `<!DOCTYPE e [<!ENTITY x SYSTEM "file:///etc/passwd">]>`;

const attacks: readonly [what: string, reason: RegisterOutage['reason'], answer: typeof reply][] = [
  ['an XML bomb', 'nonsense', ({ id, service }) => ({ body: honest(id, service, { doctype: bomb }) })],
  ['an entity from outside', 'nonsense', ({ id, service }) => ({ body: honest(id, service, { doctype: outside }) })],
  ['a lower-case document type', 'nonsense', ({ id, service }) => ({ body: honest(id, service, { doctype: '<!doctype e>' }) })],
  ['a document type that declares nothing', 'nonsense', ({ id, service }) => ({ body: honest(id, service, { doctype: '<!DOCTYPE e>' }) })],
  ['three megabytes', 'nonsense', ({ id, service }) => ({ body: honest(id, service) + ' '.repeat(3 * 2 ** 20) })],
  ['ten thousand nested elements', 'nonsense', () => ({ body: '<a>'.repeat(10_000) + '</a>'.repeat(10_000) })],
  ['the answer to another question', 'nonsense', ({ service }) => ({ body: honest('00000000-0000-4000-8000-000000000000', service) })],
  [
    'the answer of another service',
    'nonsense',
    ({ id, service }) => ({ body: honest(id, service.replace('zags-service', 'asb-service')) }),
  ],
  ['an answer that repeats another PIN', 'nonsense', ({ id, service }) => ({ body: honest(id, service, { pin: otherChild }) })],
  [
    'an honest echo with the act of another child',
    'nonsense',
    ({ id, service }) => ({ body: honest(id, service, { actPin: otherChild }) }),
  ],
  [
    'a father whose PIN is a word',
    'nonsense',
    ({ id, service }) => ({ body: honest(id, service, { father: '<father><pin>нет</pin></father>' }) }),
  ],
  ['a day that does not exist', 'nonsense', ({ id, service }) => ({ body: honest(id, service).replace('02-03-2019', '30-02-2019') })],
  ['a reference nobody defined', 'nonsense', ({ id, service }) => ({ body: honest(id, service).replace('&#1187;', '&ng;') })],
  ['two birth acts in one', 'nonsense', ({ id, service }) => ({ body: honest(id, service).replace('<child>', '<child/><child>') })],
  [
    'bytes of an older code page',
    'nonsense',
    ({ id, service }) => ({ body: Buffer.from(honest(id, service).replaceAll('КР-Х', '\xca\xd0'), 'latin1') }),
  ],
  ['letters that lost half their bytes', 'nonsense', ({ id, service }) => ({ body: Buffer.from(honest(id, service), 'latin1') })],
  ['a control character by reference', 'nonsense', ({ id, service }) => ({ body: honest(id, service).replace('&#1187;', '&#27;') })],
  ['nothing at all', 'nonsense', () => ({ body: '' })],
  ['a page of a proxy under HTTP 502', 'fault', () => ({ status: 502, body: '<html>Bad gateway' })],
  ['a fault under HTTP 200', 'fault', () => ({ body: faultOf('Server.ServerProxy.ServiceFailed.HttpError') })],
  ['a fault written by another version', 'unreachable', () => ({ body: faultOf('server.server_proxy.network_error') })],
];

for (const [what, reason, answer] of attacks) {
  test(`KG25-8.3 ${what} is not believed: the outage is “${reason}”`, async () => {
    reply = answer;
    const error = await ask().then(
      () => assert.fail('believed'),
      (thrown: unknown) => thrown,
    );
    assert.ok(error instanceof RegisterOutage, String(error));
    assert.equal(error.reason, reason);
    assert.doesNotMatch(error.message, /\d{6}|Асанов/);
  });
}

test('whatever the bytes are, reading them gives a document or says that it is none', () => {
  const pieces = fc.constantFrom(
    '<a>',
    '</a>',
    '<b c="d"/>',
    '&#1179;',
    '&x;',
    '<![CDATA[',
    ']]>',
    '<!--',
    '-->',
    '<?p',
    '?>',
    '__proto__',
    'я',
    '<',
    '>',
    '&',
  );
  const soup = fc.oneof(
    fc.array(pieces, { maxLength: 30 }).map((parts) => Buffer.from(parts.join(''))),
    fc.uint8Array({ maxLength: 200 }),
  );
  fc.assert(
    fc.property(soup, (bytes) => {
      try {
        readXml(bytes);
      } catch (error) {
        assert.ok(error instanceof NotXml, String(error));
      }
    }),
    { numRuns: 3_000 },
  );
});

function ask() {
  const { port } = server.address() as AddressInfo;
  const client = { instance: 'central-server', memberClass: 'GOV', memberCode: '70000021', subsystemCode: 'mektep-service' };
  return createXroadRegisters({ securityServerUrl: `http://127.0.0.1:${port}`, client, timeoutMs: 3_000 }).birthOf(child);
}

function faultOf(code: string): string {
  return `<e:Envelope xmlns:e="x"><e:Body><e:Fault><faultcode>${code}</faultcode><faultstring>Асанов ${child}</faultstring></e:Fault></e:Body></e:Envelope>`;
}

async function answer(request: IncomingMessage, response: ServerResponse): Promise<void> {
  let text = '';
  for await (const chunk of request) text += String(chunk);
  const id = /<xrd:id>([^<]*)</.exec(text)?.[1] ?? '';
  const service = /<xrd:service.*<\/xrd:service>/.exec(text)?.[0] ?? '';
  const { status = 200, body } = reply({ id, service });
  response.writeHead(status, { 'content-type': 'text/xml' }).end(body);
}
