import assert from 'node:assert/strict';
import { test } from 'node:test';
import ru from '../../../messages/ru.json' with { type: 'json' };
import { contactsInput, declineInput, enrolInput, passportInput } from '#domain/application/input.ts';

test('whatever is missing or misshapen in a family’s form, the page has words for it', () => {
  for (const schema of [enrolInput, declineInput, contactsInput, passportInput({ series: ['ID'], digits: 7 })]) {
    const wrong = Object.keys(schema.shape).flatMap((field) => [
      {},
      { [field]: '' },
      { [field]: '<script>' },
      { [field]: 'я'.repeat(5000) },
    ]);
    for (const form of wrong) {
      const { error } = schema.safeParse(form);
      for (const { message, path } of error?.issues ?? []) assert.ok(`problem.${message}` in ru, `${path.join('.')}: ${message}`);
    }
  }
});
