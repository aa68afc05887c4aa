/** What a word of a house list means. One entry serves Russian, Kyrgyz and Kazakh acts; words are folded (see `fold`). */
export type WordSense =
  | 'house'
  | 'house_after'
  | 'all'
  | 'odd'
  | 'even'
  | 'both'
  | 'side'
  | 'from'
  | 'to'
  | 'and'
  | 'corpus'
  | 'corpuses'
  | 'except'
  | 'plot'
  | 'plots'
  | 'building'
  | 'buildings'
  | 'private_sector'
  | 'grade'
  | 'ending'
  | 'letter'
  | 'unknown';

/** The sense of a folded word. A single letter that is no word of its own is a `letter`; any other word not listed is `unknown`. */
export function senseOf(word: string): WordSense {
  const listed = WORDS.get(word);
  if (listed !== undefined) return listed;
  for (const [stem, sense] of STEMS) if (word.startsWith(stem)) return sense;
  return word.length === 1 ? 'letter' : 'unknown';
}

const LISTED: Readonly<Partial<Record<WordSense, string>>> = {
  house: 'д дд дом дома домов домам номер номера',
  // “24-үй”, “1–25 үйлөр”: Kyrgyz and Kazakh put the word after the number too. In Russian «3 дома» may be a count, so not there.
  house_after: 'үй үйү үйлөр үйлөрү үйлер үйлері',
  all: 'все бардык баары барлық',
  odd: 'нечет так тақ',
  even: 'чет жуп жұп',
  both: 'обе оба',
  side: 'стор тарабы тарап тараптары жагы жағы',
  from: 'с со от',
  to: 'по',
  and: 'и жана және',
  corpus: 'к кор корп корпус',
  corpuses: 'корпуса корпусы корпусов корпустар корпустары',
  except: 'кроме исключая исключением исключение башка тышкары басқа қоспағанда',
  plot: 'уч участок участка участку',
  plots: 'участки участков участкам участкалар',
  building: 'общ общежитие стр строение дача блок литер лит вагон барак',
  buildings: 'общежития строения дачи блоки вагоны бараки',
  private_sector: 'частный частного частные сектор сектора',
  grade: 'кл класс классы классов',
  ending: 'дан ден дон дөн тан тен тон төн га ге го гө ка ке ко кө баштап чейин до үйдөн үйгө',
};

const WORDS: ReadonlyMap<string, WordSense> = new Map(
  Object.entries(LISTED).flatMap(([sense, words]) => words.split(' ').map((word) => [word, sense as WordSense] as const)),
);

const STEMS: readonly (readonly [stem: string, sense: WordSense])[] = [
  ['нечетн', 'odd'],
  ['четн', 'even'],
  ['сторон', 'side'],
];
