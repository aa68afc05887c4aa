import type { ActRow } from './act-row.ts';
import { withoutTail } from './street-names.ts';

/**
 * Reads an act that is no table: a text whose lines list streets and houses («улица Горького дома с №№ 6, 8;»). A line is a row with no
 * street in its column, so that each item names its own. The school is the last one named by a heading line («Территория, закрепленная за
 * МОУ СОШ № 46:») or by the line itself before a dash. Lines that begin with # are notes. `row` counts the lines of the file from 1.
 */
export function rowsOfText(text: string): readonly ActRow[] {
  let school = '';
  return text.split(/\r\n|\r|\n/).flatMap((line, index): readonly ActRow[] => {
    const told = line.replace(/^\s*([-•*–—]|\d+[).])\s*(\d+[).]\s*)?/u, '').trim();
    if (told === '' || line.trimStart().startsWith('#')) return [];
    const heading = headingOf(told);
    if (heading !== null && heading.rest === '') {
      school = heading.school;
      return [];
    }
    const { name, list } = heading === null ? ownSchool(told) : { name: heading.school, list: heading.rest };
    if (!NAMES_HOUSES.test(list) || isPreamble(list)) return [];
    return [{ row: index + 1, district: '', school: name ?? school, street: '', houses: listOf(list) }];
  });
}

/** A line of prose has no number, no “all houses” and no word of a place. */
const NAMES_HOUSES =
  /\d|все дома|всі будинки|бардык|барлық|(?<!\p{L})(улиц|переул|проспект|микрорайон|село|посел|көч|көше|айыл|ауыл|(ул|вул|пер|пров|пр|мкр|с|п|д|наб|бул)\s?\.)/iu;

/** «Границы избирательного участка: с. Косшы …»: what stands before the colon names the territory. */
function headingOf(line: string): { readonly school: string; readonly rest: string } | null {
  if (line.length > LONGEST_LINE) return null;
  const match = /^([^:;]*(?:территори|границ|закрепл|участок|микроучасток|мектеп|школ|СОШ|чек ара|шекара)[^:;]*):\s*(.*)$/iu.exec(line);
  return match === null ? null : { school: tidy(match[1] ?? ''), rest: (match[2] ?? '').trim() };
}

/** A line longer than this is a list that lost its line ends; no heading is looked for in it. */
const LONGEST_LINE = 20_000;

/** «33 микрорайон на 1500 мест — 30, 33 микрорайоны»: the school before the dash, its territory behind it. */
function ownSchool(line: string): { readonly name: string | null; readonly list: string } {
  const match = line.length > LONGEST_LINE ? null : /^(.*?\p{L}.*?)\s[—–]\s+(.*)$/u.exec(line);
  if (match === null || !/мест|школ|мектеп|СОШ|гимнази|лице/iu.test(line)) return { name: null, list: line };
  return { name: tidy(match[1] ?? ''), list: (match[2] ?? '').replace(/^на \d+ мест (для )?/iu, '') };
}

/** A line about a seat or a decision has no houses of the territory. */
function isPreamble(line: string): boolean {
  return /^(местонахождение|центр участка|приложение|постановление|решение|тел)/iu.test(line) || /избирательный участок \d+$/iu.test(line);
}

function listOf(list: string): string {
  return withoutTail(tidy(list), ';. ').replace(/ \.(?=\p{L})/gu, '. ');
}

function tidy(text: string): string {
  return text.replace(/\s+/g, ' ').trim();
}
