/** What a spreadsheet made of house numbers before the table was saved as text. */
export type Spoilt = { readonly text: string; readonly remark: 'date' | 'exponent' };

/**
 * A cell of houses that a spreadsheet turned into a date (`07.ноя`, `7-Nov`, `май.12`, `07.11.2025`) or a power (`2,2E+13`): a date as its two
 * numbers with a dot between, as dates of workbooks are shown; a power as it is, with a dot, so that no house is read out of it. `null` when it is
 * neither. Neither serves anybody until a person has said what was meant.
 */
export function spoiltHouses(cell: string): Spoilt | null {
  const text = cell.trim().toLowerCase().replace(/\.$/, '');
  if (/^-?\d+([.,]\d+)?e[+-]?\d+$/.test(text)) return { text: cell.trim().replace(',', '.'), remark: 'exponent' };
  const numbers = namedMonth(text) ?? wholeDate(text);
  return numbers === null ? null : { text: `${Number(numbers[0])}.${Number(numbers[1]) || numbers[1]}`, remark: 'date' };
}

type Two = readonly [string | number, string | number];

function namedMonth(text: string): Two | null {
  const [, first = '', second = '', year] = /^(\d{1,2}|\p{L}+)[.\-/ ]+(\d{1,4}|\p{L}+)(?:[.\-/ ]+(\d{2,4}))?(?: ?г)?$/u.exec(text) ?? [];
  const [firstMonth, secondMonth] = [monthOf(first), monthOf(second)];
  if (secondMonth !== null && /^\d/.test(first)) return [first, secondMonth];
  return firstMonth !== null && /^\d/.test(second) && year === undefined ? [firstMonth, second.slice(-2)] : null;
}

function wholeDate(text: string): Two | null {
  const [, day, month] = /^(\d{1,2})[./](\d{1,2})[./](?:19|20)\d\d$/.exec(text) ?? [];
  if (day !== undefined && month !== undefined) return [day, month];
  const [, m, d] = /^(?:19|20)\d\d-(\d{2})-(\d{2})(?:[t ].*)?$/.exec(text) ?? [];
  return m !== undefined && d !== undefined ? [d, m] : null;
}

/** Short names of months as programs write them, in Russian, English, Kyrgyz, Kazakh and Ukrainian. */
const MONTHS: readonly RegExp[] = [
  /^(янв|jan|үчт|қаң|січ)/,
  /^(фев|feb|бир|ақп|лют)/,
  /^(мар|mar|жалган|нау|бер)/,
  /^(апр|apr|чын|сәу|кві)/,
  /^(май|мая|may|буг|мам|тра)/,
  /^(июн|jun|кул|мау|чер)/,
  /^(июл|jul|тек|шіл|лип)/,
  /^(авг|aug|баш|там|сер)/,
  /^(сен|sep|аяк|қыр|вер)/,
  /^(окт|oct|тог|қаз|жов)/,
  /^(ноя|nov|жет|қар|лис)/,
  /^(дек|dec|бет|жел|гру)/,
];

function monthOf(word: string): number | null {
  if (!/^\p{L}{3,9}$/u.test(word)) return null;
  const place = MONTHS.findIndex((month) => month.test(word));
  return place === -1 ? null : place + 1;
}
