import { newcomer } from '#domain/allocation/decide.ts';
import type { Decision } from '#domain/allocation/seat.ts';
import { type ChildFacts } from '#domain/application/eligibility.ts';
import { offerTo } from '#domain/application/offer.ts';
import { binds, isOpen, stageOf } from '#domain/application/windows.ts';
import { addDays, type Day, dayOf, type Moment, moment } from '#domain/core/day.ts';
import type { Policy } from '#domain/policy/policy.ts';
import type { Stage } from '#domain/policy/stages.ts';
import { decideInBatches, poolsOf, requestOf, sentenceOf } from './seat-story.ts';

/** One errand under several laws: what a family does, and what comes of it under each, by the heads of the table's columns. */
export type Errand = { readonly errand: string; readonly outcomes: Readonly<Record<string, string>> };

/** Reads a table of columns parted by bars; the first line is its head. */
export function errandsOf(text: string): readonly Errand[] {
  const [head = [], ...lines] = text
    .trim()
    .split('\n')
    .map((line) => line.split('|').map((cell) => cell.trim()));
  return lines.map(([errand = '', ...cells]) => {
    if (cells.length !== head.length - 1) throw new Error(`a line of another width: ${errand}`);
    return { errand, outcomes: Object.fromEntries(cells.map((cell, column) => [head[column + 1] ?? '', cell])) };
  });
}

/** A child of grade 1 with its papers, as far as nothing else is said. */
export function childOf(policy: Policy, sentence: string): ChildFacts {
  const youngest = policy.cohorts.filter(({ grade }) => grade === 1).at(-1)?.bornTo ?? policy.cohorts[0]?.bornTo;
  if (youngest === undefined) throw new Error(`${policy.code} has no cohorts`);
  const years = Number(/(\d+) years? (older|younger)/.exec(sentence)?.[1] ?? 0) * (sentence.includes('younger') ? 1 : -1);
  const born = `${Number(youngest.slice(0, 4)) + years}${youngest.slice(4)}` as Day;
  return { birthDate: born, preparedAtPreschool: false, hasIdentityDocuments: !sentence.includes('without papers') };
}

/** What is offered to a child with an address of one school: its grade, or who decides instead. */
export function offered(policy: Policy, child: ChildFacts, at: Moment): string {
  const offer = offerTo(policy, at, child, newcomer, { kind: 'address', schools: 1 });
  if (offer.kind === 'offered') return `grade ${offer.grades[0]?.grade}, ${offer.stage.code}`;
  return 'why' in offer.refusal ? `${offer.refusal.kind}: ${offer.refusal.why}` : offer.refusal.kind;
}

/** When things happen under a law: a day before it begins, in its first stage, where schools are chosen freely if it has that, after all of it. */
export function momentOf(policy: Policy, when: string): { readonly stage: Stage; readonly at: Moment } {
  const own = policy.stages.filter((stage) => binds(stage, [1]));
  const first = own[0] as Stage;
  const free = own.find((stage) => stage.shows === 'with_free_seats') ?? first;
  const last = own.at(-1) as Stage;
  const secondDay = ({ opens }: Stage) => moment(`${addDays(dayOf(opens), 1)}T10:00`);
  if (when === 'before') return { stage: first, at: moment(`${addDays(dayOf(first.opens), -1)}T10:00`) };
  if (when === 'after') return { stage: last, at: moment(`${addDays(dayOf(last.closes), 1)}T10:00`) };
  const stage = when === 'second' ? free : first;
  return { stage, at: secondDay(stage) };
}

/** Plays acts in order, each in the stage it names, over one seat of A and one of B; says what came of the last one. */
export function play(policy: Policy, acts: string): string {
  const pools = poolsOf('A=1 B=1');
  const requests = acts.split(';').map((act, index) => {
    const [, sentence = '', when = 'first'] = /^(.*?)(?: in the (before|first|second|after))?$/.exec(act.trim()) ?? [];
    const { stage, at } = momentOf(policy, when);
    if (when !== 'before' && when !== 'after' && !isOpen(stageOf(policy, stage.code), at))
      throw new Error(`${stage.code} is not open at ${at}`);
    return requestOf(sentence, `draft ${index}`, pools, { stage: stage.code, at, policy });
  });
  const { decisions } = decideInBatches(policy, Object.values(pools), requests, []);
  const last = decisions.at(-1) as Decision;
  return sentenceOf(last, pools).replace(
    /, (wait|other_school|ask_district|free_choice|choose_offered|none|withdraw|move_later|decline_first|apply_elsewhere)$/,
    '',
  );
}
