import { IntlMessageFormat } from 'intl-messageformat';

/** Texts of one language by key. */
export type Catalogue = Readonly<Record<string, string>>;

/** Arguments of a language that every text is given without asking: the words of the campaign's vocabulary. */
export type Always = Readonly<Record<string, ReadonlySet<string>>>;

/** What one text takes: its arguments with their kinds, and its plurals with their categories. */
type Anatomy = { readonly takes: ReadonlySet<string>; readonly plurals: readonly (readonly string[])[] };

type Node = ReturnType<IntlMessageFormat['getAst']>[number];

/** Nodes of the syntax tree that take an argument. A number is one wherever it stands: whether it needs a plural is each language's own affair. */
const TAKERS: Readonly<Record<number, string>> = { 1: '', 2: '', 3: ', date', 4: ', time', 5: '', 6: '', 8: ', tag' };

/** Everything wrong between the catalogues of all languages, measured by the model's; one sentence each. */
export function catalogueFaults(catalogues: Readonly<Record<string, Catalogue>>, model: string, always: Always = {}): readonly string[] {
  const keys = Object.keys(catalogues[model] ?? {});
  return Object.entries(catalogues).flatMap(([language, catalogue]) => [
    ...keys.filter((key) => !(key in catalogue)).map((key) => `${language}: ${key} is missing`),
    ...Object.keys(catalogue)
      .filter((key) => !keys.includes(key))
      .map((key) => `${language}: ${key} is not in ${model}`),
    ...Object.entries(catalogue).flatMap(([key, text]) =>
      textFaults(text, catalogues[model]?.[key], language, model, always).map((fault) => `${language}: ${key} ${fault}`),
    ),
  ]);
}

/** What is wrong with one text: empty, not ICU, other arguments than the model's text takes, or not the plural forms of its language. */
export function textFaults(
  text: string,
  modelText: string | undefined,
  language: string,
  model: string,
  always: Always = {},
): readonly string[] {
  if (text.trim() === '') return ['is empty'];
  const own = anatomyOf(text, language);
  if (typeof own === 'string') return [`is not valid ICU: ${own}`];
  const other = modelText === undefined ? own : anatomyOf(modelText, model);
  const asked = ({ takes }: Anatomy, spoken: string) => takes.difference(always[spoken] ?? new Set());
  const ownAsked = asked(own, language);
  const taken = typeof other === 'string' ? ownAsked : asked(other, modelText === undefined ? language : model);
  return [
    ...[...taken].filter((argument) => !ownAsked.has(argument)).map((argument) => `does not use {${argument}}`),
    ...[...ownAsked].filter((argument) => !taken.has(argument)).map((argument) => `uses {${argument}}, which ${model} does not give`),
    ...own.plurals.flatMap((forms) => pluralFaults(forms, language)),
  ];
}

function pluralFaults(forms: readonly string[], language: string): readonly string[] {
  const categories = new Intl.PluralRules(language).resolvedOptions().pluralCategories as readonly string[];
  return [
    ...categories.filter((category) => !forms.includes(category)).map((category) => `lacks the plural form “${category}”`),
    ...forms
      .filter((form) => !categories.includes(form) && !form.startsWith('='))
      .map((form) => `has a plural form “${form}” that the language lacks`),
  ];
}

function anatomyOf(text: string, language: string): Anatomy | string {
  try {
    const takes = new Set<string>();
    const plurals: (readonly string[])[] = [];
    const walk = (nodes: readonly Node[]): void => {
      for (const node of nodes) {
        const kind = TAKERS[node.type];
        if (kind !== undefined && 'value' in node) takes.add(`${node.value}${kind}`);
        if ('pluralType' in node) plurals.push(node.pluralType === 'cardinal' ? Object.keys(node.options) : []);
        if ('options' in node) for (const option of Object.values(node.options)) walk(option.value);
        if ('children' in node) walk(node.children);
      }
    };
    walk(new IntlMessageFormat(text, language).getAst());
    return { takes, plurals: plurals.filter((forms) => forms.length > 0) };
  } catch (error) {
    return error instanceof Error ? error.message : String(error);
  }
}
