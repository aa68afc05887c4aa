import { addressAsked, answerAddress, type AddressAnswer } from '#lib/server/address-question.ts';
import { areasOf } from '#lib/server/areas.ts';
import type { Sent } from '#lib/server/form.ts';
import { guarded } from '#lib/server/guard.ts';
import { keepTyped } from '#lib/server/language.ts';
import { passQuestion } from '#lib/server/turnstile.ts';
import type { Actions, PageServerLoadEvent, RequestEvent } from './$types';

export const load = guarded('page.public', async ({ locals, url, setHeaders }: PageServerLoadEvent) => {
  const { mektep } = locals;
  const asked = addressAsked(url.searchParams);
  if (asked !== null) passQuestion({ locals, setHeaders });
  const answer: AddressAnswer =
    asked === null ? { kind: 'ask', problems: [] } : await answerAddress(mektep, asked, url.searchParams.has('which'));
  return {
    answer,
    typed: asked ?? { district: '', street: '', id: '', house: '' },
    regions: answer.kind === 'ask' ? areasOf((await mektep.school.freeSeats()).schools) : [],
    ...(answer.kind === 'ask' && { typedForm: 'address' }),
  };
});

export const actions = {
  language: guarded('page.public', async (event: RequestEvent): Promise<Sent> => keepTyped(event)),
} satisfies Actions;
