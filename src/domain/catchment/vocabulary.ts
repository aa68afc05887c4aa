/** What a word of a house list means. One entry serves Russian, Kyrgyz, Kazakh and Ukrainian acts; words are folded (see `fold`). */
export type WordSense =
  | 'house'
  | 'house_after'
  | 'all'
  | 'odd'
  | 'even'
  | 'both'
  | 'side'
  | 'hand'
  | 'line'
  | 'from'
  | 'to'
  | 'until'
  | 'between'
  | 'out_of'
  | 'into'
  | 'until_after'
  | 'and'
  | 'begin'
  | 'end'
  | 'onward'
  | 'corpus'
  | 'corpuses'
  | 'building'
  | 'except'
  | 'except_after'
  | 'series'
  | 'series_many'
  | 'private'
  | 'sector'
  | 'grade'
  | 'flat'
  | 'month'
  | 'filler'
  | 'in'
  | 'letter'
  | 'unknown';

/** The sense of a folded word. A single letter that is no word of its own is a `letter`; any other word not listed is `unknown`. */
export function senseOf(word: string): WordSense {
  const listed = WORDS.get(word);
  if (listed !== undefined) return listed;
  if (word.length === 1) return 'letter';
  for (const [stem, sense] of STEMS) if (word.startsWith(stem)) return sense;
  return 'unknown';
}

/** The number space that a word opens: plots, dormitories and wagons are counted apart from houses. Null for other words. */
export function seriesOf(word: string): string | null {
  return SERIES.get(word) ?? null;
}

/** The kind of a building within a house, as it stands in the corpus: `стр` of «12 стр. 2»; null for a plain corpus. */
export function buildingOf(word: string): string | null {
  return BUILDINGS.get(word) ?? null;
}

const SERIES = entriesOf({
  уч: 'уч участок участка участку уч-к участкi тилке тилкеси телім телімі учаске',
  общ: 'общ общежитие жатакана жатақхана гуртожиток',
  вагон: 'вагон вагончик',
  барак: 'барак',
  дача: 'дача дачный',
});

const SERIES_MANY = entriesOf({
  уч: 'участки участков участкам участками участкалар учаскелер ділянки',
  общ: 'общежитий общежитиям общежития',
  вагон: 'вагоны вагонов вагончики',
  барак: 'бараки',
  дача: 'дачи дачных',
});

const BUILDINGS = entriesOf({
  стр: 'стр строение строения строен',
  блок: 'блок блоки бл',
  секция: 'секция секции',
  лит: 'лит литер литера',
});

const LISTED: Readonly<Partial<Record<WordSense, string>>> = {
  house:
    'д дд дом дома домов домам домами доме номер номера номерами номеров буд будинок будинки будинку строений домовладение домовладения',
  // “24-үй”, “1–25 үйлөр”: Kyrgyz and Kazakh put the word after the number too.
  house_after: 'үй үйү үйлөр үйлөрү үйлер үйлері үйді',
  all: 'все всё весь вся всех бардык баардык бардыгы баары бүт барлық барлығы всі усі целиком полностью толук толугу толығымен',
  odd: 'неч нечет так тақ непарні непарна непарний непарних',
  even: 'чет жуп жұп парні парна парний парних',
  both: 'обе оба обоих обеим обеих эки екі обидві',
  side: 'стор тарабы тарап тараптары жагы жағы жак жақ бік боку стороны',
  hand: 'оң сол ліва права',
  line: 'трамвай трамвайных',
  from: 'с со от від начиная',
  to: 'по',
  until: 'до',
  between: 'между промеж аралыгы аралыгында аралығы аралығында арасы арасында між',
  out_of: 'дан ден дон дөн тан тен тон төн нан нен үйдөн үйден үйлөрдөн үйлерден',
  into: 'га ге го гө ка ке ко кө ға қа үйгө үйге',
  until_after: 'чейин чейинки дейін дейінгі',
  and: 'и й жана және та',
  begin: 'начала начало башынан басынан',
  end: 'конца конец концу аягына соңына кінця',
  onward: 'далее выше дальше баштап бастап',
  corpus: 'к кор корп корпус',
  corpuses: 'корпуса корпусы корпусов корпустар корпустары корпуси',
  except: 'кроме исключая исключением исключение крім окрім',
  except_after: 'башка башкасы тышкары басқа басқасы қоспағанда',
  private: 'частный частного частные частных частном жеке приватний иж ижс',
  sector: 'сектор сектора секторе секторы секторде секторындагы',
  grade: 'кл класс класса классы классов классам классах класстар класстары сынып сыныптар сыныптары класи',
  flat: 'кв квартира квартиры квартир',
  month: 'янв фев мар апр май мая июн июл авг сен сент окт ноя нояб дек',
  filler:
    'номерлүү сандуу номерлери нөмірлі нөмірлер жилые жилой жилых включительно включая также вкл земельный земельные улицы үчүн үшін для угол только учащиеся учащихся за исключ жер көчөнүн көшенің менен сандар сандары',
  in: 'в во у',
};

const WORDS: ReadonlyMap<string, WordSense> = new Map([
  ...Object.entries(LISTED).flatMap(([sense, words]) => words.split(' ').map((word) => [word, sense as WordSense] as const)),
  ...[...BUILDINGS.keys()].map((word) => [word, 'building'] as const),
  ...[...SERIES.keys()].map((word) => [word, 'series'] as const),
  ...[...SERIES_MANY.keys()].map((word) => [word, 'series_many'] as const),
]);

const STEMS: readonly (readonly [stem: string, sense: WordSense])[] = [
  ['нечетн', 'odd'],
  ['четн', 'even'],
  ['сторон', 'side'],
  ['правая', 'hand'],
  ['правой', 'hand'],
  ['правую', 'hand'],
  ['левая', 'hand'],
  ['левой', 'hand'],
  ['левую', 'hand'],
  ['справа', 'hand'],
  ['слева', 'hand'],
  ['трамвайн', 'line'],
  ['январ', 'month'],
  ['феврал', 'month'],
  ['апрел', 'month'],
  ['август', 'month'],
  ['сентябр', 'month'],
  ['октябр', 'month'],
  ['ноябр', 'month'],
  ['декабр', 'month'],
];

function entriesOf(listed: Readonly<Record<string, string>>): ReadonlyMap<string, string> {
  return new Map(Object.entries(listed).flatMap(([name, words]) => words.split(' ').map((word) => [word, name] as const)));
}

/** The number space of a word that opens it for the numbers after the next commas too («участки 1, 2»); null for other words. */
export function seriesOfMany(word: string): string | null {
  return SERIES_MANY.get(word) ?? null;
}
