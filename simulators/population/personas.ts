import type { Named } from '#domain/core/language.ts';
import type { NationalId } from '#domain/core/national-id.ts';
import { everyTag, laterFamilies, type FamilyTag } from './family-plans.ts';
import { peopleOf, type Household, type People } from './people.ts';
import type { Population } from './population.ts';

/** A person to sign in as, and what her family shows. */
export type Persona = { readonly pin: NationalId; readonly title: Named; readonly tag: string };

/** People of this population to sign in as, the first of each kind; a kind the first families do not show is left out. */
export function personas(population: Population | People): readonly Persona[] {
  const people = peopleOf(population);
  const first = Array.from({ length: Math.min(people.families, laterFamilies + everyTag.length) }, (_, place) => people.household(place));
  return stories.flatMap(({ tag, who, story, as }) => {
    const household = first.find(({ family }) => family.tag === tag);
    const pin = household === undefined ? undefined : who(household);
    const adult = household?.adults.find((candidate) => candidate.pin === pin);
    if (pin === undefined || adult === undefined) return [];
    const name = `${adult.name.given} ${adult.name.surname}`;
    return [{ pin, tag: as ?? tag, title: { ru: `${name} — ${story.ru}`, ky: `${name} — ${story.ky}` } }];
  });
}

type Story = {
  readonly tag: FamilyTag;
  readonly who: (household: Household) => NationalId | undefined;
  readonly story: { readonly ru: string; readonly ky: string };
  readonly as?: string;
};

const mother = ({ family }: Household) => family.parents[0];
const father = ({ family }: Household) => family.parents[1];
const guardian = ({ family }: Household) => family.guardians[0];

const stories: readonly Story[] = [
  { tag: 'two_children', who: mother, story: { ru: 'двое детей, один адрес, одна школа', ky: 'эки бала, бир дарек, бир мектеп' } },
  { tag: 'two_children', who: father, as: 'other_parent', story: { ru: 'отец тех же двоих детей', ky: 'ошол эле эки баланын атасы' } },
  { tag: 'twins', who: mother, story: { ru: 'близнецы', ky: 'эгиз балдар' } },
  { tag: 'two_schools', who: mother, story: { ru: 'две школы по одному адресу', ky: 'бир дарек боюнча эки мектеп' } },
  { tag: 'three_schools', who: mother, story: { ru: 'три школы по одному адресу', ky: 'бир дарек боюнча үч мектеп' } },
  { tag: 'no_child_shown', who: mother, story: { ru: 'ребёнок не привязан в ЗАГСе', ky: 'бала ЗАГСка байланган эмес' } },
  { tag: 'no_school', who: mother, story: { ru: 'адрес не закреплён ни за одной школой', ky: 'дарек бир да мектепке бекитилген эмес' } },
  { tag: 'older_than_8', who: mother, story: { ru: 'ребёнок старше 8 лет', ky: 'бала 8 жаштан улуу' } },
  {
    tag: 'born_2017',
    who: mother,
    story: { ru: 'ребёнок старше принимаемых, но не старше 8', ky: 'бала кабыл алынуучулардан улуу, бирок 8ден кичүү' },
  },
  { tag: 'too_young', who: mother, story: { ru: 'ребёнок ещё мал', ky: 'бала али кичинекей' } },
  { tag: 'prepared', who: mother, story: { ru: 'ребёнок окончил подготовку', ky: 'бала даярдыктан өткөн' } },
  { tag: 'no_birth_act', who: mother, story: { ru: 'нет акта о рождении', ky: 'туулгандыгы жөнүндө акт жок' } },
  { tag: 'no_documents', who: mother, story: { ru: 'нет документов', ky: 'документтери жок' } },
  { tag: 'parents_apart', who: mother, story: { ru: 'родители прописаны по разным адресам', ky: 'ата-эне башка-башка даректе катталган' } },
  { tag: 'moved', who: mother, story: { ru: 'прописана в одной области, живёт в другой', ky: 'бир облуста катталган, башкасында жашайт' } },
  { tag: 'guardian', who: guardian, story: { ru: 'опекун', ky: 'камкорчу' } },
  { tag: 'foreign_mother', who: mother, story: { ru: 'иностранная гражданка', ky: 'чет өлкөнүн жараны' } },
  { tag: 'kairylman', who: mother, story: { ru: 'кайрылман', ky: 'кайрылман' } },
  { tag: 'military', who: father, story: { ru: 'военнослужащий', ky: 'аскер кызматчысы' } },
  { tag: 'school_staff', who: mother, story: { ru: 'учительница другой школы района', ky: 'райондун башка мектебинин мугалими' } },
  { tag: 'one_letter_patronymic', who: mother, story: { ru: 'отчество из одной буквы', ky: 'атасынын аты бир тамга менен' } },
  { tag: 'no_patronymic', who: mother, story: { ru: 'без отчества', ky: 'атасынын аты жок' } },
  { tag: 'own_letters', who: mother, story: { ru: 'имя с буквами ң, ө, ү', ky: 'ысмында ң, ө, ү тамгалары бар' } },
];
