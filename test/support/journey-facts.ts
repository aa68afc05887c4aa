import { withClient } from '#tools/postgres/bootstrap.ts';
import type { Spoken } from '#lib/messages.ts';
import type { Traveller } from './journey.ts';
import type { Town } from './town.ts';

/** The words of the regulation that a family must read, as its clause 21 writes them in its two languages; the other two are ours. */
export const words = {
  ru: { errand: 'Электронная запись в школу', enrol: 'Записать', enrolled: 'Зачислен', decline: 'Отменить запись' },
  ky: { errand: 'Мектепке электрондук каттоо', enrol: 'Жазуу', enrolled: 'Катталды', decline: 'Жазууну жокко чыгаруу' },
  kk: { errand: 'Мектепке электрондық жазылу', enrol: 'Мектепке қабылдау', enrolled: 'Қабылданды', decline: 'Жазылудан бас тарту' },
  en: { errand: 'Online school enrolment', enrol: 'Enrol', enrolled: 'Enrolled', decline: 'Cancel enrolment' },
} as const satisfies Readonly<Record<Spoken, object>>;

/** The nine reasons to decline, in the order of clause 21, copied letter by letter from the two texts of the regulation, and translated. */
export const nineReasons = {
  ru: [
    'Не соответствует прописка.',
    'Льгота – Сотрудник школы.',
    'Льгота – Военнослужащий.',
    'Льгота – Этнический кыргыз.',
    'Будет учиться в частной школе.',
    'Будет учиться в специализированной школе.',
    'Будет учиться в следующем учебном году.',
    'В настоящее время учится в школе.',
    'Уезжаем в другую страну.',
  ],
  ky: [
    'Каттоого (прописка) дал келбейт.',
    'Жеңилдик категориясы -мектеп кызматкери.',
    'Жеңилдик категориясы -аскер кызматкери.',
    'Жеңилдик категориясы -этникалык кыргыз.',
    'Жеке менчик мектепте окуйт.',
    'Атайын (специализированный) мектепте окуйт.',
    'Кийинки жылы окуйт.',
    'Учурда мектепте окуп жатат.',
    'Башка өлкөгө кетебиз.',
  ],
  kk: [
    'Тіркелген мекенжай сәйкес келмейді.',
    'Жеңілдік – мектеп қызметкері.',
    'Жеңілдік – әскери қызметші.',
    'Жеңілдік – этникалық қырғыз.',
    'Жекеменшік мектепте оқиды.',
    'Мамандандырылған мектепте оқиды.',
    'Келесі оқу жылында оқиды.',
    'Қазір мектепте оқып жүр.',
    'Басқа елге көшеміз.',
  ],
  en: [
    'The registered address does not match.',
    'Preference – school staff.',
    'Preference – military personnel.',
    'Preference – ethnic Kyrgyz.',
    'Will go to a private school.',
    'Will go to a specialised school.',
    'Will start in the next school year.',
    'Already goes to school.',
    'We are leaving for another country.',
  ],
} as const satisfies Readonly<Record<Spoken, readonly string[]>>;

/** The child whose page is open. */
export function idOnPage({ page }: Traveller): string {
  return new URL(page.url()).pathname.split('/')[2] ?? '';
}

/** Whether the page says «Зачислен» / “Катталды” where the result of the errand stands. */
export function isEnrolled({ page, language }: Traveller): Promise<boolean> {
  return page.getByRole('status').getByText(words[language].enrolled, { exact: true }).isVisible();
}

/** How many acts on seats the register kept for a child, refused ones too. */
export async function arrivalsOf(town: Town, child: string): Promise<number> {
  const [row] = await ask<{ count: string }>(town, 'select count(*) from arrival where child_id = $1', [child]);
  return Number(row?.count);
}

/** How many lines the journal has of an act on a subject. */
export async function journalLines(town: Town, act: string, subject: string): Promise<number> {
  const [row] = await ask<{ count: string }>(town, 'select count(*) from journal where act = $1 and subject = $2', [act, subject]);
  return Number(row?.count);
}

/** Ends every session as time does: the browsers still hold their cookies. */
export async function endEverySession(town: Town): Promise<void> {
  await ask(town, 'update session set expires_at = now()', []);
}

function ask<Row extends object>(town: Town, text: string, values: readonly unknown[]): Promise<readonly Row[]> {
  return withClient(town.test.ownerUrl, async (client) => (await client.query<Row>(text, [...values])).rows);
}
