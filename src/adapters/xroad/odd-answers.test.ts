import assert from 'node:assert/strict';
import { createServer, type IncomingMessage, type Server, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';
import { after, before, test } from 'node:test';
import type { NationalId } from '#domain/core/national-id.ts';
import { RegisterOutage } from '#server/ports.ts';
import { createXroadRegisters } from './registers.ts';

/** A security server whose answers are right by their schema, and not as we would write them. */
let server: Server;
let response = '';
let dress: (xml: string) => { type: string; body: string } = (body) => ({ type: 'text/xml', body });
let unknown: string[] = [];
before(async () => {
  server = createServer((request, reply) => void answer(request, reply));
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
});
after(() => server.close());

const person = '20203201900011' as NationalId;
const nil = 'xmlns:xsi="http://www.w3.org/2001/XMLSchema-instance" xsi:nil="true"';

const addressWith = (house: string, before = '') =>
  `<addressArray>${before}<regionId>2</regionId><districtId>21</districtId><aymakId/><streetId>501</streetId>${house}<flatTxt>-</flatTxt></addressArray>`;
const partial = { regionId: 2, districtId: 21, aymakId: null, villageId: null, streetId: 501, flat: null };

const houses: readonly (readonly [string, string])[] = [
  ['an empty house', '<houseTxt></houseTxt>'],
  ['no house at all', ''],
  ['a house that is nil', `<houseTxt ${nil}/>`],
  ['a dash for a house', '<houseTxt>—</houseTxt>'],
  ['a house said twice', '<houseTxt>5</houseTxt><houseTxt>7</houseTxt>'],
];
for (const [what, house] of houses) {
  test(`KG25-21.8 an address with ${what} is an answer that cannot be judged by, and no outage`, async () => {
    const given = { ...partial, house: '' };
    assert.deepEqual(await addressOf(addressWith(house)), { kind: 'unusable', because: 'incomplete', given: [given] });
  });
}

test('KG25-21.8 two addresses are both told, one address said twice is one, none is none', async () => {
  const [one, other] = [addressWith('<houseTxt>5</houseTxt>'), addressWith('<houseTxt>7</houseTxt>')];
  const both = await addressOf(one + other);
  assert.ok(both.kind === 'unusable' && both.because === 'several');
  assert.deepEqual(
    both.given.map(({ house }) => house),
    ['5', '7'],
  );
  assert.equal((await addressOf(one + one)).kind, 'address');
  assert.equal((await addressOf('')).kind, 'none');
  assert.equal((await addressOf(`<addressArray ${nil}/>`)).kind, 'none');
});

test('KG25-21.8 an address without a key of its district is shown as it is; elements of which none says a place are no “nowhere”', async () => {
  const far = await addressOf('<addressArray><villageId>9</villageId><houseTxt>5</houseTxt></addressArray>');
  assert.ok(far.kind === 'unusable' && far.given[0]?.house === '5');
  await unreadable(() => addressOf('<addressArray><place>somewhere</place></addressArray>'));
  await unreadable(() => addressOf('<adres>somewhere</adres>'));
});

const act = (parts: { child?: string; certificate?: string; parents?: string } = {}) =>
  `<child><pin>${person}</pin>${parts.child ?? '<surname>Асанов</surname><name>Бакыт</name><gender>2</gender><birthDate>02-03-2019</birthDate>'}</child>` +
  `${parts.certificate ?? ''}${parts.parents ?? '<mother/><father/>'}`;
const days = [
  '2018-07-23',
  '2018-07-23+06:00',
  '2018-07-23Z',
  ' 23-07-2018 ',
  '23.07.2018',
  '2018-07-23T00:00:00+06:00',
  '2018-07-23 00:00',
];

test('every form of an xs:date is a day, and its zone changes nothing', async () => {
  for (const day of days) {
    const named = `<surname>А</surname><name>Б</name><birthDate>\n ${day}\t</birthDate>`;
    assert.equal((await birthOf(act({ child: named })))?.child.birthDate, '2018-07-23', day);
  }
  for (const day of ['2018-07-23+6', '0000-09-19', '2018-02-30Z', '18-07-23', '-2018-07-23'])
    await unreadable(() => birthOf(act({ child: `<surname>А</surname><birthDate>${day}</birthDate>` })));
});

const imperfect: readonly (readonly [string, string])[] = [
  ['an empty issuer', `<certificate><series>I-ЦА</series><number>7</number><issueDate>${days[1]}</issueDate><issuer/></certificate>`],
  ['no certificate', ''],
  ['a certificate that is nil', `<certificate ${nil}/>`],
  ['a day of issue that is none', '<certificate><number>7</number><issueDate>when</issueDate></certificate>'],
  ['two certificates', '<certificate><number>7</number></certificate><certificate><number>8</number></certificate>'],
];
for (const [what, certificate] of imperfect) {
  test(`KG25-21.3 an act with ${what} names its child all the same`, async () => {
    const read = await birthOf(act({ certificate }));
    assert.deepEqual([read?.child.name.surname, read?.certificate.issuer], ['Асанов', null]);
  });
}

test('KG25-21.3 one part of a name is enough, a sex that is not told is not needed; without any name nobody is named', async () => {
  const day = '<birthDate>2019-03-02</birthDate>';
  const one = await birthOf(act({ child: `<surname>-</surname><name>Айым</name><gender/>${day}` }));
  assert.deepEqual([one?.child.name, one?.child.sex], [{ surname: '', given: 'Айым', patronymic: null }, null]);
  await unreadable(() => birthOf(act({ child: `<surname/><name/>${day}` })));
});

test('white space, attributes, namespaces of their own and another order of elements are how an answer is written, not what it says', async () => {
  const read = await birthOf(
    `<father ${nil}/><x:mother xmlns:x="urn:x" kind="1"><x:pin>\n 10101199000011 </x:pin></x:mother>` +
      `<child xmlns="urn:y"><birthDate zone="no">2019-03-02+06:00</birthDate><name> Бакыт </name><surname><![CDATA[Асанов]]></surname><pin> ${person} </pin></child>`,
  );
  assert.deepEqual(
    [read?.child.name, read?.motherId, read?.fatherId],
    [{ surname: 'Асанов', given: 'Бакыт', patronymic: null }, '10101199000011', null],
  );
});

test('elements that we do not know change nothing at any level, and their names alone are noted, once', async () => {
  unknown = [];
  const asked = registers();
  response = `<version>2</version><children><count>1</count><child><pin>${person}</pin><role>Асанова</role></child></children>`;
  for (let count = 0; count < 2; count += 1)
    assert.deepEqual(await asked.childrenOf(person), { kind: 'list', children: [person], unread: 0 });
  assert.equal((await addressOf(`<total>1</total>${addressWith('<houseTxt>5</houseTxt>', '<kind>permanent</kind>')}`)).kind, 'address');
  assert.deepEqual(unknown.toSorted(), [
    'asbAddress addressArray.kind',
    'asbAddress total',
    'zagsChildren children.child.role',
    'zagsChildren children.count',
    'zagsChildren version',
  ]);
});

test('KG25-21.7 a list that is empty, a parent nobody knows and a list nobody can read are three answers', async () => {
  assert.deepEqual(await childrenOf('<children/>'), { kind: 'list', children: [], unread: 0 });
  assert.deepEqual(await childrenOf(`<children ${nil}/>`), { kind: 'list', children: [], unread: 0 });
  assert.deepEqual(await childrenOf(''), { kind: 'not_known' });
  await unreadable(() => childrenOf('<children><kid/></children>'));
  await unreadable(() => childrenOf('<kids/>'));
  await unreadable(() => childrenOf('<children><child><pin>нет</pin></child></children>'));
});

test('KG25-21.3 one entry without a number costs itself alone; lists in several pieces are one list', async () => {
  const child = `<child><pin>${person}</pin></child>`;
  assert.deepEqual(await childrenOf(`<children>${child}<child><pin/></child></children>`), { kind: 'list', children: [person], unread: 1 });
  assert.deepEqual(await childrenOf(`<children>${child}</children><children>${child}</children><children/>`), {
    kind: 'list',
    children: [person],
    unread: 0,
  });
});

test('KG25-8.3 a passport is confirmed though the service writes its series in Cyrillic and leaves out who issued it', async () => {
  response = `<pin>${person}</pin><passportSeries>АС</passportSeries><passportNumber>1234567</passportNumber><issuedDate>2019-01-02+06:00</issuedDate><expiredDate/>`;
  const passport = await registers().passportOf(person, 'AC', '1234567');
  assert.deepEqual(passport, { series: 'AC', number: '1234567', issued: '2019-01-02', expires: null, issuer: null });
});

test('KG25-8.3 a code inside an answer that nobody told us of is an answer we cannot read; a code of trouble is an outage', async () => {
  for (const [code, reason] of [
    ['DOCUMENT_UNDER_REVIEW', 'nonsense'],
    ['INTERNAL_ERROR', 'fault'],
  ] as const) {
    response = `<fault><faultCode>${code}</faultCode></fault>`;
    await assert.rejects(registers().passportOf(person, 'AN', '1'), (fault) => fault instanceof RegisterOutage && fault.reason === reason);
  }
  for (const code of ['DATA_NOT_FOUND', 'NoData', 'person.notExist']) {
    response = `<fault><faultCode>${code}</faultCode></fault>`;
    assert.equal(await registers().passportOf(person, 'AN', '1'), null);
  }
});

const related = (xml: string, root = 'text/xml; charset=UTF-8', encoding = '8bit') =>
  `--b=1\r\nContent-Type: application/octet-stream\r\nContent-ID: <file>\r\n\r\n\u0000--b\r\n--b=1\r\nContent-Type: ${root}\r\nContent-ID:\r\n <root>\r\nContent-Transfer-Encoding: ${encoding}\r\n\r\n${encoding === 'base64' ? Buffer.from(xml).toString('base64') : xml}\r\n--b=1--\r\n`;

test('KG25-8.3 an answer that comes in parts, beside attachments, is read as any other', async () => {
  const type = 'Multipart/Related; type="text/xml"; start="<root>"; boundary="b=1"';
  const ways: readonly (typeof dress)[] = [
    (xml) => ({ type, body: related(xml) }),
    (xml) => ({ type, body: related(xml, 'application/xop+xml', 'base64') }),
    (xml) => ({ type: 'multipart/related;boundary=c', body: `preamble\n--c\nContent-Type: text/xml\n\n${xml}\n--c--` }),
  ];
  for (const way of ways) {
    dress = way;
    assert.equal((await addressOf(addressWith('<houseTxt>5</houseTxt>'))).kind, 'address');
  }
  const broken: readonly (typeof dress)[] = [
    (xml) => ({ type: 'multipart/related', body: related(xml) }),
    (xml) => ({ type: type.replace('<root>', '<other>'), body: related(xml) }),
    (xml) => ({ type, body: related(xml).slice(0, -20) }),
    (xml) => ({ type, body: related(xml, 'text/xml', 'x-unknown') }),
    (xml) => ({ type, body: '--b=1\r\n\r\n'.repeat(1000) + related(xml) }),
  ];
  for (const way of broken) {
    dress = way;
    await unreadable(() => addressOf(addressWith('<houseTxt>5</houseTxt>')));
  }
  dress = (body) => ({ type: 'text/xml', body });
});

function registers() {
  const { port } = server.address() as AddressInfo;
  const client = { instance: 'central-server', memberClass: 'GOV', memberCode: '70000021', subsystemCode: 'mektep-service' };
  return createXroadRegisters({
    securityServerUrl: `http://127.0.0.1:${port}`,
    client,
    timeoutMs: 5_000,
    onUnknown: (service, elements) => unknown.push(...elements.map((name) => `${service} ${name}`)),
  });
}

function addressOf(xml: string) {
  response = xml;
  return registers().addressOf(person);
}

function birthOf(xml: string) {
  response = xml;
  return registers().birthOf(person);
}

function childrenOf(xml: string) {
  response = xml;
  return registers().childrenOf(person);
}

async function unreadable(ask: () => Promise<unknown>): Promise<void> {
  await assert.rejects(ask, (fault) => fault instanceof RegisterOutage && fault.reason === 'nonsense');
}

async function answer(request: IncomingMessage, reply: ServerResponse): Promise<void> {
  let text = '';
  for await (const chunk of request) text += String(chunk);
  const id = /<xrd:id>([^<]*)</.exec(text)?.[1] ?? '';
  const service = /<xrd:service.*<\/xrd:service>/.exec(text)?.[0] ?? '';
  const code = /<id:serviceCode>([^<]*)</.exec(text)?.[1] ?? '';
  const inside = response.startsWith('<fault>') ? response : `<response>${response}</response>`;
  const { type, body } = dress(
    `<e:Envelope xmlns:e="http://schemas.xmlsoap.org/soap/envelope/" xmlns:xrd="a" xmlns:id="b"><e:Header>${service}<xrd:id>${id}</xrd:id></e:Header>` +
      `<e:Body><${code}Response><request><pin>${person}</pin></request>${inside}</${code}Response></e:Body></e:Envelope>`,
  );
  reply.writeHead(200, { 'content-type': type }).end(body);
}
