import type { NationalId } from '#domain/core/national-id.ts';
import { type ChildFound, judgeLinks } from '#domain/person/links.ts';
import type { Clock } from '../clock.ts';
import type { Database } from '../db/connect.ts';
import type { KeyRing } from '../db/keys.ts';
import { read, readerOf, transact, type Tx } from '../db/transaction.ts';
import { append } from '../journal/store.ts';
import type { AddressAnswer, AddressBureau, BirthAct, ChildrenListed, CivilRegistry, PassportRegister } from '../ports.ts';
import { type Outage, type Settled, settle } from './service-asking.ts';
import { confirmLinks, doubtLinks, endLinks, findLinked, type LinkedRow, markChecked } from './store-links.ts';
import { findNationalId, updateAddress, updatePassport, upsertChild } from './store.ts';

export type Registers = CivilRegistry & PassportRegister & AddressBureau;

export type RegisterParts = {
  readonly registers: Registers;
  readonly country: string;
  readonly clock: Clock;
  /** How long after the first list that leaves a linked child out a second one ends the link. */
  readonly doubtMs: number;
};

/** Asks the registers about one person and keeps what they say, and nothing of what they do not say. `null` when there was an answer to all. */
export type RegisterQuestions = {
  children(person: string): Promise<Outage | null>;
  address(person: string): Promise<Outage | null>;
  passport(person: string, series: string, number: string): Promise<{ readonly outage: Outage | null; readonly isFound: boolean }>;
};

// A list the registry answers with is bounded like any other; who stands behind it is counted as not read.
const childrenAtMost = 50;

/** Questions to the registers about one person; every answer is kept in one transaction of its own, with a line in the journal. */
export function registerQuestions(database: Database, keys: KeyRing, parts: RegisterParts): RegisterQuestions {
  const { registers, country, clock, doubtMs } = parts;
  const numberOf = (person: string) => read(database, 'registry', (reader) => findNationalId(reader, keys, person));

  async function actsOf(pins: readonly NationalId[]): Promise<readonly Acted[]> {
    return Promise.all(pins.map(async (pin) => ({ pin, asked: await settle(() => registers.birthOf(pin)) })));
  }

  /** Judged in the transaction that writes: what the links are, and what becomes of them, is one moment. */
  async function keepChildren(tx: Tx, person: string, parent: NationalId, listed: ChildrenListed, acted: readonly Acted[]): Promise<void> {
    const at = new Date(clock.now());
    const links = new Map((await findLinked(readerOf(tx), keys, person)).map((link) => [link.nationalId, link]));
    const own = new Set(listed.kind === 'list' ? listed.children : []);
    const found = acted.map(({ pin, asked }) => foundOf(parent, pin, asked, own.has(pin), links.get(pin)));
    const judged = judgeLinks(found, { isList: listed.kind === 'list', atMs: at.getTime(), doubtMs });
    const confirmed: string[] = [];
    for (const { pin, asked } of acted) {
      if (asked.kind === 'answer' && asked.answer !== null && judged.confirmed.includes(pin))
        confirmed.push(await upsertChild(tx, keys, country, asked.answer, at));
    }
    const idsOf = (pins: readonly string[]) => pins.flatMap((pin) => links.get(pin as NationalId)?.childId ?? []);
    const doubtful = idsOf(judged.doubtful);
    const ended = judged.ended.flatMap(({ child, because }) => idsOf([child]).map((id) => ({ child: id, because })));
    await confirmLinks(tx, person, confirmed, at);
    await doubtLinks(tx, person, doubtful, at);
    await endLinks(tx, person, ended, at);
    const beyond = listed.kind === 'list' ? Math.max(0, listed.children.length - childrenAtMost) + listed.unread : 0;
    const counts = { withoutAct: judged.withoutAct, otherParents: judged.otherParents, unread: judged.unread + beyond };
    await markChecked(tx, person, counts, at);
    const detail = { children: confirmed, ...counts, doubtful, ended };
    await append(tx, [{ at, actor: 'registry', act: 'family.refreshed', campaign: null, subject: person, detail }]);
  }

  return {
    async children(person) {
      const parent = await numberOf(person);
      const listed = await settle(() => registers.childrenOf(parent));
      if (listed.kind === 'outage') return listed.outage;
      const linked = await read(database, 'registry', (reader) => findLinked(reader, keys, person));
      const own = listed.answer.kind === 'list' ? listed.answer.children.slice(0, childrenAtMost) : [];
      const acted = await actsOf([...new Set([...own, ...linked.map(({ nationalId }) => nationalId)])]);
      await transact(database, 'registry', (tx) => keepChildren(tx, person, parent, listed.answer, acted));
      return acted.flatMap(({ asked }) => (asked.kind === 'outage' ? [asked.outage] : []))[0] ?? null;
    },

    async address(person) {
      const nationalId = await numberOf(person);
      const asked = await settle(() => registers.addressOf(nationalId));
      if (asked.kind === 'outage') return asked.outage;
      const at = new Date(clock.now());
      await transact(database, 'registry', async (tx) => {
        await updateAddress(tx, person, asked.answer, at);
        const detail: { readonly answer: AddressAnswer['kind'] } = { answer: asked.answer.kind };
        await append(tx, [{ at, actor: 'registry', act: 'address.answered', campaign: null, subject: person, detail }]);
      });
      return null;
    },

    async passport(person, series, number) {
      const nationalId = await numberOf(person);
      const asked = await settle(() => registers.passportOf(nationalId, series, number));
      if (asked.kind === 'outage') return { outage: asked.outage, isFound: false };
      const passport = asked.answer;
      if (passport === null) return { outage: null, isFound: false };
      await transact(database, `person:${person}`, async (tx) => {
        const at = new Date(clock.now());
        await updatePassport(tx, keys, person, passport, at);
        const actor = `person:${person}` as const;
        await append(tx, [{ at, actor, act: 'applicant.passport_confirmed', campaign: null, subject: person, detail: {} }]);
      });
      return { outage: null, isFound: true };
    },
  };
}

type Acted = { readonly pin: NationalId; readonly asked: Settled<BirthAct | null> };

function foundOf(parent: NationalId, pin: NationalId, asked: Acted['asked'], isListed: boolean, link: LinkedRow | undefined): ChildFound {
  const linked = link === undefined ? null : { doubtfulSinceMs: link.doubtfulSince?.getTime() ?? null };
  return { child: pin, isListed, act: actOf(parent, asked), link: linked };
}

function actOf(parent: NationalId, asked: Acted['asked']): ChildFound['act'] {
  if (asked.kind === 'outage') return 'silent';
  if (asked.answer === null) return 'none';
  return asked.answer.motherId === parent || asked.answer.fatherId === parent ? 'names_parent' : 'names_others';
}
