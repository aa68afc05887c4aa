import { lexemesOf, type Lexeme } from './lexemes.ts';
import { streetKey } from './street-key.ts';

/** A street as an act names it in one cell: `name` as it is, and under what other keys a person may look for it. */
export type StreetNamed = {
  readonly name: string;
  readonly key: string;
  /** Keys that lead to it but do not make it the same street: a former name, the name without its remark in brackets. */
  readonly aliases: readonly string[];
};

/**
 * The streets of one cell: «1-й, 2-й Камчатский проезд» are two, «1, 2, 3-й Казачьи тупики» three, «Юриш поселок 1-8 линия» eight; any
 * other cell is one. What stands in brackets is a former name («Кособокова (была 9-й проезд)») or a remark («Пионерская (Елшанка)»).
 */
export function streetsOf(cell: string): readonly StreetNamed[] {
  const name = withoutTail(cell.normalize('NFC').replace(/\s+/g, ' '), ' :').trim();
  if (name === '') return [];
  return severalIn(name).map(named);
}

/** A text without the signs that end it; in one pass, however many there are. */
export function withoutTail(text: string, signs: string): string {
  let end = text.length;
  while (end > 0 && signs.includes(text.charAt(end - 1))) end -= 1;
  return text.slice(0, end);
}

/** No cell lists more streets; a longer run is something else. */
const MOST_STREETS = 100;

function named(name: string): StreetNamed {
  const bracket = /\(([^()]*)\)/u.exec(name);
  if (bracket === null) return { name, key: streetKey(name), aliases: lastPartOf(name) };
  const outside = name.replace(bracket[0], ' ');
  const former = FORMER.exec(bracket[1] ?? '');
  const key = former === null ? streetKey(name) : streetKey(outside);
  const inside = (bracket[1] ?? '').slice(former?.[0].length ?? 0);
  const prefix = outside.includes(',') ? outside.slice(0, outside.lastIndexOf(',') + 1) : '';
  const aliases = [streetKey(outside), streetKey(inside), streetKey(`${prefix}${inside}`), ...lastPartOf(outside)];
  return { name, key, aliases: [...new Set(aliases)].filter((alias) => alias !== '' && alias !== key) };
}

const FORMER = /^\s*(бывш\p{L}*|быв\.|была|был|ранее|прежн\p{L}*|стар\p{L}*|мурдагы|мурунку|эски|бұрынғы|ескі|колишня|кол\.)\s*:?\s*/iu;

/** A street of a village may be asked for without the village. */
function lastPartOf(name: string): readonly string[] {
  const parts = streetKey(name).split(', ');
  return parts.length > 1 ? [parts.at(-1) ?? ''] : [];
}

function severalIn(name: string): readonly string[] {
  const lexemes = lexemesOf(name);
  const run = numbersIn(lexemes);
  if (run === null) return [name];
  const [before, after] = [name.slice(0, run.from).trim(), name.slice(run.to).trim()];
  if (!/\p{L}{3}/u.test(`${before}${after}`)) return [name];
  return run.numbers.map((number) => singular(`${before} ${number}-й ${after}`.trim()));
}

type Run = { readonly numbers: readonly number[]; readonly from: number; readonly to: number };

/** The first run of at least two numbers with nothing but commas, «и», dashes and endings of ordinals between them. */
function numbersIn(lexemes: readonly Lexeme[]): Run | null {
  for (let at = 0; at < lexemes.length; at += 1) {
    if (lexemes[at]?.kind !== 'number' || lexemes[at]?.quoted === true) continue;
    const run = runFrom(lexemes, at);
    if (run !== null) return run;
  }
  return null;
}

function runFrom(lexemes: readonly Lexeme[], start: number): Run | null {
  const numbers: number[] = [];
  let at = start;
  let to = 0;
  let isRange = false;
  for (;;) {
    const number = lexemes[at];
    if (number?.kind !== 'number' || number.text.length > 2) break;
    const from = isRange ? (numbers.at(-1) ?? 0) + 1 : Number(number.text);
    for (let each = from; each <= Number(number.text) && numbers.length < MOST_STREETS; each += 1) numbers.push(each);
    at = afterEnding(lexemes, at + 1);
    to = lexemes[at - 1]?.to ?? 0;
    const next = lexemes[at];
    isRange = next?.kind === 'dash';
    if (!isRange && next?.kind !== 'comma' && next?.text !== 'и') break;
    at += 1;
  }
  return numbers.length > 1 ? { numbers, from: lexemes[start]?.from ?? 0, to } : null;
}

/** `-й`, `- ый`, `ый` after a number. */
function afterEnding(lexemes: readonly Lexeme[], at: number): number {
  const dashed = lexemes[at]?.kind === 'dash' ? 1 : 0;
  return ENDINGS.has(lexemes[at + dashed]?.text ?? '') ? at + dashed + 1 : at;
}

const ENDINGS = new Set(['й', 'я', 'е', 'ый', 'ий', 'ой', 'ая', 'ые']);

/** «Симбирские проезды» are, one by one, «Симбирский проезд». */
function singular(name: string): string {
  const plural = PLURAL.find(({ many }) => many.test(name));
  if (plural === undefined) return name;
  const { many, one, isFeminine } = plural;
  return name
    .replace(many, one)
    .replace(/(?<=\p{L}[скнвлтрд])([иы])е(?!\p{L})/u, (_, vowel: string) => (isFeminine ? 'ая' : `${vowel}й`))
    .replace(/чьи(?!\p{L})/u, isFeminine ? 'чья' : 'чий');
}

const PLURAL = [
  { many: /(?<!\p{L})проезды(?!\p{L})/iu, one: 'проезд', isFeminine: false },
  { many: /(?<!\p{L})тупики(?!\p{L})/iu, one: 'тупик', isFeminine: false },
  { many: /(?<!\p{L})переулки(?!\p{L})/iu, one: 'переулок', isFeminine: false },
  { many: /(?<!\p{L})линии(?!\p{L})/iu, one: 'линия', isFeminine: true },
  { many: /(?<!\p{L})улицы(?!\p{L})/iu, one: 'улица', isFeminine: true },
] as const;
