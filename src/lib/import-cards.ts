import type { ImportItems, PartFound } from '#domain/catchment/import-view.ts';
import { rowText } from './import-rows.ts';
import type { Translate } from './messages.ts';
import { segmentsText } from './segment-text.ts';

/** One thing found in a file, as a card: what it is about, and what is to be said of it. */
export type FoundCard = { readonly title: string; readonly lines: readonly string[] };

type Names = {
  readonly schoolName: (id: string) => string;
  readonly streetName: (id: number) => string;
  /** The names of the file's sheets, in their order. */
  readonly sheets: readonly string[];
};

/** What was found of one part, in words. Schools and streets and readings have forms of their own. */
export function importCards(found: PartFound, t: Translate, names: Names): readonly FoundCard[] {
  switch (found.part) {
    case 'unresolved':
      return found.items.map((item) => unresolvedCard(item, t, names));
    case 'remark':
      return found.items.map(({ row, column, remark, text }) => ({
        title: t('import.cell', { row: rowText(row, names.sheets, t), column }),
        lines: [...(text === '' ? [] : [`«${text}»`]), t(`import_remark.${remark}`, remark === 'date' ? dateParts(text) : undefined)],
      }));
    case 'left_out':
      return found.items.map((item) => leftOutCard(item, t, names));
    case 'conflict':
      return found.items.map((item) => conflictCard(item, t, names));
    case 'twice':
      return found.items.map(({ school, street, rows }) => ({
        title: street,
        lines: [school, t('import.rows', { rows: rows.map((row) => rowText(row, names.sheets, t)).join(', ') })],
      }));
    case 'gap':
      return found.items.map((item) => gapCard(item, t));
    case 'unserved':
      return found.items.map(({ streetId, children }) => ({
        title: names.streetName(streetId),
        lines: [t('import.children', { count: children })],
      }));
    case 'difference':
      return found.items.map((item) => differenceCard(item, t, names));
    case 'move':
      return found.items.map(({ before, after, children }) => ({
        title: t('import.children', { count: children }),
        lines: [t('import.moves', { before: schoolsIn(before, t, names), after: schoolsIn(after, t, names) })],
      }));
    case 'line':
      return found.items.map(({ row, school, street, written, houses, reading }) => ({
        title: street || t('import.no_name'),
        lines: [
          `${school} (${t('import.rows', { rows: rowText(row, names.sheets, t) })})`,
          t('import.written', { houses: written }),
          t('import.understood', { reading: segmentsText(reading, t) || '–' }),
          ...(houses === written ? [] : [t('import.rewritten', { houses })]),
        ],
      }));
    default:
      return [];
  }
}

function unresolvedCard({ row, column, at, street, token, reason }: ImportItems['unresolved'], t: Translate, names: Names): FoundCard {
  return {
    title: t('import.cell_at', { row: rowText(row, names.sheets, t), column, at }),
    lines: [
      `${street}${street === '' ? '' : ': '}«${token}»`,
      reason === 'row_incomplete' ? t('import.row_incomplete') : t(`unread.${reason}`),
      ...(reason === 'date' ? [t('import_remark.date', dateParts(token))] : []),
    ],
  };
}

function leftOutCard({ row, column, because, text, count }: ImportItems['left_out'], t: Translate, { sheets }: Names): FoundCard {
  const place = rowText(row, sheets, t);
  const isWhole = because === 'sheet' || because === 'more_remarks';
  const title = isWhole ? text : column === null ? t('import.row_alone', { row: place }) : t('import.cell', { row: place, column });
  return {
    title: title || t('import.row_alone', { row: place }),
    lines: [...(isWhole || text === '' ? [] : [`«${text}»`]), t(`import_left_out.${because}`, { count })],
  };
}

function conflictCard({ kind, street, houses, claims, ifPrivateSector }: ImportItems['conflict'], t: Translate, names: Names): FoundCard {
  return {
    title: `${street}: ${houses}`,
    lines: [
      t(`import_conflict.${kind}`),
      ...claims.map(({ school, row, token }) =>
        row === 0
          ? t('import.claim_in_force', { school, token })
          : t('import.claim', { school, row: rowText(row, names.sheets, t), token }),
      ),
      ...(ifPrivateSector ? [t('boundaries.if_private')] : []),
    ],
  };
}

function gapCard({ street, side, from, to, before, after }: ImportItems['gap'], t: Translate): FoundCard {
  const houses = from === to ? String(from) : `${from}–${to}`;
  const whose = before.school === after.school ? before.school : `${before.school} – ${after.school}`;
  return { title: `${street}: ${houses}`, lines: [t(`import_gap.${side}`), whose] };
}

function differenceCard({ school, streetId, before, after, came, gone }: ImportItems['difference'], t: Translate, names: Names): FoundCard {
  return {
    title: `${names.schoolName(school)}: ${names.streetName(streetId)}`,
    lines: [
      ...(before === null ? [t('boundaries.street_new')] : []),
      ...(after === null ? [t('boundaries.street_gone')] : []),
      ...(came.length > 0 ? [t('boundaries.came', { items: came.join(', ') })] : []),
      ...(gone.length > 0 ? [t('boundaries.gone', { items: gone.join(', ') })] : []),
    ],
  };
}

function schoolsIn(ids: readonly string[], t: Translate, { schoolName }: Names): string {
  return ids.length === 0 ? t('import.no_school') : ids.map(schoolName).join(', ');
}

/** `7.11` may have been 7/11, 7-11, or two houses. */
function dateParts(text: string): { readonly a: string; readonly b: string } {
  const [a = '', b = ''] = text.match(/\d+/g) ?? [];
  return { a, b };
}
