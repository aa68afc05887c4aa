import assert from 'node:assert/strict';
import { test } from 'node:test';
import { type Choosable, choicesIn, isChoiceField, withoutSeen } from './import-choices.ts';

const choosable: Choosable = {
  schools: new Map([['s-1', { ru: 'Школа № 1' }]]),
  streets: new Map([
    [5, { ru: 'улица Новая' }],
    [7, { ru: 'улица Старая' }],
  ]),
  readings: new Map([['2:0', 2]]),
};

/** What a form holds, and what was chosen by it. */
const forms = [
  [{ 'street|x': '5' }, [['street', 'x', '5', null]]],
  [{ 'street|x': '5', 'was|street|x': '7' }, [['street', 'x', '5', '7']]],
  [{ 'street|x': '5', 'was|street|x': '5' }, []],
  [{ 'street|x': '9' }, []],
  [{ 'school|y': 'out', 'was|school|y': '' }, [['school', 'y', 'out', null]]],
  [{ 'reading|2:0': '1' }, [['reading', '2:0', '1', null]]],
  [{ 'reading|2:0': '2' }, []],
  [{ 'other|street|x': 'Старая', 'was|street|x': '5' }, [['street', 'x', '7', '5']]],
  [{ accept: 'first', 'first|street|x': '5' }, [['street', 'x', '5', null]]],
  [{ accept: 'first', 'first|street|x': '5', 'street|x': '7' }, [['street', 'x', '7', null]]],
  [{ accept: 'first', 'first|street|x': '5', 'street|x': 'out', 'was|street|x': 'out' }, []],
  [{ 'first|street|x': '5' }, []],
] as const;

test('what a form says of names and readings: what was shown is left alone, the first suggestion fills what nobody chose', () => {
  for (const [form, expected] of forms) {
    const { choices, problems } = choicesIn(form, choosable);
    assert.deepEqual(
      choices.map(({ kind, subject, choice, was }) => [kind, subject, choice, was]),
      expected,
      JSON.stringify(form),
    );
    assert.deepEqual(problems, []);
    assert.ok(Object.keys(form).every(isChoiceField), JSON.stringify(form));
  }
  assert.deepEqual(
    choicesIn({ 'other|street|x': 'Неведомая' }, choosable).problems.map(({ field }) => field),
    ['other|street|x'],
  );
  assert.deepEqual(['status', 'was', 'streets|x', 'other|accept'].filter(isChoiceField), []);
  assert.deepEqual(withoutSeen({ 'street|x': '5', 'was|street|x': '7' }), { 'street|x': '5' });
});
