import assert from 'node:assert/strict';
import { createHash } from 'node:crypto';
import { after, before, test } from 'node:test';
import { makePopulation } from '../population/make-population.ts';
import type { RunningSimulator } from '../simulated-world.ts';
import { createXroadSimulator } from './xroad-simulator.ts';

const population = makePopulation({ seed: 5, families: 20 });
const parent = population.links[0]?.parent ?? assert.fail('nobody is linked');

let simulator: RunningSimulator;
before(async () => {
  simulator = await createXroadSimulator({ population, port: 0 });
});
after(() => simulator.close());

const member = (type: string, parts: readonly (readonly [string, string])[]) =>
  ` id:objectType="${type}">${parts.map(([name, value]) => `<id:${name}>${value}</id:${name}>`).join('')}`;

const state = [
  ['xRoadInstance', 'central-server'],
  ['memberClass', 'GOV'],
] as const;
const client = `<xrd:client${member('SUBSYSTEM', [...state, ['memberCode', '70000021'], ['subsystemCode', 'mektep-service']])}</xrd:client>`;
const service = `<xrd:service${member('SERVICE', [...state, ['memberCode', '70000005'], ['subsystemCode', 'zags-service'], ['serviceCode', 'zagsChildren'], ['serviceVersion', 'v1']])}</xrd:service>`;
const headers = [
  client,
  service,
  '<xrd:id>7e0c</xrd:id>',
  '<xrd:userId>KG2</xrd:userId>',
  '<xrd:issue>a-1</xrd:issue>',
  '<xrd:protocolVersion>4.0</xrd:protocolVersion>',
];
const envelope = (header: string, body = `<p:zagsChildren><request><pin>${parent}</pin></request></p:zagsChildren>`) =>
  `<s:Envelope xmlns:s="http://schemas.xmlsoap.org/soap/envelope/" xmlns:xrd="http://x-road.eu/xsd/xroad.xsd" xmlns:id="http://x-road.eu/xsd/identifiers" xmlns:p="urn:p"><s:Header>${header}</s:Header><s:Body>${body}</s:Body></s:Envelope>`;

test('an answer repeats every header in its order and adds the hash of the request', async () => {
  const request = envelope(headers.join(''));
  const { status, text } = await post(request);
  assert.equal(status, 200);
  const hash = createHash('sha512').update(request).digest('base64');
  const expected = [...headers, `<xrd:requestHash algorithmId="http://www.w3.org/2001/04/xmlenc#sha512">${hash}</xrd:requestHash>`];
  assert.ok(text.includes(`<SOAP-ENV:Header>${expected.join('')}</SOAP-ENV:Header>`), text);
  for (const { child } of population.links.filter((link) => link.parent === parent)) assert.ok(text.includes(`<ts:pin>${child}</ts:pin>`));
});

const refusals: readonly [what: string, request: string, faultCode: string][] = [
  ['no client', envelope(headers.slice(1).join('')), 'Client.MissingHeaderField'],
  ['no service', envelope(headers.filter((header) => header !== service).join('')), 'Client.MissingHeaderField'],
  ['no id', envelope(headers.filter((header) => !header.includes(':id>7e0c')).join('')), 'Client.MissingHeaderField'],
  ['another protocol version', envelope(headers.join('').replace('>4.0<', '>3.1<')), 'Client.InvalidProtocolVersion'],
  ['a body of another service', envelope(headers.join(''), '<p:zagsPinBirthAct/>'), 'Client.InvalidBody'],
  ['no body', envelope(headers.join(''), ''), 'Client.MissingBody'],
  ['no XML', 'hello', 'Client.InvalidSoap'],
  [
    'a service nobody provides',
    envelope(headers.join(''), '<p:zagsAll/>').replaceAll('zagsChildren', 'zagsAll'),
    'Server.ServerProxy.UnknownService',
  ],
  [
    'a service at another subsystem',
    envelope(headers.join('')).replace('zags-service', 'asb-service'),
    'Server.ServerProxy.UnknownService',
  ],
  ['a client without the right', envelope(headers.join('')).replace('mektep-service', 'other'), 'Server.ServerProxy.AccessDenied'],
];

for (const [what, request, faultCode] of refusals) {
  test(`a request with ${what} gets the fault ${faultCode} under HTTP 200`, async () => {
    const { status, text } = await post(request);
    assert.deepEqual([status, /<faultcode>([^<]*)/.exec(text)?.[1]], [200, faultCode]);
  });
}

test('the control interface refuses modes, services and people it does not know', async () => {
  const stranger = { parent: '10101199099999', child: population.children[0]?.pin };
  for (const [path, body] of [
    ['mode', { service: '*', mode: 'angry' }],
    ['mode', { service: 'zagsAll', mode: 'ok' }],
    ['link', stranger],
    ['address', { pin: parent }],
  ] as const) {
    const response = await fetch(`${simulator.url}/control/${path}`, { method: 'POST', body: JSON.stringify(body) });
    assert.equal(response.status, 400, path);
  }
});

async function post(body: string): Promise<{ status: number; text: string }> {
  const response = await fetch(simulator.url, { method: 'POST', headers: { 'content-type': 'text/xml' }, body });
  return { status: response.status, text: await response.text() };
}
