import assert from 'node:assert/strict';
import { test } from 'node:test';
import { tableOf } from '#test/support/table.ts';
import { permissions, type Role } from '../access/permissions.ts';
import { type ApplicationAct, type ApplicationState, lifecycle, stateAfter, stateFrom } from './lifecycle.ts';

const states = [
  'not_applied',
  'waiting',
  'in_line',
  'enrolled',
  'declined',
  'refused',
  'withdrawn',
  'documents_received',
  'documents_not_submitted',
] as const;
const acts = [
  'enrol',
  'submit',
  'queue',
  'advance',
  'move',
  'decline',
  'withdraw',
  'confirm',
  'reject',
  'receive_documents',
  'lapse',
] as const;
const roles = ['public', 'applicant', 'director', 'district', 'municipality', 'commission', 'ministry', 'operator', 'system'] as const;

/** What may be done, and by whom; everything else may not. */
const allowed = `
  not_applied             | enrol             | applicant            | enrolled
  not_applied             | submit            | applicant            | waiting
  not_applied             | queue             | applicant            | in_line
  not_applied             | decline           | applicant            | declined
  waiting                 | confirm           | director, commission | enrolled
  waiting                 | reject            | director, commission | refused
  waiting                 | withdraw          | applicant            | withdrawn
  in_line                 | advance           | system               | enrolled
  in_line                 | enrol             | applicant            | enrolled
  in_line                 | submit            | applicant            | waiting
  in_line                 | queue             | applicant            | in_line
  in_line                 | decline           | applicant            | declined
  in_line                 | withdraw          | applicant            | withdrawn
  enrolled                | decline           | applicant            | declined
  enrolled                | withdraw          | applicant            | withdrawn
  enrolled                | move              | applicant            | enrolled
  enrolled                | receive_documents | director             | documents_received
  enrolled                | lapse             | system               | documents_not_submitted
  declined                | enrol             | applicant            | enrolled
  declined                | submit            | applicant            | waiting
  declined                | queue             | applicant            | in_line
  refused                 | enrol             | applicant            | enrolled
  refused                 | submit            | applicant            | waiting
  refused                 | queue             | applicant            | in_line
  withdrawn               | enrol             | applicant            | enrolled
  withdrawn               | submit            | applicant            | waiting
  withdrawn               | queue             | applicant            | in_line
  documents_not_submitted | enrol             | applicant            | enrolled
  documents_not_submitted | submit            | applicant            | waiting
  documents_not_submitted | queue             | applicant            | in_line`;

const expected = new Map(
  allowed
    .trim()
    .split('\n')
    .flatMap((line) => {
      const [from = '', act = '', by = '', to = ''] = line.split('|').map((cell) => cell.trim());
      return by.split(', ').map((role) => [`${from} ${act} ${role}`, to] as const);
    }),
);

test('every state, act and role together: what the table allows leads where it says, everything else leads nowhere', () => {
  let pairs = 0;
  for (const from of states) {
    for (const act of acts) {
      for (const role of roles) {
        assert.equal(stateAfter(from, act, role), expected.get(`${from} ${act} ${role}`) ?? null, `${role}: ${act} from ${from}`);
        pairs += 1;
      }
    }
  }
  assert.equal(pairs, states.length * acts.length * roles.length);
  assert.equal([...expected].length, lifecycle.flatMap(({ by }) => by).length);
});

test('the lists of this test name every state, act and role there is', () => {
  const named = { states: new Set<ApplicationState>(states), acts: new Set<ApplicationAct>(acts), roles: new Set<Role>(roles) };
  for (const { from, to, act, by } of lifecycle) {
    assert.ok(named.states.has(from) && named.states.has(to) && named.acts.has(act));
    for (const role of by) assert.ok(named.roles.has(role));
  }
  for (const list of Object.values(permissions)) for (const role of list) assert.ok(named.roles.has(role));
});

test('nobody but the applicant enrols, moves, declines or withdraws, and the papers on the table end the matter', () => {
  for (const { act, by } of lifecycle) {
    if (['enrol', 'move', 'decline', 'withdraw', 'submit', 'queue'].includes(act)) assert.deepEqual(by, ['applicant'], act);
  }
  assert.ok(lifecycle.every(({ from }) => (from as ApplicationState) !== 'documents_received'));
});

test('the state is derived from the place and the last act the register kept', () => {
  const table = tableOf(
    `place 7, waiting for nothing, last act none      → enrolled
     place 7, waiting for nothing, last act declined  → enrolled
     place 7, waiting for 8, last act waiting         → enrolled
     no place, waiting for 8, last act waiting        → waiting
     no place, waiting for nothing, last act none      → not_applied
     no place, waiting for nothing, last act declined  → declined
     no place, waiting for nothing, last act queued    → in_line
     no place, waiting for nothing, last act withdrawn → withdrawn
     no place, waiting for nothing, last act rejected  → refused`,
  );
  for (const { given, expected } of table) {
    const last = /last act (\w+)/.exec(given)?.[1];
    const standing = { pool: given.startsWith('place') ? 7 : null, waiting: given.includes('for 8') ? 8 : null };
    const kept = last === 'none' ? null : (last as Parameters<typeof stateFrom>[1]);
    assert.equal(stateFrom(standing, kept), expected, given);
  }
});
