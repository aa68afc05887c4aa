import { asTyped } from '../core/typed.ts';
import { fold } from './lexemes.ts';

/**
 * The key under which one street has one spelling, for lists that bring no register id: two names with one key are the same street.
 * Type words stand anywhere (a name without one is a street, улица), ё is е, capitals, hyphens, «им.» and the endings of ordinals do not
 * matter, nor does the order of words within a part between commas. A settlement before its street is a part of its own, with or without
 * the comma. Initials stay, in their order: Толстого Л.Н. is not Толстого А.Н., and neither is plain Толстого. Nothing is fuzzy: what
 * differs otherwise is another street until a person says it is not.
 */
export function streetKey(name: string): string {
  return partsOf(asTyped(name, 'cyrillic')).map(partKey).filter(Boolean).join(', ');
}

/** A settlement and its street without a comma between them are two parts: «ст. Тарханы ул. Садовая». */
function partsOf(name: string): readonly string[] {
  return name.split(',').flatMap((part) => {
    const street = SETTLEMENT_FIRST.test(part) ? STREET_ABBREVIATION.exec(part) : null;
    return street === null || street.index === 0 ? [part] : [part.slice(0, street.index), part.slice(street.index)];
  });
}

const SETTLEMENT_FIRST = /^\s*(с|д|п|ст|х|г|пос|дер|рп|р\.\s*п|пгт)[.\s]/i;
const STREET_ABBREVIATION = /(?<![\p{L}\d])(ул|пер|пр-т|пр-д|просп|бул|пл|туп|снт)[.\s]/iu;

function partKey(part: string): string {
  const words = withoutOrdinalEndings(part.match(PIECE)?.map(fold) ?? []).filter((word) => !NAMED_AFTER.has(word));
  const { types, rest } = splitTypes(withSettlement(words, part));
  const initials = rest.filter((word) => word.length === 1 && !/\d/.test(word));
  const names = rest.filter((word) => word.length > 1 || /\d/.test(word)).toSorted();
  if (names.length === 0 && initials.length === 0 && types.length === 0) return '';
  return [types.length === 0 ? 'улица' : types.toSorted().join('+'), ...names, ...initials].join(' ');
}

/** Words, hyphenated abbreviations of types (`пр-т`), numbers with or without the ending of an ordinal (`2-я`, `1й`). */
const PIECE = /\d+(\s*-\s*\p{L}{1,2}(?!\p{L}))?|(пр|б|ш|ул|пер)-(т|д|р|кт|ка|к)(?!\p{L})|[\p{L}\p{M}]+/giu;
const NAMED_AFTER = new Set(['им', 'имени', 'атындагы', 'атындағы', 'ім']);

/** `5-й`, `5-я`, `4- ый`, `1й` and `5` are one number. */
function withoutOrdinalEndings(words: readonly string[]): readonly string[] {
  return words
    .map((word) => /^\d+/.exec(word)?.[0] ?? word)
    .filter((word, index, all) => !(ORDINAL_ENDINGS.has(word) && /^\d+$/.test(all[index - 1] ?? '')));
}

const ORDINAL_ENDINGS = new Set(['й', 'я', 'ый', 'ий', 'ой', 'ая', 'ое', 'ые']);

/** «с.», «д.», «п.» at the beginning of a part say what settlement it is. */
function withSettlement(words: readonly string[], part: string): readonly string[] {
  const long = /^\s*\p{L}\.?\s/u.test(part) || /^\s*\p{L}\./u.test(part) ? SETTLEMENT_LETTERS.get(words[0] ?? '') : undefined;
  const isInitials = /^\s*\p{L}\.\s*\p{L}\./u.test(part);
  if (words[0] === 'р' && words[1] === 'п') return ['поселок', ...words.slice(2)];
  return long === undefined || isInitials ? words : [long, ...words.slice(1)];
}

const SETTLEMENT_LETTERS: ReadonlyMap<string, string> = new Map([
  ['с', 'село'],
  ['д', 'деревня'],
  ['п', 'поселок'],
  ['х', 'хутор'],
  ['г', 'город'],
]);

function splitTypes(words: readonly string[]): { readonly types: readonly string[]; readonly rest: readonly string[] } {
  const types: string[] = [];
  const rest: string[] = [];
  words.forEach((word, index) => {
    const own = TYPES.get(word);
    const previous = words[index - 1];
    if (LANE_FIRST.has(word) && STREET_AFTER_LANE.has(words[index + 1] ?? '')) types.push(LANE_FIRST.get(word) ?? 'улица');
    else if (previous !== undefined && LANE_FIRST.has(previous) && STREET_AFTER_LANE.has(word)) return;
    else if (own !== undefined) types.push(own);
    else rest.push(word);
  });
  return { types: types.length > 1 ? types.filter((type) => type !== 'улица') : types, rest };
}

/** A lane in Kyrgyz and a dead end in Kyrgyz and Kazakh are two words: “чолок көчөсү”, “туюк көчө”. */
const LANE_FIRST: ReadonlyMap<string, string> = new Map([
  ['чолок', 'переулок'],
  ['туюк', 'тупик'],
  ['тұйық', 'тупик'],
]);
const STREET_AFTER_LANE = new Set(['көчө', 'көчөсү', 'көше', 'көшесі']);

/** «пр.» is проспект, as the acts of Bishkek write it; a проезд is «пр-д». The plural (проезды) stays what it is: several streets. */
const LISTED: Readonly<Record<string, string>> = {
  улица: 'улица ул ул-ца улице улицы вул вулиця көчө көчөсү көч көше көшесі',
  проспект: 'проспект просп пр пр-т пр-кт проспектиси проспекти даңгылы даңғылы',
  проезд: 'проезд пр-д өтмөгү',
  переулок: 'переулок пер пер-к пров провулок',
  бульвар: 'бульвар бул бульв б-р бульвары',
  площадь: 'площадь пл площа аянты алаңы',
  тупик: 'тупик туп туюгу',
  тракт: 'тракт',
  шоссе: 'шоссе ш-се тас жолу',
  набережная: 'набережная наб',
  линия: 'линия',
  микрорайон: 'микрорайон микрорайона мкр мкрн кичирайону ықшамаудан ықшамауданы',
  квартал: 'квартал квартала',
  село: 'село айылы айыл ауылы ауыл',
  деревня: 'деревня дер',
  поселок: 'поселок пос пгт кыштагы кенті',
  станция: 'станция ст станциясы',
  хутор: 'хутор',
  город: 'город гор шаары қаласы',
  снт: 'снт',
};

const TYPES: ReadonlyMap<string, string> = new Map(
  Object.entries(LISTED).flatMap(([type, words]) => words.split(' ').map((word) => [word, type] as const)),
);
