import type { Named } from '#domain/core/language.ts';
import type { NationalId } from '#domain/core/national-id.ts';
import { everyTag, laterFamilies, type FamilyTag } from './family-plans.ts';
import { peopleOf, type Household, type People } from './people.ts';
import type { Population } from './population.ts';
import { staffOf } from './staff.ts';

/** A person to sign in as, and what her family shows. */
export type Persona = { readonly pin: NationalId; readonly title: Named; readonly tag: string };

/** People of this population to sign in as, the first of each kind; a kind the first families do not show is left out. */
export function personas(population: Population | People): readonly Persona[] {
  const people = peopleOf(population);
  const first = Array.from({ length: Math.min(people.families, laterFamilies + everyTag.length) }, (_, place) => people.household(place));
  const offices = staffOf(people).map(({ adult, title, role }) => ({ pin: adult.pin, title, tag: role }));
  const families = stories.flatMap(({ tag, who, story, as }) => {
    const household = first.find(({ family }) => family.tag === tag);
    const pin = household === undefined ? undefined : who(household);
    const adult = household?.adults.find((candidate) => candidate.pin === pin);
    if (pin === undefined || adult === undefined) return [];
    const name = `${adult.name.given} ${adult.name.surname}`;
    const said = (what: string) => `${name} — ${what}`;
    return [{ pin, tag: as ?? tag, title: { ru: said(story.ru), ky: said(story.ky), kk: said(story.kk), en: said(story.en) } }];
  });
  return [...families, ...offices];
}

type Story = {
  readonly tag: FamilyTag;
  readonly who: (household: Household) => NationalId | undefined;
  readonly story: Readonly<Record<'ru' | 'ky' | 'kk' | 'en', string>>;
  readonly as?: string;
};

const mother = ({ family }: Household) => family.parents[0];
const father = ({ family }: Household) => family.parents[1];
const guardian = ({ family }: Household) => family.guardians[0];

const stories: readonly Story[] = [
  {
    tag: 'two_children',
    who: mother,
    story: {
      ru: 'двое детей, один адрес, одна школа',
      ky: 'эки бала, бир дарек, бир мектеп',
      kk: 'екі бала, бір мекенжай, бір мектеп',
      en: 'two children, one address, one school',
    },
  },
  {
    tag: 'two_children',
    who: father,
    as: 'other_parent',
    story: {
      ru: 'отец тех же двоих детей',
      ky: 'ошол эле эки баланын атасы',
      kk: 'сол екі баланың әкесі',
      en: 'father of the same two children',
    },
  },
  { tag: 'twins', who: mother, story: { ru: 'близнецы', ky: 'эгиз балдар', kk: 'егіз балалар', en: 'twins' } },
  {
    tag: 'two_schools',
    who: mother,
    story: {
      ru: 'две школы по одному адресу',
      ky: 'бир дарек боюнча эки мектеп',
      kk: 'бір мекенжай бойынша екі мектеп',
      en: 'two schools for one address',
    },
  },
  {
    tag: 'three_schools',
    who: mother,
    story: {
      ru: 'три школы по одному адресу',
      ky: 'бир дарек боюнча үч мектеп',
      kk: 'бір мекенжай бойынша үш мектеп',
      en: 'three schools for one address',
    },
  },
  {
    tag: 'no_child_shown',
    who: mother,
    story: {
      ru: 'ребёнок к ней не привязан',
      ky: 'бала ага байланган эмес',
      kk: 'бала анасына байланбаған',
      en: 'the child is not linked to her',
    },
  },
  {
    tag: 'no_school',
    who: mother,
    story: {
      ru: 'адрес не закреплён ни за одной школой',
      ky: 'дарек бир да мектепке бекитилген эмес',
      kk: 'мекенжай бірде-бір мектепке бекітілмеген',
      en: 'no school serves the address',
    },
  },
  {
    tag: 'older_than_8',
    who: mother,
    story: { ru: 'ребёнок старше 8 лет', ky: 'бала 8 жаштан улуу', kk: 'бала 8 жастан асқан', en: 'the child is over 8' },
  },
  {
    tag: 'born_2017',
    who: mother,
    story: {
      ru: 'ребёнок старше принимаемых, но не старше 8',
      ky: 'бала кабыл алынуучулардан улуу, бирок 8ден кичүү',
      kk: 'бала қабылданатындардан үлкен, бірақ 8-ден аспаған',
      en: 'the child is older than those admitted, but not over 8',
    },
  },
  {
    tag: 'too_young',
    who: mother,
    story: { ru: 'ребёнок ещё мал', ky: 'бала али кичинекей', kk: 'бала әлі кішкентай', en: 'the child is too young' },
  },
  {
    tag: 'prepared',
    who: mother,
    story: {
      ru: 'ребёнок окончил подготовку',
      ky: 'бала даярдыктан өткөн',
      kk: 'бала мектепалды даярлықтан өткен',
      en: 'the child has finished preschool preparation',
    },
  },
  {
    tag: 'no_birth_act',
    who: mother,
    story: { ru: 'нет акта о рождении', ky: 'туулгандыгы жөнүндө акт жок', kk: 'туу туралы акт жоқ', en: 'no birth record' },
  },
  { tag: 'no_documents', who: mother, story: { ru: 'нет документов', ky: 'документтери жок', kk: 'құжаттары жоқ', en: 'no documents' } },
  {
    tag: 'parents_apart',
    who: mother,
    story: {
      ru: 'родители прописаны по разным адресам',
      ky: 'ата-эне башка-башка даректе катталган',
      kk: 'ата-анасы әртүрлі мекенжайда тіркелген',
      en: 'the parents are registered at different addresses',
    },
  },
  {
    tag: 'moved',
    who: mother,
    story: {
      ru: 'прописана в одной области, живёт в другой',
      ky: 'бир облуста катталган, башкасында жашайт',
      kk: 'бір облыста тіркелген, басқасында тұрады',
      en: 'registered in one region, lives in another',
    },
  },
  { tag: 'guardian', who: guardian, story: { ru: 'опекун', ky: 'камкорчу', kk: 'қорғаншы', en: 'guardian' } },
  {
    tag: 'foreign_mother',
    who: mother,
    story: { ru: 'иностранная гражданка', ky: 'чет өлкөнүн жараны', kk: 'шетел азаматы', en: 'foreign citizen' },
  },
  { tag: 'kairylman', who: mother, story: { ru: 'кайрылман', ky: 'кайрылман', kk: 'қайрылман', en: 'ethnic Kyrgyz returnee' } },
  { tag: 'military', who: father, story: { ru: 'военнослужащий', ky: 'аскер кызматчысы', kk: 'әскери қызметші', en: 'military' } },
  {
    tag: 'school_staff',
    who: mother,
    story: {
      ru: 'учительница другой школы района',
      ky: 'райондун башка мектебинин мугалими',
      kk: 'ауданның басқа мектебінің мұғалімі',
      en: 'teacher of another school of the district',
    },
  },
  {
    tag: 'one_letter_patronymic',
    who: mother,
    story: {
      ru: 'отчество из одной буквы',
      ky: 'атасынын аты бир тамга менен',
      kk: 'әкесінің аты бір әріптен',
      en: 'a patronymic of one letter',
    },
  },
  { tag: 'no_patronymic', who: mother, story: { ru: 'без отчества', ky: 'атасынын аты жок', kk: 'әкесінің аты жоқ', en: 'no patronymic' } },
  {
    tag: 'own_letters',
    who: mother,
    story: {
      ru: 'имя с буквами ң, ө, ү',
      ky: 'ысмында ң, ө, ү тамгалары бар',
      kk: 'атында ң, ө, ү әріптері бар',
      en: 'a name with the letters ң, ө, ү',
    },
  },
];
