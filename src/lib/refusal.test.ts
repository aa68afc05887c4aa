import assert from 'node:assert/strict';
import { test } from 'node:test';
import { moment } from '#domain/core/day.ts';
import type { Refusal, RefusalKind } from '#domain/core/refusal.ts';
import { policies } from '#domain/policy/registry.ts';
import { spokenLanguages } from '#lib/messages.ts';
import { refusalText } from '#lib/refusal.ts';
import { speechFor, spokenLaw } from '#lib/speech.ts';

const clause = '21';
const opensAt = moment('2025-06-02T09:00');
const closedAt = moment('2025-06-02T00:00');

const refusals: { readonly [Kind in RefusalKind]: readonly Extract<Refusal, { kind: Kind }>[] } = {
  not_open_yet: [{ kind: 'not_open_yet', opensAt, remedy: 'wait', clause }],
  closed: [
    { kind: 'closed', closedAt, opensAt, remedy: 'wait', clause },
    { kind: 'closed', closedAt, opensAt: null, remedy: 'ask_district', clause },
  ],
  commission_decides: [
    { kind: 'commission_decides', why: 'older_than', remedy: 'go_to_commission', clause },
    { kind: 'commission_decides', why: 'no_cohort', remedy: 'go_to_commission', clause },
    { kind: 'commission_decides', why: 'no_identity_documents', remedy: 'go_to_commission', clause },
  ],
  too_young: [{ kind: 'too_young', bornTo: '2019-12-31', remedy: 'next_campaign', clause }],
  no_school_for_address: [{ kind: 'no_school_for_address', remedy: 'ask_nearest_school', clause }],
  no_address: [{ kind: 'no_address', remedy: 'register_address', clause }],
  address_unusable: [{ kind: 'address_unusable', remedy: 'correct_address', clause }],
  not_known_yet: [
    { kind: 'not_known_yet', register: 'address_bureau', remedy: 'ask_again', clause },
    { kind: 'not_known_yet', register: 'civil_registry', remedy: 'ask_again', clause },
  ],
  no_places: [
    { kind: 'no_places', remedy: 'other_school', opensAt, clause },
    { kind: 'no_places', remedy: 'ask_district', opensAt: null, clause },
  ],
  guarantee_lost: [
    { kind: 'guarantee_lost', opensAt, remedy: 'free_choice', clause },
    { kind: 'guarantee_lost', opensAt: null, remedy: 'free_choice', clause },
  ],
  already_enrolled: [
    { kind: 'already_enrolled', remedy: 'decline_first', opensAt: null, clause },
    { kind: 'already_enrolled', remedy: 'move_later', opensAt, clause },
  ],
  already_in_line: [{ kind: 'already_in_line', remedy: 'wait_in_line', clause }],
  school_not_offered: [{ kind: 'school_not_offered', remedy: 'choose_offered', clause }],
  nothing_to_decline: [{ kind: 'nothing_to_decline', remedy: 'none', clause }],
  reason_not_in_law: [{ kind: 'reason_not_in_law', remedy: 'choose_offered', clause }],
  withdraw_first: [{ kind: 'withdraw_first', remedy: 'withdraw', clause }],
  nothing_to_withdraw: [{ kind: 'nothing_to_withdraw', remedy: 'none', clause }],
  application_refused: (['untrue_documents', 'documents_do_not_meet', 'classes_full', 'another_ground'] as const).map((ground) => ({
    kind: 'application_refused',
    ground,
    remedy: 'apply_elsewhere',
    clause,
  })),
  nothing_waiting: [{ kind: 'nothing_waiting', remedy: 'none', clause }],
  ground_not_in_law: [{ kind: 'ground_not_in_law', remedy: 'choose_offered', clause }],
  cancellations_used_up: [{ kind: 'cancellations_used_up', atMost: 2, remedy: 'ask_district', clause }],
};

for (const language of spokenLanguages) {
  const speech = speechFor(language, spokenLaw(policies['kg-2025']));
  test(`a refused family reads why, by which clause, and what to do (${language})`, () => {
    for (const refusal of Object.values(refusals).flat()) {
      const said = refusalText(refusal, speech);
      assert.match(said.text, /^[«“\p{Lu}].{15,}[.]$/u, `${refusal.kind}: ${said.text}`);
      assert.match(said.remedy, /^\p{Lu}.{10,}[.]$/u, `${refusal.remedy}: ${said.remedy}`);
      assert.doesNotMatch(said.text, /[{}]|none|null|undefined/, said.text);
      assert.equal(said.clause, clause);
    }
  });
}

test('a family that can wait reads until when; one that cannot is not told a date', () => {
  const { t, ...rest } = speechFor('ru', spokenLaw(policies['kg-2025']));
  const say = (refusal: Refusal) => refusalText(refusal, { t, ...rest }).text;
  assert.match(say(refusals.guarantee_lost[0] as Refusal), /откроется: 2 июня 2025 года, 9:00\.$/);
  assert.doesNotMatch(say(refusals.guarantee_lost[1] as Refusal), /\d/);
  assert.match(say(refusals.closed[1] as Refusal), /Последний день был 1 июня 2025 года\.$/);
});
