import assert from 'node:assert/strict';
import { test } from 'node:test';
import fc from 'fast-check';
import { type ChildFound, judgeLinks } from './links.ts';

const at = { isList: true, atMs: 1000, doubtMs: 100 };
const linked = { doubtfulSinceMs: null };
const doubtfulSince = (doubtfulSinceMs: number) => ({ doubtfulSinceMs });

const table: readonly (readonly [what: string, Omit<ChildFound, 'child'>, outcome: string])[] = [
  ['KG25-21.3 listed, and the act names the parent: linked', { isListed: true, act: 'names_parent', link: null }, 'confirmed'],
  ['listed again after a doubt: linked as before', { isListed: true, act: 'names_parent', link: doubtfulSince(1) }, 'confirmed'],
  ['KG25-21.3 listed, and the act names others: not hers', { isListed: true, act: 'names_others', link: null }, 'otherParents'],
  ['KG25-21.7 listed, and there is no act', { isListed: true, act: 'none', link: null }, 'withoutAct'],
  ['KG25-21.3 listed, and the act was not answered: not known yet', { isListed: true, act: 'silent', link: null }, 'unread'],
  ['linked, and its act was not answered this time: stays as it is', { isListed: true, act: 'silent', link: linked }, 'nothing'],
  ['linked, and its act is gone: doubtful', { isListed: true, act: 'none', link: linked }, 'doubtful'],
  ['KG25-21.7 left out once: doubtful', { isListed: false, act: 'names_parent', link: linked }, 'doubtful'],
  ['left out again soon: still doubtful', { isListed: false, act: 'names_parent', link: doubtfulSince(901) }, 'doubtful'],
  ['left out again some time later: ended', { isListed: false, act: 'silent', link: doubtfulSince(900) }, 'not_listed'],
  [
    'left out, and the act names the parent no more: ended at once',
    { isListed: false, act: 'names_others', link: linked },
    'act_names_others',
  ],
  [
    'listed, and the act names the parent no more: ended at once',
    { isListed: true, act: 'names_others', link: linked },
    'act_names_others',
  ],
];

for (const [what, found, outcome] of table) {
  test(what, () => {
    const judged = judgeLinks([{ child: 'a', ...found }], at);
    const said = [
      judged.confirmed.length && 'confirmed',
      judged.doubtful.length && 'doubtful',
      judged.ended[0]?.because,
      judged.unread && 'unread',
      judged.ended.length === 0 && judged.withoutAct && (judged.otherParents ? 'otherParents' : 'withoutAct'),
    ].filter(Boolean);
    assert.deepEqual(said, outcome === 'nothing' ? [] : [outcome]);
  });
}

test('KG25-21.7 a registry that does not know the parent takes no child away, however often it says so', () => {
  const found: ChildFound = { child: 'a', isListed: false, act: 'silent', link: doubtfulSince(0) };
  assert.deepEqual(judgeLinks([found], { ...at, isList: false }).doubtful, ['a']);
});

test('one child’s record changes nothing for its brothers and sisters', () => {
  const child = fc.record({
    isListed: fc.boolean(),
    act: fc.constantFrom('names_parent', 'names_others', 'none', 'silent'),
    link: fc.option(fc.record({ doubtfulSinceMs: fc.option(fc.integer({ min: 0, max: 1000 })) })),
  });
  fc.assert(
    fc.property(fc.array(child, { maxLength: 6 }), (children) => {
      const found = children.map((one, place) => ({ child: String(place), ...one })) as readonly ChildFound[];
      const alone = found.map((one) => judgeLinks([one], at));
      const together = judgeLinks(found, at);
      assert.deepEqual(
        together.confirmed,
        alone.flatMap(({ confirmed }) => confirmed),
      );
      assert.deepEqual(
        new Set(together.ended.map(({ child: id }) => id)),
        new Set(alone.flatMap(({ ended }) => ended.map(({ child: id }) => id))),
      );
      assert.equal(
        together.withoutAct,
        alone.reduce((sum, { withoutAct }) => sum + withoutAct, 0),
      );
    }),
  );
});
