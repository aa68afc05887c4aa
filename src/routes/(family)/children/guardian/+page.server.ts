import { guarded } from '#lib/server/guard.ts';
import type { SignedIn } from '#server/session/service.ts';
import { restoredForm } from '#lib/server/kept-form.ts';
import { keepTyped } from '#lib/server/language.ts';
import { type Problem, problemCode, type ProblemCode, type Sent } from '#lib/server/form.ts';
import type { Actions, PageServerLoadEvent, RequestEvent } from './$types';

export const load = guarded('guardianship.apply', (event: PageServerLoadEvent, who) => {
  const { locals, url } = event;
  const { applicants, duties, nationalId } = locals.mektep.campaign.policy;
  const relations = applicants.relations.filter(({ proof }) => proof === 'document');
  return {
    relations: relations.map(({ relation }) => relation),
    clause: relations[0]?.clause ?? null,
    checked: duties.representativeCheckedWithinWorkingDays,
    digits: nationalId.digits,
    // Drawn anew each time the form is shown: sending the same form twice has one effect.
    key: crypto.randomUUID(),
    problems: (locals.drawn?.problems ?? url.searchParams.getAll('problem').filter((code) => Object.hasOwn(fields, code))).map(problemOf),
    ...typedOn(event, who),
    typedForm: 'guardian',
  };
});

export const actions = {
  language: guarded('guardianship.apply', async (event: RequestEvent): Promise<Sent> => keepTyped(event)),
} satisfies Actions;

/** What was typed before: sent and not taken, which the problems tell, or kept while nobody was signed in, which is told. */
function typedOn(event: PageServerLoadEvent, who: SignedIn) {
  const kept = restoredForm(event, who);
  const sent = event.locals.drawn?.typed;
  return {
    typed: { relation: event.url.searchParams.get('relation') ?? '', ...kept, ...sent },
    restored: sent === undefined ? kept : null,
  };
}

/** The upload is taken by a route that streams; where it was not taken, this page answers with the codes of what was wrong. */
const fields = {
  pin_wrong: 'pin',
  already_sent: 'pin',
  pin_unreal: 'pin',
  pin_age: 'pin',
  pin_own: 'pin',
  pin_parent: 'pin',
  relation_missing: 'relation',
  file_missing: 'file',
  file_too_large: 'file',
  file_type: 'file',
  file_heic: 'file',
  file_broken: 'file',
  file_picture_too_large: 'file',
  file_infected: 'file',
  file_not_checked: 'file',
  too_many_files: 'file',
} as const satisfies Partial<Record<ProblemCode, string>>;

function problemOf(code: string): Problem {
  return { field: Object.hasOwn(fields, code) ? fields[code as keyof typeof fields] : 'guardian', code: problemCode(code) };
}
