/** What a word says a place is: a street of some kind, a settlement, an area within one (a society, a quarter, a housing estate), or nothing. */
export type PlaceWord = 'street' | 'settlement' | 'area' | null;

/** What a folded word says of the name beside it. */
export function placeWordOf(word: string): PlaceWord {
  return WORDS.get(word) ?? null;
}

/** Abbreviations of one letter are place words only before a full stop («д. Юрловка», «п. Вязовка»): `д` alone is a house. */
export function placeLetterOf(letter: string): PlaceWord {
  return LETTERS.has(letter) ? 'settlement' : null;
}

/** Whether a word belongs to the heading of an act, to a school or an authority, and to no address. */
export function isHeadingWord(word: string): boolean {
  return HEADING_STEMS.some((stem) => word.startsWith(stem)) || HEADINGS.has(word);
}

/** The one name of a numbered area («микрорайонов» → «микрорайон») and whether the word is plural; null for other words. */
export function areaOf(word: string): { readonly area: string; readonly isPlural: boolean } | null {
  return AREAS.get(word) ?? null;
}

const LISTED = {
  street:
    'ул улица улице улицы вул вулиця пер переулок переулки переулка пров провулок пр проспект просп пр-т проезд проезды бул бульвар пл площадь площа туп тупик тупики тракт шоссе ш наб набережная аллея спуск съезд линия линии ряд көчө көчөсү көч көше көшесі проспектиси даңгылы даңғылы бульвары аянты алаңы тұйығы',
  settlement:
    'село деревня дер пос поселок рп пгт станция станица хутор аул айыл айылы ауыл ауылы кыштак кыштагы разъезд кордон совхоз совхоза округ округа округе выселки городища шаар шаары қала қаласы слобода',
  area: 'ст снт днт тсн сот кооператив жк жм жилмассив новостройка конуш массив массиве массива городок войсковая вч мкр мкрн микрорайон микрорайона микрорайоне микрорайоны микрорайонов микрорайонах квартал квартала квартале кварталы кварталов кичирайон ықшамауданы ықшамаудан орам',
} as const;

const WORDS: ReadonlyMap<string, PlaceWord> = new Map(
  Object.entries(LISTED).flatMap(([kind, words]) => words.split(' ').map((word) => [word, kind as PlaceWord] as const)),
);

const LETTERS = new Set(['с', 'д', 'п', 'х', 'г', 'а']);

const AREAS: ReadonlyMap<string, { readonly area: string; readonly isPlural: boolean }> = new Map(
  Object.entries({
    'микрорайон|': 'микрорайон микрорайона микрорайоне мкр мкрн кичирайон ықшамаудан ықшамауданы',
    'микрорайон|many': 'микрорайоны микрорайонов микрорайонах микрорайонам ықшамаудандар ықшамаудандары кичирайондор',
    'квартал|': 'квартал квартала квартале кв-л',
    'квартал|many': 'кварталы кварталов кварталах кварталам кварталдар',
    'линия|': 'линия линии',
    'линия|many': 'линий линиях',
    'проезд|many': 'проезды проездов',
    'переулок|many': 'переулки переулков',
    'тупик|many': 'тупики тупиков',
    'ряд|many': 'ряды рядов',
  }).flatMap(([key, words]) => {
    const [area = '', many] = key.split('|');
    return words.split(' ').map((word) => [word, { area, isPlural: many === 'many' }] as const);
  }),
);

const HEADING_STEMS = [
  'приложен',
  'распоряжен',
  'постановлен',
  'закреплен',
  'муниципальн',
  'учрежден',
  'администрац',
  'комитет',
  'образовательн',
  'образовани',
  'гимнази',
  'прогимнази',
  'расположен',
  'территориям',
  'школ',
  'мектеб',
];
const HEADINGS = new Set(['моу', 'маоу', 'гаоу', 'мбоу', 'мкоу', 'сош', 'оош', 'лицей', 'лицея', 'мектеп', 'кгу', 'ғимарат']);
