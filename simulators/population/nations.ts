import { kazakhPapers, kyrgyzPapers, type Papers } from './documents.ts';
import { kazakhRegions } from './kazakh-table.ts';
import { kyrgyzNames, russianNames, uzbekNames } from './names.ts';
import { kazakhNames, tajikNames } from './names-of-neighbours.ts';
import { iinForm, pinForm, type NumberForm } from './number-office.ts';
import type { NameGroups } from './person-names.ts';
import { kyrgyzRegions } from './republic-table.ts';
import { bishkekStreets, kazakhStreets, kyrgyzStreets } from './street-names.ts';

/** What is different between one country's people and another's. */
export type Nation = {
  readonly form: NumberForm;
  readonly names: NameGroups;
  readonly papers: Papers;
  /** ISO 3166-1 alpha-3. */
  readonly citizenship: string;
  readonly foreign: readonly string[];
  /** Where those come from who return to the land of their forebears. */
  readonly returnFrom: readonly string[];
  readonly land: Land;
};

/** The words in which a country's places are written: a region's table, its own language, its streets. */
export type Land = {
  readonly own: 'ky' | 'kk';
  readonly regions: readonly {
    readonly id: number;
    readonly ru: string;
    readonly ky?: string;
    readonly kk?: string;
    readonly districts: string;
  }[];
  readonly codeDigits: number;
  readonly districtId: (regionId: number, code: string) => number;
  /** Streets by the region's id, else those of every district. */
  readonly streets: (regionId: number) => readonly (readonly [russian: string, own: string])[];
  readonly village: (name: string) => string;
  readonly quarter: readonly [russian: (name: string) => string, own: (name: string) => string];
  readonly lane: (number: number) => string;
  readonly schools: Readonly<Record<'secondary' | 'gymnasium' | 'lyceum', readonly [russian: string, own: string]>>;
  readonly act: string;
};

const kyrgyzLand: Land = {
  own: 'ky',
  regions: kyrgyzRegions,
  codeDigits: 14,
  districtId: (regionId, code) => regionId * 1000 + Number(code.slice(5, 8)),
  streets: (regionId) => (regionId === 11 ? bishkekStreets : kyrgyzStreets),
  village: (name) => `${name} айылы`,
  quarter: [(name) => `ж/м ${name}`, (name) => `${name} конушу`],
  lane: (number) => `№ ${number} чолок көчө`,
  schools: {
    secondary: ['Средняя школа', 'орто мектеп'],
    gymnasium: ['Школа-гимназия', 'мектеп-гимназия'],
    lyceum: ['Школа-лицей', 'мектеп-лицей'],
  },
  act: 'Көчөлөрдү мектептерге бекитүү жөнүндө',
};

const kazakhLand: Land = {
  own: 'kk',
  regions: kazakhRegions,
  codeDigits: 9,
  districtId: (_, code) => Number(code.slice(0, 4)),
  streets: () => kazakhStreets,
  village: (name) => `${name} ауылы`,
  quarter: [(name) => `мкр. ${name}`, (name) => `${name} шағын ауданы`],
  lane: (number) => `№ ${number} тұйық көше`,
  schools: {
    secondary: ['Средняя школа', 'жалпы білім беретін мектеп'],
    gymnasium: ['Школа-гимназия', 'мектеп-гимназия'],
    lyceum: ['Школа-лицей', 'мектеп-лицей'],
  },
  act: 'Көшелерді мектептерге бекіту туралы',
};

const kyrgyz: Nation = {
  form: pinForm,
  names: [
    [kyrgyzNames, 79],
    [russianNames, 10],
    [uzbekNames, 10],
    [tajikNames, 1],
  ],
  papers: kyrgyzPapers,
  citizenship: 'KGZ',
  foreign: ['RUS', 'KAZ', 'UZB'],
  returnFrom: ['TJK', 'CHN', 'UZB', 'AFG'],
  land: kyrgyzLand,
};

const kazakh: Nation = {
  form: iinForm,
  names: [
    [kazakhNames, 75],
    [russianNames, 18],
    [uzbekNames, 7],
  ],
  papers: kazakhPapers,
  citizenship: 'KAZ',
  foreign: ['RUS', 'KGZ', 'UZB'],
  returnFrom: ['CHN', 'MNG', 'UZB'],
  land: kazakhLand,
};

/** The people of a country by its ISO 3166-1 alpha-2 code; Kyrgyzstan's where there is no other table. */
export function nationOf(country: string): Nation {
  return country === 'KZ' ? kazakh : kyrgyz;
}
