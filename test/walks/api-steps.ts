import type { ChildPage } from '#domain/application/view.ts';
import type { Town } from '#test/support/town.ts';
import { badValues, brokenEncodings, encoded } from './bad-values.ts';
import type { Dice } from './fill-form.ts';
import type { Person } from './people.ts';
import type { PageRead } from './read-page.ts';
import type { Ask } from './rough-browser.ts';

/** A question to the API or a claim, right or wrong, out of what the page that is open shows. */
export function askApi(town: Town, person: Person | null, page: PageRead | null, dice: Dice): Ask {
  const ways: readonly (() => Ask)[] = [
    () => ({ method: 'GET', url: `${town.origin}/api/v1/children`, headers: json }),
    () => ({ method: 'GET', url: `${town.origin}/api/v1/children/${childFor(person, dice)}${queryFor(dice)}`, headers: json }),
    () => ({ method: 'GET', url: `${town.origin}/api/v1/children/${childFor(person, dice)}/choice${queryFor(dice)}`, headers: json }),
    () => claim(town, page, dice),
    () => claim(town, page, dice),
    () => ({
      method: dice.pick(['PUT', 'DELETE', 'PATCH', 'GET', 'OPTIONS']) ?? 'PUT',
      url: `${town.origin}/api/v1/${dice.pick(['claims', 'children', 'guardianships', 'nothing']) ?? ''}`,
      headers: json,
    }),
    () => guardianshipInPieces(town, dice),
    () => ({ method: 'GET', url: `${town.origin}/${dice.pick(['healthz', 'api/v1/clock', 'api/v1/session']) ?? ''}` }),
    () => ({
      method: 'POST',
      url: `${town.origin}/children?/${encoded(badOne(dice)).slice(0, 200)}`,
      headers: { origin: town.origin, 'content-type': dice.pick(bodyTypes) ?? '' },
      body: badOne(dice),
    }),
  ];
  return (dice.pick(ways) as () => Ask)();
}

/** A claim as a program makes it that has read the child's page: to one of the seats offered, or to give up what is held. */
export function claimOn(town: Town, childPage: string, dice: Dice): Ask {
  const page = JSON.parse(childPage) as ChildPage;
  const pools = page.proposals.flatMap((proposal) => proposal.pools.map(({ id }) => id));
  const claims = [
    ...(page.enrolDraft === null ? [] : [{ draft: page.enrolDraft, wishes: [dice.pick(pools) ?? 1 + dice.number(30)] }]),
    ...(page.declineDraft === null
      ? []
      : [{ draft: page.declineDraft, reason: dice.pick(['leaving_country', 'private_school', 'other']) }]),
    ...(page.withdrawDraft === null ? [] : [{ draft: page.withdrawDraft, withdraw: true }]),
  ];
  const body = dice.pick(claims) ?? { draft: badValues['uuid'] ?? '', wishes: [1] };
  return {
    method: 'POST',
    url: `${town.origin}/api/v1/claims`,
    headers: { 'content-type': 'application/json', 'idempotency-key': body.draft },
    body: JSON.stringify(body),
  };
}

const json = { accept: 'application/json' };
const bodyTypes = [
  'application/x-www-form-urlencoded',
  'multipart/form-data; boundary=x',
  'multipart/form-data',
  'application/json',
  'text/plain',
  'application/xml',
  '',
] as const;

function badOne(dice: Dice): string {
  return (dice.pick(Object.values(badValues)) ?? '').toWellFormed();
}

function childFor(person: Person | null, dice: Dice): string {
  const own = dice.pick([...(person?.children ?? [])]);
  return dice.number(3) > 0 && own !== undefined ? own : (dice.pick([encoded(badOne(dice)).slice(0, 2000), ...brokenEncodings]) ?? '');
}

function queryFor(dice: Dice): string {
  const name = dice.pick(['grade', 'region', 'district', 'school', 'grade=1&grade', '__proto__']);
  return dice.number(3) === 0 ? '' : `?${name}=${encoded(badOne(dice)).slice(0, 2000)}`;
}

function claim(town: Town, page: PageRead | null, dice: Dice): Ask {
  const fields = page?.forms.flatMap((form) => form.fields) ?? [];
  const draft = fields.find(({ name }) => name === 'draft')?.value ?? badValues['uuid'] ?? '';
  const pools = fields.find(({ name }) => name === 'pool')?.options.map(Number) ?? [1 + dice.number(30)];
  const bad = badOne(dice);
  const bodies: readonly string[] = [
    JSON.stringify({ draft, wishes: pools }),
    JSON.stringify({ draft, wishes: [dice.number(40)] }),
    JSON.stringify({ draft, wishes: [bad] }),
    JSON.stringify({ draft, wishes: [1, 1, 1] }),
    JSON.stringify({ draft, wishes: Array.from({ length: 5 + dice.number(20) }, (_, place) => place + 1) }),
    JSON.stringify({ draft, reason: bad.slice(0, 64) }),
    JSON.stringify({ draft, reason: dice.pick(['a\u0000b', 'half \ud83d', 'leaving_country', 'private_school']) }),
    JSON.stringify({ draft, withdraw: true }),
    JSON.stringify({ draft, wishes: pools, status: 'enrolled', person: bad }),
    JSON.stringify({ draft: bad, wishes: pools }),
    `{"draft":"${draft}","wishes":[1],"wishes":[2]}`,
    `{"__proto__":{"draft":"${draft}"},"wishes":[1]}`,
    `{"draft":"${draft}","wishes":[1e400]}`,
    '['.repeat(2000),
    bad,
  ];
  const key = dice.number(4) === 0 ? encoded(bad).slice(0, 200) : draft;
  const origin: Readonly<Record<string, string>> = dice.number(6) === 0 ? { origin: 'http://evil.example' } : {};
  const type = dice.number(6) === 0 ? (dice.pick(bodyTypes) ?? '') : 'application/json';
  return {
    method: 'POST',
    url: `${town.origin}/api/v1/claims`,
    headers: { 'content-type': type, 'idempotency-key': key, ...origin },
    body: dice.pick(bodies) ?? '',
  };
}

/** Bodies that begin as a form with a file and end as something else. */
function guardianshipInPieces(town: Town, dice: Dice): Ask {
  const part = (name: string, value: string, more = '') =>
    `--x\r\ncontent-disposition: form-data; name="${name}"${more}\r\n\r\n${value}\r\n`;
  const bodies = [
    part('pin', badOne(dice)),
    `${part('pin', badOne(dice))}${part('relation', badOne(dice))}--x--\r\n`,
    `${part('file', 'a', '; filename="../../\u0000.pdf"')}${part('file', 'b', '; filename="b.pdf"')}--x--\r\n`,
    `${Array.from({ length: 20 }, (_, place) => part(`f${place}`, 'x')).join('')}--x--\r\n`,
    `${part('__proto__', 'x')}${part('key', badOne(dice))}--x--\r\n`,
    '--x--\r\n',
    '',
    badOne(dice),
  ];
  const accept = dice.pick(['text/html', 'application/json', '*/*']) ?? '';
  const type =
    dice.pick([
      'multipart/form-data; boundary=x',
      'multipart/form-data; boundary=x',
      'multipart/form-data',
      'application/json',
      'multipart/form-data; boundary=',
    ]) ?? '';
  return {
    method: 'POST',
    url: `${town.origin}/api/v1/guardianships`,
    headers: { accept, origin: town.origin, 'content-type': type },
    body: dice.pick(bodies) ?? '',
  };
}
