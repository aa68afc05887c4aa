import assert from 'node:assert/strict';
import { test } from 'node:test';
import { isRedirect } from '@sveltejs/kit';
import { guarded, placeOf } from '#lib/server/guard.ts';

type Event = Parameters<Parameters<typeof guarded>[1]>[0];

const eventAt = (path: string, who: object | null = null) => ({ locals: { who }, url: new URL(path, 'http://mektep.test') }) as Event;

test('somebody who is not signed in is sent to sign in, and back to where he was', () => {
  const page = guarded('child.read_own', () => assert.fail('the page was drawn'));
  assert.throws(
    () => page(eventAt('/children/1?grade=2')),
    (thrown) => isRedirect(thrown) && thrown.location === '/sign-in?to=%2Fchildren%2F1%3Fgrade%3D2',
  );
});

test('a form sent after the session ended leads back to its page, not to its act', () => {
  const act = guarded('seat.claim_own', () => assert.fail('the seat was claimed'));
  assert.throws(
    () => act(eventAt('/children/1?/enrol&grade=2')),
    (thrown) => isRedirect(thrown) && thrown.location === '/sign-in?to=%2Fchildren%2F1%3Fgrade%3D2',
  );
  assert.equal(placeOf(new URL('http://mektep.test/children/1?/enrol')), '/children/1');
});

test('a parent who is signed in is let through, and so is everybody on a public page', () => {
  const who = { person: '1', offices: [] };
  assert.equal(guarded('child.read_own', (_event, guest) => guest)(eventAt('/children', who)), who);
  assert.equal(guarded('page.public', (_event, guest) => guest)(eventAt('/')), null);
});

test('a guarded function says what it asks for', () => {
  assert.equal(guarded('applicant.read_own', () => null).permission, 'applicant.read_own');
});
