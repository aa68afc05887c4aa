import { choiceKey, type ImportChoiceOver } from '#domain/catchment/import-choice.ts';
import { plainName } from '#domain/catchment/import-match.ts';
import { streetKey } from '#domain/catchment/street-key.ts';
import type { Named } from '#domain/core/language.ts';
import type { Problem, Typed } from './form.ts';

/** What can be chosen: the district's own schools and streets, and the readings of an item on this page. */
export type Choosable = {
  readonly schools: ReadonlyMap<string, Named>;
  readonly streets: ReadonlyMap<number, Named>;
  readonly readings: ReadonlyMap<string, number>;
};

/** Whether a page of a file has a field of this name; see `choicesIn`. */
export function isChoiceField(name: string): boolean {
  return name === 'accept' || /^((other|first|was)\|)?(school|street|reading)\|/.test(name);
}

/** What was typed, without what the page had shown: it is drawn again over what stands now. */
export function withoutSeen(typed: Typed): Typed {
  return Object.fromEntries(Object.entries(typed).filter(([name]) => !name.startsWith('was|')));
}

/**
 * What a person chose on a page of a file. A field is `<kind>|<subject>`, its value a choice, `out` or nothing yet; `other|…` is a name typed
 * instead, which must be one of the register; `was|…` is what the page showed: what is sent as it was shown is left alone. `accept` takes the first
 * suggestion, `first|…`, wherever nothing was chosen.
 */
export function choicesIn(
  typed: Typed,
  choosable: Choosable,
): { readonly choices: readonly ImportChoiceOver[]; readonly problems: readonly Problem[] } {
  const choices = new Map<string, ImportChoiceOver>();
  const problems: Problem[] = [];
  const choose = (kind: ImportChoiceOver['kind'], subject: string, choice: string) => {
    const key = choiceKey({ kind, subject });
    const was = typed[`was|${key}`] || null;
    if (choice !== was && isChoosable(kind, subject, choice, choosable)) choices.set(key, { kind, subject, choice, was });
  };
  const subjects = Object.keys(typed).filter((field) => /^(school|street|reading|other\|(school|street))\|/.test(field));
  for (const field of subjects) {
    const [kind, subject] = partsOf(field.replace(/^other\|/, ''));
    const value = field.startsWith('other|') ? named(kind, typed[field] ?? '', choosable) : (typed[field] ?? '');
    if (value === null) problems.push({ field, code: kind === 'school' ? 'school_unknown' : 'street_unknown' });
    else if (value !== '') choose(kind, subject, value);
  }
  if (typed['accept'] === 'first') {
    for (const [field, value] of Object.entries(typed)) {
      const key = field.replace(/^first\|/, '');
      if (field.startsWith('first|') && !choices.has(key) && !typed[key]) choose(...partsOf(key), value);
    }
  }
  return { choices: [...choices.values()], problems };
}

function partsOf(field: string): readonly [kind: ImportChoiceOver['kind'], subject: string] {
  const cut = field.indexOf('|');
  return [field.slice(0, cut) as ImportChoiceOver['kind'], field.slice(cut + 1)];
}

/** The one thing of the register that bears a typed name; nothing typed is nothing chosen, an unknown name is null. */
function named(kind: ImportChoiceOver['kind'], text: string, { schools, streets }: Choosable): string | null {
  if (text.trim() === '') return '';
  const keyOf = kind === 'school' ? plainName : streetKey;
  const found = [...(kind === 'school' ? schools : streets)].filter(([, name]) =>
    Object.values(name).some((each) => keyOf(each) === keyOf(text)),
  );
  return found.length === 1 ? String(found[0]?.[0]) : null;
}

function isChoosable(kind: ImportChoiceOver['kind'], subject: string, value: string, { schools, streets, readings }: Choosable): boolean {
  if (kind === 'reading') return /^\d{1,3}$/.test(value) && Number(value) < (readings.get(subject) ?? 0);
  if (value === 'out') return true;
  return kind === 'school' ? schools.has(value) : /^\d{1,9}$/.test(value) && streets.has(Number(value));
}
