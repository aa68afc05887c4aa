/** What the civil registry told of one child that it lists for a parent, or that is linked to her here. */
export type ChildFound = {
  readonly child: string;
  readonly isListed: boolean;
  /** What the child's own birth act says of this parent; `silent` when it was not answered, or could not be read. */
  readonly act: 'names_parent' | 'names_others' | 'none' | 'silent';
  /** The link that stands here; since when it is doubtful. */
  readonly link: { readonly doubtfulSinceMs: number | null } | null;
};

export type EndedBecause = 'act_names_others' | 'not_listed';

export type LinksJudged = {
  /** Listed, and the act names the parent: linked from now on. */
  readonly confirmed: readonly string[];
  /** Linked before and not confirmed by what was said: kept in sight and asked again. */
  readonly doubtful: readonly string[];
  readonly ended: readonly { readonly child: string; readonly because: EndedBecause }[];
  /** Listed children who cannot be shown: no act names this parent. `otherParents` of them have an act that names others. */
  readonly withoutAct: number;
  readonly otherParents: number;
  /** Listed children of whom nothing is known yet. */
  readonly unread: number;
};

/**
 * Judges a parent's links by what the registry said. KG25-21.3, KG25-21.7. The list alone gives nobody a child: the child's own act must name the
 * parent. Nor does one list take a child away: only the act, or a second list at least `doubtMs` after the first that left it out. A registry that
 * does not know the parent (`isList` false) takes nothing away.
 */
export function judgeLinks(
  found: readonly ChildFound[],
  { isList, atMs, doubtMs }: { readonly isList: boolean; readonly atMs: number; readonly doubtMs: number },
): LinksJudged {
  const verdicts = found.map((one) => ({ ...one, verdict: verdictOn(one) }));
  const of = (verdict: Verdict) => verdicts.filter((one) => one.verdict === verdict);
  const children = (verdict: Verdict) => of(verdict).map(({ child }) => child);
  const others = found.filter(({ isListed, act }) => isListed && act === 'names_others').length;
  return {
    confirmed: children('confirmed'),
    doubtful: children('doubtful'),
    ended: [
      ...children('act_names_others').map((child) => ({ child, because: 'act_names_others' as const })),
      ...children('not_listed').map((child) => ({ child, because: 'not_listed' as const })),
    ],
    withoutAct: of('without_act').length + others,
    otherParents: others,
    unread: of('unread').length,
  };

  function verdictOn({ isListed, act, link }: ChildFound): Verdict {
    if (act === 'names_others') return link === null ? 'not_theirs' : 'act_names_others';
    if (isListed && act === 'names_parent') return 'confirmed';
    if (link === null) return act === 'none' ? 'without_act' : 'unread';
    if (isListed) return act === 'none' ? 'doubtful' : 'kept';
    const since = link.doubtfulSinceMs;
    return isList && since !== null && atMs - since >= doubtMs ? 'not_listed' : 'doubtful';
  }
}

type Verdict = 'confirmed' | 'kept' | 'doubtful' | EndedBecause | 'not_theirs' | 'without_act' | 'unread';
