import type { NationalId } from '#domain/core/national-id.ts';
import type { Named } from '#domain/core/language.ts';
import { peopleOf, type People } from './people.ts';
import type { Adult, Population } from './population.ts';

/** Somebody of the population who works for the state's education, and where. */
export type Staff = { readonly adult: Adult; readonly title: Named } & (
  | { readonly role: 'director'; readonly school: string }
  | { readonly role: 'district'; readonly district: string }
  | { readonly role: 'ministry' }
);

/**
 * A few people who have offices: the directors of the first schools that serve the first families, an officer of their district, somebody of the
 * ministry. They are fathers of the last families, for whoever works for the state has children too.
 */
export function staffOf(population: Population | People): readonly Staff[] {
  const people = peopleOf(population);
  const adults = fathersFromTheEnd(people, directorsAtMost + 2);
  const [officer, minister, ...directors] = adults;
  const [first] = people.schools;
  if (officer === undefined || minister === undefined || first === undefined) return [];
  const nearby = people.schools.filter(({ districtCode }) => districtCode === first.districtCode).slice(0, directors.length);
  const district = people.districts.find(({ code }) => code === first.districtCode);
  const titled = (adult: Adult, what: Named): { readonly adult: Adult; readonly title: Named } => {
    const name = `${adult.name.given} ${adult.name.surname}`;
    const title = Object.entries(what).map(([language, words]) => [language, `${name} — ${words}`]);
    return { adult, title: Object.fromEntries(title) as Named };
  };
  return [
    ...nearby.map((school, place) => ({
      ...titled(
        directors[place] as Adult,
        eachLanguage(school.name, (name, { director }) => `${director}, ${name}`),
      ),
      role: 'director' as const,
      school: school.id,
    })),
    {
      ...titled(
        officer,
        eachLanguage(district?.name ?? { ru: '' }, (name, { officer: words }) => `${words}, ${name}`),
      ),
      role: 'district',
      district: first.districtCode,
    },
    {
      ...titled(
        minister,
        eachLanguage({ ru: '' }, (_, { ministry }) => ministry),
      ),
      role: 'ministry',
    },
  ];
}

/** The adult of the population who directs a school; `undefined` where the director is only a name. */
export function directorOf(staff: readonly Staff[], school: string): Adult | undefined {
  return staff.find((one) => one.role === 'director' && one.school === school)?.adult;
}

const directorsAtMost = 3;

const words = {
  ru: { director: 'директор', officer: 'сотрудник РайОО', ministry: 'сотрудник министерства' },
  ky: { director: 'директор', officer: 'РайББнын кызматкери', ministry: 'министрликтин кызматкери' },
  kk: { director: 'директор', officer: 'білім бөлімінің қызметкері', ministry: 'министрлік қызметкері' },
  en: { director: 'director', officer: 'district education officer', ministry: 'ministry officer' },
} as const;

function eachLanguage(name: Named, say: (name: string, spoken: (typeof words)['ru' | 'ky' | 'kk' | 'en']) => string): Named {
  const languages = ['ru', 'ky', 'kk', 'en'] as const;
  const said = languages.map((language) => [language, say(name[language] ?? name.ru, words[language])]);
  return Object.fromEntries(said);
}

function fathersFromTheEnd(people: People, count: number): readonly Adult[] {
  const found: Adult[] = [];
  const seen = new Set<NationalId>();
  for (let place = people.families - 1; place >= 0 && found.length < count; place -= 1) {
    const { family, adults } = people.household(place);
    const adult = adults.find(({ pin, sex }) => pin !== family.parents[0] && family.parents.includes(pin) && sex === 'male');
    if (adult === undefined || seen.has(adult.pin)) continue;
    seen.add(adult.pin);
    found.push(adult);
  }
  return found;
}
