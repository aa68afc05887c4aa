import assert from 'node:assert/strict';
import { test } from 'node:test';
import { tableOf } from '#test/support/table.ts';
import { moment } from '../core/day.ts';
import type { Policy } from '../policy/policy.ts';
import { policies } from '../policy/registry.ts';
import { opensNext, refuseOutside, stageOf, windowAt, windowView } from './windows.ts';

const law: Policy = policies['kg-2025'];

/** `2025-06-02 08:59:59` as a moment of the campaign's wall clock. */
const at = (text: string) => moment(text.replace(' ', 'T'));

function answerOf(policy: Policy, text: string): string {
  const view = windowView(windowAt(policy, at(text)));
  if (view.kind === 'open') return `${view.stage} by clause ${view.clause}`;
  if (view.kind === 'closed') return 'closed for good';
  return `${view.kind === 'between' ? 'between stages' : 'not open yet'}, opens ${view.opensAt.replace('T', ' ')}`;
}

function judge(policy: Policy, table: string): void {
  for (const { given, expected } of tableOf(table)) assert.equal(answerOf(policy, given), expected, given);
}

test('KG25-21.1/until-1-june KG25-21.13/window stage 1 runs from 1 April 9:00 through 1 June, stage 2 from 2 June 9:00 through 15 August, then the school year', () => {
  judge(
    law,
    `2025-03-31 23:59:00 → not open yet, opens 2025-04-01 09:00:00
     2025-04-01 08:59:59 → not open yet, opens 2025-04-01 09:00:00
     2025-04-01 09:00:00 → guaranteed by clause 21
     2025-05-31 23:59:00 → guaranteed by clause 21
     2025-06-01 00:00:00 → guaranteed by clause 21
     2025-06-01 23:59:59 → guaranteed by clause 21
     2025-06-02 00:00:00 → between stages, opens 2025-06-02 09:00:00
     2025-06-02 08:59:00 → between stages, opens 2025-06-02 09:00:00
     2025-06-02 08:59:59 → between stages, opens 2025-06-02 09:00:00
     2025-06-02 09:00:00 → free_choice by clause 21
     2025-08-15 23:59:59 → free_choice by clause 21
     2025-08-16 00:00:00 → between stages, opens 2025-09-01 00:00:00
     2025-08-31 23:59:59 → between stages, opens 2025-09-01 00:00:00
     2025-09-01 00:00:00 → during_year by clause 30
     2026-05-31 23:59:59 → during_year by clause 30
     2026-06-01 00:00:00 → closed for good`,
  );
});

test('KG25-26/start-and-end-of-registration KG25-26/per-campaign the dates are set by the ministry, per campaign: changed dates give other answers', () => {
  assert.deepEqual({ ...law.datesSetBy }, { role: 'ministry', clause: '26' });
  const moved: Policy = {
    ...law,
    stages: law.stages.map((stage) =>
      stage.code === 'guaranteed' ? { ...stage, opens: '2025-03-15T08:00:00', closes: '2025-05-11T00:00:00' } : stage,
    ),
  };
  judge(
    moved,
    `2025-03-15 07:59:59 → not open yet, opens 2025-03-15 08:00:00
     2025-03-15 08:00:00 → guaranteed by clause 21
     2025-05-31 23:59:00 → between stages, opens 2025-06-02 09:00:00`,
  );
});

test('an act outside its stage is refused with the clause and the moment that would change the answer', () => {
  const refusals = (code: string, text: string) => {
    const refusal = refuseOutside(law, stageOf(law, code), at(text));
    if (refusal === null) return 'allowed';
    const moments =
      `${'closedAt' in refusal ? `closed ${refusal.closedAt}` : ''} ${'opensAt' in refusal ? `opens ${refusal.opensAt}` : ''}`.trim();
    return `${refusal.kind}, ${moments}, ${refusal.remedy}, clause ${refusal.clause}`;
  };
  const table = tableOf(
    `guaranteed at 2025-04-01 08:59:59  → not_open_yet, opens 2025-04-01T09:00:00, wait, clause 21
     guaranteed at 2025-06-01 23:59:59  → allowed
     guaranteed at 2025-06-02 08:59:59  → closed, closed 2025-06-02T00:00:00 opens 2025-06-02T09:00:00, wait, clause 21
     guaranteed at 2025-06-02 09:00:00  → closed, closed 2025-06-02T00:00:00 opens 2025-06-02T09:00:00, choose_offered, clause 21
     free_choice at 2025-06-02 08:59:00 → not_open_yet, opens 2025-06-02T09:00:00, wait, clause 21
     free_choice at 2025-08-16 00:00:00 → closed, closed 2025-08-16T00:00:00 opens 2025-09-01T00:00:00, wait, clause 21
     free_choice at 2025-09-01 00:00:00 → closed, closed 2025-08-16T00:00:00 opens 2025-09-01T00:00:00, choose_offered, clause 21
     during_year at 2026-06-01 00:00:00 → closed, closed 2026-06-01T00:00:00 opens null, ask_district, clause 30`,
  );
  for (const { given, expected } of table) {
    const [code = '', text = ''] = given.split(' at ');
    assert.equal(refusals(code, text), expected, given);
  }
});

test('a family without the guarantee learns when it may choose freely, until that stage has passed', () => {
  assert.equal(opensNext(law, 'free_choice', at('2025-05-12 10:00')), '2025-06-02T09:00:00');
  assert.equal(opensNext(law, 'free_choice', at('2025-07-01 10:00')), '2025-06-02T09:00:00');
  assert.equal(opensNext(law, 'free_choice', at('2025-08-16 00:00')), null);
});

test('a draft of a stage that its own law lacks is a fault, not an answer', () => {
  assert.throws(() => stageOf(law, 'third'), /no stage third/);
});
