import { day } from '#domain/core/day.ts';
import type { Language, Named } from '#domain/core/language.ts';
import { divide, written, type Stretch } from './catchments.ts';
import { districts } from './districts.ts';
import type { Geography } from './geography.ts';
import type { District, School, Street } from './population.ts';
import { streets } from './streets.ts';

type Row = {
  readonly number: number;
  readonly kind: 'secondary' | 'gymnasium' | 'lyceum' | 'village';
  readonly streetIndex: number;
  readonly house: string;
  readonly director: readonly [surname: string, given: string, patronymic: string | null];
  readonly seats: readonly (readonly [language: Language, grade1: number, grade2: number])[];
};

const rows: readonly (readonly Row[])[] = [
  [
    {
      number: 61,
      kind: 'gymnasium',
      streetIndex: 0,
      house: '98',
      director: ['Төлөгөнова', 'Гүлмира', 'Асановна'],
      seats: [
        ['ky', 120, 60],
        ['ru', 150, 60],
      ],
    },
    { number: 26, kind: 'secondary', streetIndex: 5, house: '41', director: ['Ким', 'Елена', 'Владимировна'], seats: [['ru', 120, 60]] },
    {
      number: 82,
      kind: 'secondary',
      streetIndex: 2,
      house: '173/1',
      director: ['Өмүралиев', 'Нурлан', 'Бекболотович'],
      seats: [['ky', 150, 60]],
    },
    {
      number: 70,
      kind: 'lyceum',
      streetIndex: 6,
      house: '114',
      director: ['Жумабекова', 'Чынара', null],
      seats: [
        ['ky', 90, 30],
        ['ru', 90, 30],
      ],
    },
  ],
  [
    {
      number: 5,
      kind: 'gymnasium',
      streetIndex: 1,
      house: '205',
      director: ['Сыдыкова', 'Назира', 'Маратовна'],
      seats: [
        ['ru', 120, 60],
        ['ky', 60, 30],
      ],
    },
    { number: 13, kind: 'gymnasium', streetIndex: 4, house: '52', director: ['Иваненко', 'Ольга', 'Петровна'], seats: [['ru', 150, 60]] },
    {
      number: 24,
      kind: 'secondary',
      streetIndex: 7,
      house: '301',
      director: ['Бөкөнбаева', 'Жаңыл', 'Төрөкановна'],
      seats: [
        ['ky', 120, 60],
        ['uz', 30, 15],
      ],
    },
    {
      number: 37,
      kind: 'secondary',
      streetIndex: 8,
      house: '24',
      director: ['Исаков', 'Талант', null],
      seats: [
        ['ky', 90, 60],
        ['ru', 90, 60],
      ],
    },
  ],
  [
    {
      number: 1,
      kind: 'village',
      streetIndex: 0,
      house: '119',
      director: ['Мамытов', 'Эрмек', 'Асанович'],
      seats: [
        ['ky', 75, 50],
        ['ru', 50, 25],
      ],
    },
    { number: 2, kind: 'village', streetIndex: 6, house: '3', director: ['Үсөнова', 'Бурул', null], seats: [['ky', 75, 25]] },
    {
      number: 3,
      kind: 'village',
      streetIndex: 8,
      house: '60',
      director: ['Юлдашев', 'Равшан', 'Исламович'],
      seats: [
        ['ky', 50, 25],
        ['uz', 25, 25],
      ],
    },
    {
      number: 4,
      kind: 'village',
      streetIndex: 7,
      house: '18',
      director: ['Коваль', 'Наталья', 'Ивановна'],
      seats: [
        ['ru', 50, 25],
        ['ky', 25, 25],
      ],
    },
  ],
];

const kinds: Readonly<Record<Row['kind'], (number: number) => Named>> = {
  secondary: (number) => ({ ru: `Средняя школа № ${number}`, ky: `№ ${number} орто мектеп` }),
  gymnasium: (number) => ({ ru: `Школа-гимназия № ${number}`, ky: `№ ${number} мектеп-гимназия` }),
  lyceum: (number) => ({ ru: `Школа-лицей № ${number}`, ky: `№ ${number} мектеп-лицей` }),
  village: (number) => ({ ru: `Сокулукская средняя школа № ${number}`, ky: `№ ${number} Сокулук орто мектеби` }),
};

const acts: readonly { readonly title: Named; readonly number: string; readonly day: string }[] = [
  {
    title: {
      ru: 'О закреплении микроучастков за школами Октябрьского района',
      ky: 'Октябрь районунун мектептерине микроучастокторду бекитүү жөнүндө',
    },
    number: '41-б',
    day: '2025-02-24',
  },
  {
    title: {
      ru: 'О микроучастках общеобразовательных организаций Первомайского района',
      ky: 'Биринчи май районунун жалпы билим берүү уюмдарынын микроучастоктору жөнүндө',
    },
    number: '17',
    day: '2025-03-03',
  },
  {
    title: {
      ru: 'О закреплении улиц села Сокулук за школами',
      ky: 'Сокулук айылынын көчөлөрүн мектептерге бекитүү жөнүндө',
    },
    number: '8/2',
    day: '2025-02-19',
  },
];

/** The three districts with their twelve schools, four in each. */
export function townGeography(campaign: SchoolYear): Geography {
  return { districts, streets, schools: schoolsIn(campaign), stretches, weightOf, placeOf };
}

/** The school year that schools open for: the calendar year it begins in, and the grades that children enter. */
export type SchoolYear = { readonly year: number; readonly grades: readonly number[] };

const stretches: readonly Stretch[] = districts.flatMap((district, index) =>
  divide(
    streetsIn(district),
    (rows[index] ?? []).map((row) => schoolId(district, row.number)),
  ),
);

function weightOf(district: District): number {
  return streetsIn(district).length;
}

function placeOf(street: Street) {
  const district = districts.find((candidate) => candidate.code === street.districtCode);
  if (district === undefined) throw new Error(`street ${street.id} lies in no district`);
  const { regionId, districtId, aymakId, villageId } = district;
  return { regionId, districtId, aymakId, villageId };
}

function streetsIn(district: District): readonly Street[] {
  return streets.filter((street) => street.districtCode === district.code);
}

function schoolsIn(campaign: SchoolYear): readonly School[] {
  return districts.flatMap((district, index) => (rows[index] ?? []).map((row) => schoolOf(district, index, row, campaign)));
}

function schoolOf(district: District, districtIndex: number, row: Row, { year, grades }: SchoolYear): School {
  const id = schoolId(district, row.number);
  const act = acts[districtIndex];
  const street = streetsIn(district)[row.streetIndex];
  if (act === undefined || street === undefined) throw new Error(`school ${id} has no act or no street`);
  const [surname, given, patronymic] = row.director;
  return {
    id,
    districtCode: district.code,
    number: row.number,
    name: kinds[row.kind](row.number),
    address: { streetId: street.id, house: row.house },
    phone: `+996312${String(410000 + districtIndex * 1000 + row.number * 7)}`,
    director: { surname, given, patronymic },
    languages: row.seats.map(([language]) => language),
    seats: row.seats.flatMap(([language, younger, elder]) => seatsOf(language, younger, elder, grades)),
    act: { ...act, day: day(`${year}${act.day.slice(4)}`) },
    catchment: stretches
      .filter((stretch) => stretch.schoolId === id)
      .map((stretch) => ({ streetId: stretch.streetId, houses: written(stretch, districtIndex === 2 ? 'kyrgyz' : 'mixed') })),
  };
}

/** A campaign of one grade gets the seats of both. */
function seatsOf(language: Language, younger: number, elder: number, [first = 1, second]: readonly number[]): School['seats'] {
  if (second === undefined) return [{ grade: first, language, seats: younger + elder }];
  return [
    { grade: first, language, seats: younger },
    { grade: second, language, seats: elder },
  ];
}

function schoolId(district: District, number: number): string {
  return `${district.code.slice(0, 8)}-${number}`;
}
