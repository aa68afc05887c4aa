import type { ChoicePage } from '#domain/application/view.ts';
import type { MessageKey } from './messages.ts';

/** What has been chosen so far, as the page's address keeps it: no step needs a script or a cookie. */
export type Chosen = {
  readonly grade?: number | null;
  readonly region?: string;
  readonly district?: string;
  readonly school?: string;
  readonly wishes?: string;
};

/** The query of a step of choosing; empty for the first one. */
export function choiceQuery(chosen: Chosen): string {
  const pairs = Object.entries(chosen).flatMap(([name, value]) =>
    value === undefined || value === null || value === '' ? [] : [[name, String(value)]],
  );
  return new URLSearchParams(pairs).toString();
}

/** The address of a step of choosing a school for a child. */
export function choiceHref(child: string, chosen: Chosen = {}): string {
  const query = choiceQuery(chosen);
  return `/children/${child}/choose${query === '' ? '' : `?${query}`}`;
}

/** Where one step back leads, and what it is called. */
export function stepBack({ child, grades, grade, choice }: ChoicePage, wishes = ''): { readonly href: string; readonly key: MessageKey } {
  const home = { href: `/children/${child.id}`, key: 'nav.back' } as const;
  switch (choice?.step) {
    case 'region':
      return grades.length > 1 ? { href: choiceHref(child.id, { wishes }), key: 'choose.other_grade' } : home;
    case 'district':
      return { href: choiceHref(child.id, { grade, wishes }), key: 'choose.other_region' };
    case 'school':
      return choice.onlyDistrict
        ? { href: choiceHref(child.id, { grade, wishes }), key: 'choose.other_region' }
        : { href: choiceHref(child.id, { grade, region: choice.region.key, wishes }), key: 'choose.other_district' };
    case 'language':
      return {
        href: choiceHref(child.id, { grade, region: choice.region.key, district: choice.district.key, wishes }),
        key: 'choose.other_school',
      };
    default:
      return home;
  }
}
