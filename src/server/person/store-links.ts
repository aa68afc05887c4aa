import type { NationalId } from '#domain/core/national-id.ts';
import type { EndedBecause } from '#domain/person/links.ts';
import type { Relation } from '#domain/policy/admission.ts';
import type { KeyRing } from '../db/keys.ts';
import type { Reader, Tx } from '../db/transaction.ts';
import { childIdContext } from './store.ts';

export type LinkedRow = { readonly childId: string; readonly nationalId: NationalId; readonly doubtfulSince: Date | null };

const linkedAtMost = 100;

/** The children whom the civil registry linked to a person and whose link has not ended. */
export async function findLinked(reader: Reader, keys: KeyRing, person: string): Promise<readonly LinkedRow[]> {
  const rows = await reader
    .selectFrom('family_link as l')
    .innerJoin('child as c', 'c.id', 'l.child_id')
    .select(['c.id', 'c.national_id_cipher', 'l.doubtful_since'])
    .where('l.person_id', '=', person)
    .where('l.source', '=', 'civil_registry')
    .where('l.ended_at', 'is', null)
    .limit(linkedAtMost)
    .execute();
  return rows.map(({ id, national_id_cipher: cipher, doubtful_since: doubtfulSince }) => ({
    childId: id,
    nationalId: keys.open(cipher, childIdContext) as NationalId,
    doubtfulSince,
  }));
}

/** Links that the registry and the child's act confirm: new ones begin, ended and doubtful ones stand again. */
export async function confirmLinks(tx: Tx, person: string, children: readonly string[], at: Date): Promise<void> {
  if (children.length === 0) return;
  const relation: Relation = 'parent';
  await tx
    .insertInto('family_link')
    .values(children.map((child_id) => ({ person_id: person, child_id, relation, source: 'civil_registry' as const, checked_at: at })))
    .onConflict((conflict) =>
      conflict
        .columns(['person_id', 'child_id'])
        .doUpdateSet({ checked_at: at, ended_at: null, ended_because: null, doubtful_since: null, source: 'civil_registry' }),
    )
    .execute();
}

/** Links that what was said did not confirm; since when stays as it was first. */
export async function doubtLinks(tx: Tx, person: string, children: readonly string[], at: Date): Promise<void> {
  if (children.length === 0) return;
  await tx
    .updateTable('family_link')
    .set((set) => ({ doubtful_since: set.fn.coalesce('doubtful_since', set.val(at)) }))
    .where('person_id', '=', person)
    .where('child_id', 'in', [...children])
    .execute();
}

/** Ends links, each for its reason; none is deleted. */
export async function endLinks(
  tx: Tx,
  person: string,
  ended: readonly { readonly child: string; readonly because: EndedBecause }[],
  at: Date,
): Promise<void> {
  for (const { child, because } of ended) {
    await tx
      .updateTable('family_link')
      .set({ ended_at: at, ended_because: because, doubtful_since: null })
      .where('person_id', '=', person)
      .where('child_id', '=', child)
      .execute();
  }
}

export type ChildrenCounted = { readonly withoutAct: number; readonly otherParents: number; readonly unread: number };

/** Notes when the civil registry answered, and how many listed children cannot be shown, and why. */
export async function markChecked(tx: Tx, person: string, { withoutAct, otherParents, unread }: ChildrenCounted, at: Date): Promise<void> {
  await tx
    .updateTable('person')
    .set({
      children_checked_at: at,
      children_without_act: withoutAct,
      children_other_parents: otherParents,
      children_unread: unread,
    })
    .where('id', '=', person)
    .execute();
}
