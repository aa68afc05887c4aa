import type { Dice } from '#test/support/dice.ts';
import { type Blow, type Kill, troubles } from './weather.ts';

export type PlannedBlow = { readonly what: Blow; readonly isKill: boolean };

/** The order of the blows: so many kills, every kind of them in turn, and between two of them mostly another trouble. */
export function blowsOf(dice: Dice, count: number, vanish: boolean): readonly PlannedBlow[] {
  // Half of the kills hit a process of ours, a quarter each the whole database and one of its processes.
  const deck = (): Blow[] => dice.shuffled(['server', 'server', 'postgres', 'backend'] satisfies readonly Kill[]);
  const weather = (): Blow[] => dice.shuffled([...troubles, 'cutAtCommit'] as const);
  let [cards, clouds] = [deck(), weather()];
  return Array.from({ length: count }, (_, place) => {
    if (cards.length === 0) cards = deck();
    if (clouds.length === 0) clouds = weather();
    const kill = { what: cards.pop() as Blow, isKill: true };
    const gone = vanish && place % 8 === 3;
    const trouble: Blow = gone ? 'vanish' : (clouds.pop() as Blow);
    return gone || dice.chance(0.8) ? [{ what: trouble, isKill: false }, kill] : [kill];
  }).flat();
}
