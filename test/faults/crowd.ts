import { randomUUID } from 'node:crypto';
import { setTimeout as pause } from 'node:timers/promises';
import type { Dice } from '#test/support/dice.ts';
import { type Country, type Family, makeDrafts, policy } from './country.ts';
import { type Letter, type Sender, sendUntilFinal } from './letters.ts';
import type { Postgres } from './postgres.ts';
import type { Acknowledgements } from './acknowledgements.ts';

/** The families of the storm: each claims, moves, declines, presses twice, presses two buttons at once. */
export type Crowd = {
  /** From now on new drafts are of this stage. */
  enterStage(code: string): void;
  /** Lets everybody finish what they began and sends everybody home. */
  goHome(): Promise<void>;
};

export type CrowdPlan = {
  readonly dice: Dice;
  readonly country: Country;
  readonly postgres: Postgres;
  readonly sender: Sender;
  readonly acknowledgements: Acknowledgements;
  readonly clients: number;
  readonly thinkMs: number;
};

type Stock = { readonly enrol: string[]; readonly decline: string[] };
type Household = { readonly family: Family; stage: string; made: number; stock: Stock; holds: boolean };

const draftsAtOnce = 8;

/** Lets the crowd in: so many families act at the same time, each child in the hands of one of them. */
export function letIn(plan: CrowdPlan): Crowd {
  const { dice, acknowledgements } = plan;
  let stage = policy.stages[0].code as string;
  let goingHome = false;
  const idle: Household[] = dice
    .shuffled(plan.country.families)
    .map((family) => ({ family, stage, made: 0, stock: { enrol: [], decline: [] }, holds: false }));
  const walking = Array.from({ length: plan.clients }, () => walk());

  async function walk(): Promise<void> {
    while (!goingHome) {
      const home = idle.shift();
      if (home !== undefined) {
        await stockUp(home);
        await act(home);
        idle.push(home);
      }
      await pause(dice.between(0, plan.thinkMs * 2));
    }
  }

  async function stockUp(home: Household): Promise<void> {
    if (home.stage !== stage) Object.assign(home, { stage, stock: keepOne(home.stock) });
    for (const name of ['enrol', 'decline'] as const) {
      if (home.stock[name].length >= 2) continue;
      const ids = Array.from({ length: draftsAtOnce }, () => randomUUID());
      const wanted = { family: home.family, act: name, from: home.made, ids };
      await plan.postgres.ask((client) => makeDrafts(client, plan.country.campaign, wanted));
      home.made += draftsAtOnce;
      home.stock[name].push(...ids);
    }
  }

  /** One visit: mostly one button once; sometimes both parents press it, or two different ones at the same moment. */
  async function act(home: Household): Promise<void> {
    const declines = home.holds && dice.chance(0.35);
    const letter = declines ? declineLetter(home) : enrolLetter(home);
    const chance = dice.unit();
    if (chance < 0.15) await Promise.all([press(home, at(0, letter)), press(home, at(1, byTheOther(home, letter)))]);
    else if (chance < 0.35) {
      const other = declines ? enrolLetter(home) : declineLetter(home);
      await Promise.all([press(home, at(0, letter)), press(home, at(1, other))]);
    } else await press(home, letter);
    if (dice.chance(0.05)) await pressAgain(letter);
  }

  async function press(home: Household, letter: Letter): Promise<void> {
    const final = await sendUntilFinal(plan.sender, letter);
    acknowledgements.note(letter, final);
    if (final?.status === 200) home.holds = final.body['outcome'] === 'enrolled';
  }

  /** The same key once more, with the body it had or with another: the first answer stands. */
  async function pressAgain(letter: Letter): Promise<void> {
    if (dice.chance(0.5)) return acknowledgements.note(letter, await sendUntilFinal(plan.sender, letter));
    const body =
      'wishes' in letter.body ? { draft: letter.key, wishes: [2_000_000_000] } : { draft: letter.key, reason: 'leaving_country' };
    acknowledgements.noteOther(letter, await sendUntilFinal(plan.sender, { ...letter, body }));
  }

  function enrolLetter({ family, stock }: Household): Letter {
    const key = stock.enrol.shift() as string;
    // A few schools are wanted by most.
    const wishes = new Set(Array.from({ length: 1 + dice.below(3) }, () => popular(plan.country.pools)));
    return { key, token: dice.pick(family.parents).token, body: { draft: key, wishes: [...wishes] } };
  }
  function popular(pools: readonly number[]): number {
    return pools[Math.floor(dice.unit() ** 2 * pools.length)] as number;
  }
  function declineLetter({ family, stock }: Household): Letter {
    const key = stock.decline.shift() as string;
    return { key, token: dice.pick(family.parents).token, body: { draft: key, reason: 'private_school' } };
  }
  function byTheOther({ family }: Household, letter: Letter): Letter {
    return { ...letter, token: family.parents.find(({ token }) => token !== letter.token)?.token ?? letter.token };
  }

  return {
    enterStage: (code) => void (stage = code),
    async goHome() {
      goingHome = true;
      await Promise.all(walking);
    },
  };
}

/** Handed in at one of the doors: two letters of one family meet at two processes. */
function at(door: number, letter: Letter): Letter {
  return { ...letter, door };
}

/** Of the drafts of a stage that has passed one is pressed all the same, as families do. */
function keepOne({ enrol, decline }: Stock): Stock {
  return { enrol: enrol.slice(0, 1), decline: decline.slice(0, 1) };
}
