/** A page of ours as somebody without a browser reads it. */
export type PageRead = {
  readonly lang: string;
  readonly title: string;
  readonly mainHeadings: number;
  /** Every piece of text between two tags, in order. */
  readonly texts: readonly string[];
  readonly hasMain: boolean;
  /** Links and forms in the main part: ways on. */
  readonly waysOn: number;
  readonly links: readonly string[];
  /** Those of the main part, which people follow most. */
  readonly mainLinks: readonly string[];
  readonly forms: readonly FormRead[];
  readonly problems: readonly ProblemRead[];
};

/** A problem in the summary, and whether the same words stand beside the field it leads to. */
export type ProblemRead = {
  readonly field: string;
  readonly text: string;
  readonly leadsSomewhere: boolean;
  readonly beside: string | null;
};

export type FormRead = {
  readonly id: string;
  readonly method: 'GET' | 'POST';
  readonly action: string;
  readonly isMultipart: boolean;
  readonly fields: readonly FieldRead[];
};

export type FieldRead = {
  readonly name: string;
  readonly kind: 'text' | 'choice' | 'check' | 'hidden' | 'file' | 'button';
  /** What it holds now: for a choice what is chosen. */
  readonly value: string;
  /** What can be chosen. */
  readonly options: readonly string[];
};

const attributes = String.raw`((?:[^>"]|"[^"]*")*)`;

/** Reads a page as the server drew it. */
export function readPage(html: string): PageRead {
  const body = html.replace(/<!--[^]*?-->/g, '');
  const main = /<main\b[^]*<\/main>/.exec(body)?.[0] ?? '';
  const inMain = linksIn(main).filter((href) => !href.startsWith('#')).length + formsIn(main).length;
  return {
    lang: /<html[^>]*\blang="([^"]*)"/.exec(body)?.[1] ?? '',
    title: decoded(/<title>([^]*?)<\/title>/.exec(body)?.[1] ?? '').trim(),
    mainHeadings: (body.match(/<h1[\s>]/g) ?? []).length,
    texts: textsIn(body),
    hasMain: main !== '',
    waysOn: inMain,
    links: linksIn(body),
    mainLinks: linksIn(main),
    forms: formsIn(body),
    problems: problemsIn(main),
  };
}

function linksIn(html: string): readonly string[] {
  return tags(html, 'a').flatMap(({ href }) => href ?? []);
}

function tags(html: string, name: string): readonly Readonly<Record<string, string | undefined>>[] {
  return [...html.matchAll(new RegExp(`<${name}\\b${attributes}>`, 'g'))].map(([, text = '']) => attributesIn(text));
}

function attributesIn(text: string): Readonly<Record<string, string | undefined>> {
  return Object.fromEntries([...text.matchAll(/([\w:-]+)(?:="([^"]*)")?/g)].map(([, name = '', value = '']) => [name, decoded(value)]));
}

function textsIn(html: string): readonly string[] {
  const [, inside = ''] = /<body[^>]*>([^]*)<\/body>/.exec(html) ?? [];
  return inside
    .split(new RegExp(`</?[a-zA-Z][\\w-]*${attributes}>`))
    .filter((_, place) => place % 2 === 0)
    .map((text) => decoded(text).replace(/\s+/g, ' ').trim())
    .filter((text) => text !== '');
}

function formsIn(html: string): readonly FormRead[] {
  return [...html.matchAll(new RegExp(`<form\\b${attributes}>([^]*?)</form>`, 'g'))].map(([, own = '', inside = '']): FormRead => {
    const { id = '', method = 'get', action = '', enctype } = attributesIn(own);
    return {
      id,
      method: method.toLowerCase() === 'post' ? 'POST' : 'GET',
      action,
      isMultipart: enctype === 'multipart/form-data',
      fields: [...inputsIn(inside), ...selectsIn(inside), ...buttonsIn(inside)],
    };
  });
}

function inputsIn(html: string): readonly FieldRead[] {
  const inputs = tags(html, 'input').filter(({ name }) => name !== undefined && name !== '');
  const names = [...new Set(inputs.map(({ name = '' }) => name))];
  return names.map((name): FieldRead => {
    const own = inputs.filter((input) => input['name'] === name);
    const { type = 'text', value = '' } = own[0] ?? {};
    if (type !== 'radio' && type !== 'checkbox') {
      return { name, kind: type === 'hidden' || type === 'file' ? type : 'text', value, options: [] };
    }
    const chosen = own.find((input) => 'checked' in input)?.['value'] ?? '';
    const options = own.filter((input) => !('disabled' in input)).map((input) => input['value'] ?? 'on');
    return { name, kind: type === 'radio' ? 'choice' : 'check', value: chosen, options };
  });
}

function selectsIn(html: string): readonly FieldRead[] {
  return [...html.matchAll(new RegExp(`<select\\b${attributes}>([^]*?)</select>`, 'g'))].map(([, own = '', inside = '']): FieldRead => {
    const options = tags(inside, 'option');
    const chosen = options.find((option) => 'selected' in option) ?? options[0];
    return {
      name: attributesIn(own)['name'] ?? '',
      kind: 'choice',
      value: chosen?.['value'] ?? '',
      options: options.map(({ value = '' }) => value),
    };
  });
}

function buttonsIn(html: string): readonly FieldRead[] {
  return tags(html, 'button').flatMap(({ name = '', value = '' }): readonly FieldRead[] =>
    name === '' ? [] : [{ name, kind: 'button', value, options: [value] }],
  );
}

function problemsIn(main: string): readonly ProblemRead[] {
  const summary = /<div class="error-summary"[^]*?<\/ul>/.exec(main)?.[0] ?? '';
  return [...summary.matchAll(/<a href="#([^"]*)">([^]*?)<\/a>/g)].map(([, field = '', text = '']) => {
    const name = decoded(field);
    const beside = main.split(`id="${name}-problem">`)[1]?.split('<')[0];
    return {
      field: name,
      text: decoded(text),
      leadsSomewhere: main.includes(` id="${name}"`),
      beside: beside === undefined ? null : decoded(beside),
    };
  });
}

const entities: Readonly<Record<string, string>> = { amp: '&', lt: '<', gt: '>', quot: '"', nbsp: '\u00a0', '#39': "'", '#x27': "'" };

function decoded(text: string): string {
  return text.replace(/&(amp|lt|gt|quot|nbsp|#39|#x27);/g, (_, name: string) => entities[name] ?? '');
}
