import { guarded } from '#lib/server/guard.ts';
import { keepTyped } from '#lib/server/language.ts';
import type { Problem, ProblemCode, Sent } from '#lib/server/form.ts';
import type { Actions, PageServerLoadEvent, RequestEvent } from './$types';

export const load = guarded('guardianship.apply', ({ locals, url, cookies }: PageServerLoadEvent, who) => {
  const { applicants, duties, nationalId } = locals.mektep.campaign.policy;
  const { cookies: names, guardianship } = locals.mektep;
  const sealed = url.searchParams.has('problem') ? cookies.get(`${names.session}-typed`) : undefined;
  const kept = sealed === undefined ? null : guardianship.openTyped(who, sealed);
  const relations = applicants.relations.filter(({ proof }) => proof === 'document');
  return {
    relations: relations.map(({ relation }) => relation),
    clause: relations[0]?.clause ?? null,
    checked: duties.representativeCheckedWithinWorkingDays,
    digits: nationalId.digits,
    // Drawn anew each time the form is shown: sending the same form twice has one effect.
    key: crypto.randomUUID(),
    problems: url.searchParams.getAll('problem').flatMap(problemOf),
    typed: { pin: kept?.pin ?? '', relation: kept?.relation ?? url.searchParams.get('relation') ?? '' },
    typedForm: 'guardian',
  };
});

export const actions = {
  language: guarded('guardianship.apply', async (event: RequestEvent): Promise<Sent> => keepTyped(event)),
} satisfies Actions;

/** The upload is taken by a route that streams; it sends the browser back here with the codes of what was wrong. */
const fields = {
  pin_wrong: 'pin',
  already_sent: 'pin',
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

function problemOf(code: string): readonly Problem[] {
  return Object.hasOwn(fields, code) ? [{ field: fields[code as keyof typeof fields], code: code as keyof typeof fields }] : [];
}
