import { guarded } from '#lib/server/guard.ts';
import type { SignedIn } from '#server/session/service.ts';
import { restoredForm } from '#lib/server/kept-form.ts';
import { keepTyped } from '#lib/server/language.ts';
import type { Problem, ProblemCode, Sent } from '#lib/server/form.ts';
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
    problems: url.searchParams.getAll('problem').flatMap(problemOf),
    ...typedOn(event, who),
    typedForm: 'guardian',
  };
});

export const actions = {
  language: guarded('guardianship.apply', async (event: RequestEvent): Promise<Sent> => keepTyped(event)),
} satisfies Actions;

/** What was typed before: kept while nobody was signed in, which is told, or sent and not taken, which the problems tell. */
function typedOn(event: PageServerLoadEvent, who: SignedIn) {
  const kept = restoredForm(event, who);
  const typed = { relation: event.url.searchParams.get('relation') ?? '', ...kept };
  return { typed, restored: event.url.searchParams.has('problem') ? null : kept };
}

/** The upload is taken by a route that streams; it sends the browser back here with the codes of what was wrong. */
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
  too_many_files: 'file',
} as const satisfies Partial<Record<ProblemCode, string>>;

function problemOf(code: string): readonly Problem[] {
  return Object.hasOwn(fields, code) ? [{ field: fields[code as keyof typeof fields], code: code as keyof typeof fields }] : [];
}
