/** A row of a made-up act: a school, the key of a street, and its houses in the notation of real acts. */
export type MadeRow = { readonly school: number; readonly street: number; readonly houses: string };

/** Acts of so many schools with so many streets each; every street is shared by two schools, one side or one half each. */
export function makeActs(schools: number, streetsEach: number, seed: number): readonly MadeRow[] {
  const dice = diceFrom(seed);
  return Array.from({ length: schools * streetsEach }, (_, index) => {
    const school = Math.floor(index / streetsEach);
    const street = (index + (school % 2 === 1 ? -streetsEach : 0)) | 0;
    return { school, street, houses: housesOf(dice, school % 2) };
  });
}

/** Chance that can be replayed: the next whole number below `below`. */
export function diceFrom(seed: number): (below: number) => number {
  let state = seed >>> 0;
  return (below) => {
    state = (Math.imul(state, 1_664_525) + 1_013_904_223) >>> 0;
    return Math.floor((state / 2 ** 32) * below);
  };
}

/** As the act of a real city is written: most items are single houses, some with letters and fractions, a tenth are ranges. */
function housesOf(dice: (below: number) => number, parity: number): string {
  const kind = dice(10);
  if (kind === 0) return parity === 0 ? 'все дома четной стороны' : 'нечетная сторона';
  if (kind === 1) return `с ${2 + parity} по ${60 + parity + 2 * dice(40)}`;
  if (kind === 2) return `${1 + parity}-${41 + parity + 2 * dice(20)} (${parity === 0 ? 'нечетные' : 'четные'}), ${100 + dice(50)}а`;
  if (kind === 3) return parity === 0 ? 'все дома, кроме 5, 7' : '5, 7';
  const items: string[] = [];
  for (let number = 1 + parity; items.length < 14; number += 2 + 2 * dice(2)) {
    const tail = dice(12);
    items.push(
      tail === 0 ? `${number}а` : tail === 1 ? `${number}/${1 + dice(9)}` : tail === 2 ? `${number} корп. ${1 + dice(3)}` : String(number),
    );
  }
  return items.join(', ');
}
