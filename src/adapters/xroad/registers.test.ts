import assert from 'node:assert/strict';
import { after, before, beforeEach, describe, test } from 'node:test';
import { RegisterOutage } from '#server/ports.ts';
import { makePopulation } from '#simulators/population/make-population.ts';
import type { Adult, Child } from '#simulators/population/population.ts';
import type { RunningSimulator } from '#simulators/simulated-world.ts';
import { createXroadSimulator } from '#simulators/xroad/xroad-simulator.ts';
import { createXroadRegisters } from './registers.ts';

const client = { instance: 'central-server', memberClass: 'GOV', memberCode: '70000021', subsystemCode: 'mektep-service' };
const population = makePopulation({ seed: 2025, families: 60 });

let simulator: RunningSimulator;
before(async () => {
  simulator = await createXroadSimulator({ population, port: 0 });
});
beforeEach(() => control('mode', { service: '*', mode: 'ok' }));
after(() => simulator.close());

describe('what the registers know of a family', () => {
  test('KG25-8.1/national-id KG25-8.1/name-in-parts KG25-8.1/sex KG25-8.1/date-of-birth KG25-8.1/certificate-issuer KG25-8.1/certificate-date KG25-8.1/certificate-series-and-number KG25-8.3/civil-registry the civil registry confirms a child: PIN, name in parts, sex, birth date and certificate', async () => {
    for (const child of population.children.filter((candidate) => candidate.certificate !== null)) {
      assert.deepEqual(await registers().birthOf(child.pin), {
        child: { nationalId: child.pin, name: child.name, sex: child.sex, birthDate: child.birthDate },
        certificate: child.certificate,
        motherId: child.motherPin,
        fatherId: child.fatherPin,
      });
    }
  });

  test('KG25-8.3/address-bureau KG25-8.3/passport-register KG25-8.2/registered-address KG25-8.2/passport-series-and-number the address bureau tells where a parent is registered, and the passport service confirms her passport', async () => {
    for (const adult of population.adults) {
      assert.deepEqual(await registers().addressOf(adult.pin), { kind: 'address', address: adult.home.address });
      if (adult.passport === null) continue;
      const { series, number } = adult.passport;
      assert.deepEqual(await registers().passportOf(adult.pin, series, number), adult.passport);
    }
  });

  test('KG25-8.3/foreigners KG25-8.3/civil-registry KG25-8.3/address-bureau a foreign mother is verified like a citizen: her children and her address are known to the registers', async () => {
    const { parents, children } = family('foreign_mother');
    const [mother] = parents;
    assert.notEqual(mother.citizenship, 'KGZ');
    assert.deepEqual(await registers().childrenOf(mother.pin), listed(children));
    assert.deepEqual(await registers().addressOf(mother.pin), { kind: 'address', address: mother.home.address });
  });

  test('both parents see their two children, twins appear as two', async () => {
    for (const tag of ['two_children', 'twins']) {
      const { parents, children } = family(tag);
      for (const parent of parents) {
        assert.deepEqual(await registers().childrenOf(parent.pin), listed(children));
      }
    }
  });

  test('a parent to whom no child is linked sees none, and sees it after the service centre has linked it', async () => {
    const { parents, children } = family('no_child_shown');
    const [parent, child] = [parents[0].pin, children[0].pin];
    assert.deepEqual(await registers().childrenOf(parent), listed([]));
    await control('link', { parent, child });
    assert.deepEqual(await registers().childrenOf(parent), { kind: 'list', children: [child], unread: 0 });
  });

  test('a registration the service centre has corrected is the one the bureau gives', async () => {
    const { pin, home } = family('no_school').parents[0];
    const address = { ...home.address, house: '17', flat: null };
    await control('address', { pin, address });
    assert.deepEqual(await registers().addressOf(pin), { kind: 'address', address });
  });

  test('a child without birth act, an unknown person and a wrong passport number are answers, not outages', async () => {
    const { parents, children } = family('no_birth_act');
    assert.equal(await registers().birthOf(children[0].pin), null);
    assert.deepEqual(await registers().addressOf(unknownPin), { kind: 'none' });
    assert.equal(await registers().passportOf(parents[0].pin, 'ID', '0000000'), null);
    assert.deepEqual(await registers().childrenOf(unknownPin), listed([]));
  });
});

describe('KG25-8.3 a register that fails is said to fail, and nothing is believed', () => {
  const failures = [
    ['down', 'unreachable'],
    ['slow', 'timeout'],
    ['fault', 'fault'],
    ['nonsense', 'nonsense'],
    ['truncated', 'nonsense'],
    ['wrong_child', 'nonsense'],
    ['garbled_encoding', 'nonsense'],
  ] as const;

  for (const [mode, reason] of failures) {
    test(`every register that is “${mode}” gives the outage “${reason}”`, async () => {
      const { parents, children } = family('two_children');
      const [mother] = parents;
      await control('mode', { service: '*', mode, slowMs: 5_000 });
      const windows = registers(mode === 'slow' ? 150 : 5_000);
      const questions = [
        ['civil_registry', () => windows.childrenOf(mother.pin)],
        ['civil_registry', () => windows.birthOf(children[0].pin)],
        ['address_bureau', () => windows.addressOf(mother.pin)],
        ['passport_service', () => windows.passportOf(mother.pin, mother.passport?.series ?? '', mother.passport?.number ?? '')],
      ] as const;
      for (const [register, ask] of questions) {
        const outage = await outageOf(ask);
        assert.deepEqual([outage.register, outage.reason], [register, reason]);
        assert.doesNotMatch(outage.message, /\d{5}/, 'the message carries no PIN');
      }
    });
  }

  test('a connection that breaks is tried once more, and no oftener', async () => {
    await control('mode', { service: 'asbAddress', mode: 'down' });
    const asked = await callsOf('asbAddress');
    await outageOf(() => registers().addressOf(unknownPin));
    assert.equal((await callsOf('asbAddress')) - asked, 2);
  });

  test('a subsystem without the right to ask is refused by the security server, under HTTP 200', async () => {
    const stranger = registers(5_000, { ...client, subsystemCode: 'somebody-else' });
    const outage = await outageOf(() => stranger.childrenOf(unknownPin));
    assert.deepEqual([outage.reason, outage.message.includes('server.serverproxy.accessdenied')], ['fault', true]);
  });

  test('a security server that is not there is unreachable', async () => {
    const away = createXroadRegisters({ securityServerUrl: 'http://127.0.0.1:9', client, timeoutMs: 1_000 });
    assert.equal((await outageOf(() => away.childrenOf(unknownPin))).reason, 'unreachable');
  });
});

const listed = (children: readonly Child[]) => ({ kind: 'list', children: children.map(({ pin }) => pin), unread: 0 });

const unknownPin = '10101199099999' as Adult['pin'];

function registers(timeoutMs = 5_000, as = client) {
  return createXroadRegisters({ securityServerUrl: simulator.url, client: as, timeoutMs });
}

function family(tag: string): { parents: [Adult, ...Adult[]]; children: [Child, ...Child[]] } {
  const found = population.families.find((candidate) => candidate.tag === tag);
  const parents = population.adults.filter((adult) => found?.parents.includes(adult.pin));
  const children = population.children.filter((child) => found?.children.includes(child.pin));
  const [parent, ...otherParents] = parents;
  const [child, ...otherChildren] = children;
  assert.ok(parent && child, `the population has a family “${tag}”`);
  return { parents: [parent, ...otherParents], children: [child, ...otherChildren] };
}

async function outageOf(ask: () => Promise<unknown>): Promise<RegisterOutage> {
  const error = await ask().then(
    () => assert.fail('an outage was expected'),
    (thrown: unknown) => thrown,
  );
  assert.ok(error instanceof RegisterOutage, String(error));
  return error;
}

async function control(path: string, body: unknown): Promise<void> {
  const response = await fetch(`${simulator.url}/control/${path}`, { method: 'POST', body: JSON.stringify(body) });
  assert.equal(response.status, 200, await response.text());
}

async function callsOf(service: string): Promise<number> {
  const response = await fetch(`${simulator.url}/control/log`);
  const { calls } = (await response.json()) as { calls: Readonly<Record<string, number>> };
  return calls[service] ?? 0;
}
