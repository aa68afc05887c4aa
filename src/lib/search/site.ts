import type { Language } from '#domain/core/language.ts';
import type { Policy } from '#domain/policy/policy.ts';
import { type Findable, findIn, formsOf, soughtIn } from '#domain/search/find.ts';
import { bestText, type Piece, snippetOf, type TextRead, textReader } from '#domain/search/snippet.ts';
import { citedAct, clauseIn, clausesOf } from '../acts/cited-act.ts';
import { guideFor } from '../guide.ts';
import { type Spoken, spokenLanguages } from '../messages.ts';
import { paperKey } from '../names.ts';
import { complaintRule } from '../server/rules.ts';
import { type Speech, speechFor, spokenLaw } from '../speech.ts';
import { alsoInGuide, topics } from './topics.ts';

/** A place on the site, found. The piece may be in another language than the reader's: people search in both. */
export type Hit = { readonly href: string; readonly title: string; readonly language: Language; readonly pieces: readonly Piece[] };

export type SiteFound = {
  readonly help: readonly Hit[];
  readonly acts: readonly Hit[];
  /** Not every word stands there. */
  readonly near: boolean;
};

const shownInGroup = 8;
const snippetLength = 180;

/** Finds places on the site: help, the instruction, public pages, clauses of the act; in every language the site speaks. */
export function findOnSite(policy: Policy, query: string, reader: Spoken): SiteFound {
  const sought = soughtIn(query);
  const hitsOf = (found: readonly { readonly item: Place }[]) =>
    found.slice(0, shownInGroup).map(({ item }) => {
      const texts = [...item.texts].sort((a, b) => Number(b.language === reader) - Number(a.language === reader));
      const reads = texts.map(({ read }) => read);
      const at = bestText(reads, sought);
      const best = reads[at];
      const pieces = best === undefined ? [] : snippetOf(best, sought, snippetLength);
      return { href: item.href, title: item.titles[reader] ?? '', language: texts[at]?.language ?? reader, pieces };
    });
  const { help, acts } = placesOf(policy);
  const inHelp = findIn(help, sought);
  const inActs = findIn(acts, sought);
  const near = (inHelp.near || inHelp.found.length === 0) && (inActs.near || inActs.found.length === 0);
  const shown = (group: typeof inHelp) => (group.near && !near ? [] : hitsOf(group.found));
  return { help: shown(inHelp), acts: shown(inActs), near };
}

type Place = {
  readonly href: string;
  readonly titles: Readonly<Partial<Record<Spoken, string>>>;
  readonly texts: readonly { readonly language: Language; readonly read: TextRead }[];
};

/** A place before its words are read; `also` are words it is looked for by and does not say. */
type PlaceWritten = Pick<Place, 'href' | 'titles'> & {
  readonly texts: readonly { readonly language: Language; readonly text: string }[];
  readonly also: readonly string[];
};
type Places = { readonly help: readonly Findable<Place>[]; readonly acts: readonly Findable<Place>[] };

// Every word is stemmed once for a law: the texts do not change while a process runs, and go when the law goes.
const prepared = new WeakMap<Policy, Places>();

function placesOf(policy: Policy): Places {
  const known = prepared.get(policy);
  if (known !== undefined) return known;
  const speeches = spokenLanguages.map((language) => speechFor(language, spokenLaw(policy)));
  const readText = textReader();
  const ready = (written: readonly PlaceWritten[]) => written.map((place) => findable(place, readText));
  const places = { help: ready([...topicsIn(policy, speeches), ...guideIn(policy, speeches)]), acts: ready(actsIn(policy, speeches)) };
  prepared.set(policy, places);
  return places;
}

function topicsIn(policy: Policy, speeches: readonly Speech[]): readonly PlaceWritten[] {
  const facts = { days: complaintRule(policy)?.days ?? 0 };
  return topics.map(({ href, title, texts, also }) => {
    const own = href === '/documents' ? [...policy.documents.toSchool.list.map(({ code }) => paperKey(code)), ...texts] : texts;
    const said = speeches.flatMap(({ language, t }) => own.map((key) => ({ language, text: t(key, facts) })));
    const titles = titlesIn(speeches, ({ t }) => t(title));
    return { href, titles, texts: said, also: also === undefined ? [] : speeches.map(({ t }) => t(also)) };
  });
}

function guideIn(policy: Policy, speeches: readonly Speech[]): readonly PlaceWritten[] {
  const guides = speeches.map((speech) => ({ speech, sections: guideFor(policy, speech) }));
  const [first] = guides;
  return (first?.sections ?? []).map(({ id }, place) => {
    const own = guides.flatMap(({ speech, sections }) =>
      (sections[place]?.steps ?? []).map((text) => ({ language: speech.language, text })),
    );
    const titles = Object.fromEntries(guides.map(({ speech, sections }) => [speech.language, sections[place]?.title ?? '']));
    const also = alsoInGuide[id];
    return { href: `/guide#${id}`, titles, texts: own, also: also === undefined ? [] : speeches.map(({ t }) => t(also)) };
  });
}

function actsIn(policy: Policy, speeches: readonly Speech[]): readonly PlaceWritten[] {
  const act = citedAct(policy);
  return clausesOf(act).map((clause) => {
    const texts = (clauseIn(act, clause, 'ru') ?? []).flatMap(({ language, paragraphs }) => paragraphs.map((text) => ({ language, text })));
    return { href: `/acts/${clause}`, titles: titlesIn(speeches, (speech) => speech.clause(clause)), texts, also: [] };
  });
}

function titlesIn(speeches: readonly Speech[], titleIn: (speech: Speech) => string): Place['titles'] {
  return Object.fromEntries(speeches.map((speech) => [speech.language, titleIn(speech)]));
}

function findable({ href, titles, texts, also }: PlaceWritten, readText: (text: string) => TextRead): Findable<Place> {
  return {
    item: { href, titles, texts: texts.map(({ language, text }) => ({ language, read: readText(text) })) },
    title: formsOf(...Object.values(titles), ...also),
    body: formsOf(...texts.map(({ text }) => text)),
  };
}
