import type { District } from './population.ts';

/** The three districts of the first population: two of Bishkek and a village, by their SOATE codes. */
export const districts = [
  {
    code: '41711202000000',
    region: { ru: 'г. Бишкек', ky: 'Бишкек ш.' },
    name: { ru: 'Октябрьский район', ky: 'Октябрь району' },
    regionId: 11,
    districtId: 1102,
    aymakId: null,
    villageId: null,
  },
  {
    code: '41711203000000',
    region: { ru: 'г. Бишкек', ky: 'Бишкек ш.' },
    name: { ru: 'Первомайский район', ky: 'Биринчи май району' },
    regionId: 11,
    districtId: 1103,
    aymakId: null,
    villageId: null,
  },
  {
    code: '41708222000000',
    region: { ru: 'Чуйская область', ky: 'Чүй облусу' },
    name: { ru: 'Сокулукский район', ky: 'Сокулук району' },
    regionId: 8,
    districtId: 822,
    aymakId: 82265,
    villageId: 8226501,
  },
] as const satisfies readonly District[];
