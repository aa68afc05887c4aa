import { foldWord } from './stems.ts';

/** Whether a folded word of a query says that a school is meant, rather than which one. */
export function isBesideSchoolName(word: string): boolean {
  return BESIDE.has(word);
}

const BESIDE = new Set(
  'школа школы школу школе школ сш гимназия лицей мектеп мектеби мектепте мектепке орто средняя общеобразовательная жалпы билим номер'
    .split(' ')
    .map(foldWord),
);
