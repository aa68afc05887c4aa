import type { Named } from '#domain/core/language.ts';
import type { NationalId } from '#domain/core/national-id.ts';
import type { FamilyTag } from './family-plans.ts';
import type { Population } from './population.ts';

/** A person to sign in as, and what her family shows. */
export type Persona = { readonly pin: NationalId; readonly title: Named; readonly tag: string };

/** A dozen people of this population, the first of each kind; a kind the population does not have is left out. */
export function personas(population: Population): readonly Persona[] {
  return stories.flatMap(({ tag, parent, story, as }) => {
    const family = population.families.find((candidate) => candidate.tag === tag);
    const pin = family?.parents[parent];
    const adult = population.adults.find((candidate) => candidate.pin === pin);
    if (pin === undefined || adult === undefined) return [];
    const who = `${adult.name.given} ${adult.name.surname}`;
    return [{ pin, tag: as ?? tag, title: { ru: `${who} — ${story.ru}`, ky: `${who} — ${story.ky}` } }];
  });
}

type Story = {
  readonly tag: FamilyTag;
  /** 0 the mother, 1 the father. */
  readonly parent: 0 | 1;
  readonly story: { readonly ru: string; readonly ky: string };
  readonly as?: string;
};

const stories: readonly Story[] = [
  { tag: 'two_children', parent: 0, story: { ru: 'двое детей, один адрес, одна школа', ky: 'эки бала, бир дарек, бир мектеп' } },
  { tag: 'two_children', parent: 1, as: 'other_parent', story: { ru: 'отец тех же двоих детей', ky: 'ошол эле эки баланын атасы' } },
  { tag: 'twins', parent: 0, story: { ru: 'близнецы', ky: 'эгиз балдар' } },
  { tag: 'two_schools', parent: 0, story: { ru: 'две школы по одному адресу', ky: 'бир дарек боюнча эки мектеп' } },
  { tag: 'three_schools', parent: 0, story: { ru: 'три школы по одному адресу', ky: 'бир дарек боюнча үч мектеп' } },
  { tag: 'no_child_shown', parent: 0, story: { ru: 'ребёнок не привязан в ЗАГСе', ky: 'бала ЗАГСка байланган эмес' } },
  { tag: 'no_school', parent: 0, story: { ru: 'адрес не закреплён ни за одной школой', ky: 'дарек бир да мектепке бекитилген эмес' } },
  { tag: 'older_than_8', parent: 0, story: { ru: 'ребёнок старше 8 лет', ky: 'бала 8 жаштан улуу' } },
  { tag: 'born_2017', parent: 0, story: { ru: 'ребёнок 2017 года рождения', ky: 'бала 2017-жылы туулган' } },
  { tag: 'too_young', parent: 0, story: { ru: 'ребёнок ещё мал, 2020 года рождения', ky: 'бала али кичинекей, 2020-жылы туулган' } },
  { tag: 'prepared', parent: 0, story: { ru: 'ребёнок 2019 года окончил подготовку', ky: '2019-жылы туулган бала даярдыктан өткөн' } },
  { tag: 'no_birth_act', parent: 0, story: { ru: 'нет акта о рождении', ky: 'туулгандыгы жөнүндө акт жок' } },
  { tag: 'parents_apart', parent: 0, story: { ru: 'родители прописаны по разным адресам', ky: 'ата-эне башка-башка даректе катталган' } },
  { tag: 'foreign_mother', parent: 0, story: { ru: 'иностранная гражданка', ky: 'чет өлкөнүн жараны' } },
];
