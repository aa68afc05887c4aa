import { fold } from './lexemes.ts';

/**
 * The key under which one street has one spelling, for lists that bring no register id: two names with one key are the same street.
 * Type words stand anywhere (a name without one is a street, улица), ё is е, capitals, hyphens, «им.» and the endings of ordinals do not
 * matter, nor does the order of words within a part between commas. Initials stay, in their order: Толстого Л.Н. is not Толстого А.Н.,
 * and neither is plain Толстого. Nothing is fuzzy: what differs otherwise is another street until a person says it is not.
 */
export function streetKey(name: string): string {
  return name.normalize('NFC').split(',').map(partKey).filter(Boolean).join(', ');
}

function partKey(part: string): string {
  const words = withoutOrdinalEndings(part.match(PIECE)?.map(fold) ?? []).filter((word) => !NAMED_AFTER.has(word));
  const { types, rest } = splitTypes(words);
  const initials = rest.filter((word) => word.length === 1 && !/\d/.test(word));
  const names = rest.filter((word) => word.length > 1 || /\d/.test(word)).toSorted();
  if (names.length === 0 && initials.length === 0 && types.length === 0) return '';
  return [types.length === 0 ? 'улица' : types.toSorted().join('+'), ...names, ...initials].join(' ');
}

/** Words, hyphenated abbreviations of types (`пр-т`), numbers with or without the ending of an ordinal (`2-я`). */
const PIECE = /\d+(\s*-\s*\p{L}{1,2}(?!\p{L}))?|(пр|б|ш|ул|пер)-(т|д|р|кт|ка|к)(?!\p{L})|[\p{L}\p{M}]+/giu;
const NAMED_AFTER = new Set(['им', 'имени', 'атындагы', 'атындағы']);

/** `5-й`, `5-я`, `4- ый` and `5` are one number. */
function withoutOrdinalEndings(words: readonly string[]): readonly string[] {
  return words.map((word) => /^\d+/.exec(word)?.[0] ?? word);
}

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

/** «пр.» is проспект, as the acts of Bishkek write it; a проезд is «пр-д». */
const LISTED: Readonly<Record<string, string>> = {
  улица: 'улица ул ул-ца көчө көчөсү көше көшесі',
  проспект: 'проспект просп пр пр-т пр-кт проспектиси проспекти даңгылы даңғылы',
  проезд: 'проезд проезды пр-д',
  переулок: 'переулок пер пер-к',
  бульвар: 'бульвар бул бульв б-р бульвары',
  площадь: 'площадь пл аянты алаңы',
  тупик: 'тупик туп туюгу',
  тракт: 'тракт',
  шоссе: 'шоссе ш-се',
  набережная: 'набережная наб',
  микрорайон: 'микрорайон мкр мкрн ықшамаудан ықшамауданы',
};

const TYPES: ReadonlyMap<string, string> = new Map(
  Object.entries(LISTED).flatMap(([type, words]) => words.split(' ').map((word) => [word, type] as const)),
);
