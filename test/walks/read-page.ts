/** A page of ours as somebody without a browser reads it. */
export type PageRead = {
  readonly lang: string;
  readonly title: string;
  readonly mainHeadings: number;
  /** Every piece of text between two tags, in order, and after them what is read aloud or shown in an empty field. */
  readonly texts: readonly string[];
  /** The same with the language each is said to be in. */
  readonly said: readonly Said[];
  readonly hasMain: boolean;
  /** Links and forms in the main part: ways on. */
  readonly waysOn: number;
  readonly links: readonly string[];
  /** Those of the main part, which people follow most. */
  readonly mainLinks: readonly string[];
  readonly forms: readonly FormRead[];
  /** Those of the main part, which people fill in most. */
  readonly mainForms: readonly FormRead[];
  /** The forms once more, as another button of the page would send them. */
  readonly otherwise: readonly FormRead[];
  readonly problems: readonly ProblemRead[];
};

/** A piece of text, and the language that its element or the nearest one around it names. */
export type Said = { readonly text: string; readonly lang: string };

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
  const said = saidIn(body);
  const forms = formsIn(body);
  const inMain = linksIn(main).filter((href) => !href.startsWith('#')).length + formsIn(main).length;
  return {
    lang: /<html[^>]*\blang="([^"]*)"/.exec(body)?.[1] ?? '',
    title: decoded(/<title>([^]*?)<\/title>/.exec(body)?.[1] ?? '').trim(),
    mainHeadings: (body.match(/<h1[\s>]/g) ?? []).length,
    texts: said.map(({ text }) => text),
    said,
    hasMain: main !== '',
    waysOn: inMain,
    links: linksIn(body),
    mainLinks: linksIn(main),
    forms,
    mainForms: formsIn(main),
    otherwise: otherwiseSent(body, forms),
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

function saidIn(html: string): readonly Said[] {
  const langs: string[] = [];
  const said: Said[] = [];
  const aloud: Said[] = [];
  const keep = (list: Said[], raw: string, lang: string) => {
    const text = decoded(raw).replace(/\s+/g, ' ').trim();
    if (text !== '') list.push({ text, lang });
  };
  let end = html.length;
  for (const { index, 0: tag, 1: close, 2: name = '', 3: own = '' } of html.matchAll(anyTag)) {
    if (langs.length > 0) keep(said, html.slice(end, index), langs.at(-1) ?? '');
    end = index + tag.length;
    if (close === '/') langs.pop();
    else {
      const given = attributesIn(own);
      const lang = given['lang'] ?? langs.at(-1) ?? '';
      // What is said in the head is judged by the title.
      if (name !== 'html' && langs.length > 0)
        for (const read of ['aria-label', 'placeholder', 'alt', 'title']) keep(aloud, given[read] ?? '', lang);
      if (!withoutEnd.has(name) && !own.endsWith('/')) langs.push(lang);
    }
  }
  return [...said, ...aloud];
}

const anyTag = new RegExp(`<(/?)([a-zA-Z][\\w-]*)${attributes}>`, 'g');
const withoutEnd = new Set(['area', 'base', 'br', 'col', 'embed', 'hr', 'img', 'input', 'link', 'meta', 'source', 'track', 'wbr']);

const aForm = new RegExp(`<form\\b${attributes}>([^]*?)</form>`, 'g');

function formsIn(html: string): readonly FormRead[] {
  return [...html.matchAll(aForm)].map(([, own = '', inside = '']): FormRead => {
    const { id = '', method = 'get', action = '', enctype } = attributesIn(own);
    return {
      id,
      method: method.toLowerCase() === 'post' ? 'POST' : 'GET',
      action,
      isMultipart: enctype === 'multipart/form-data',
      fields: [...inputsIn(inside), ...selectsIn(inside), ...textAreasIn(inside), ...buttonsIn(inside)],
    };
  });
}

/**
 * A button may send its form elsewhere, and may stand outside of it: so the language is changed without losing what is typed, and a wish is listed in
 * place of being sent.
 */
function otherwiseSent(html: string, forms: readonly FormRead[]): readonly FormRead[] {
  const inside = [...html.matchAll(aForm)].flatMap(([, , own = ''], place) =>
    tags(own, 'button').map((button) => [button, forms[place]] as const),
  );
  const outside = tags(html, 'button').map((button) => [button, forms.find(({ id }) => id === button['form'])] as const);
  return [...inside.filter(([{ form }]) => form === undefined), ...outside].flatMap(
    ([{ formaction: action, name = '', value = '' }, form]): readonly FormRead[] => {
      if (form === undefined || action === undefined) return [];
      const pressed: readonly FieldRead[] = name === '' ? [] : [{ name, kind: 'button', value, options: [value] }];
      return [{ ...form, method: 'POST', action, isMultipart: false, fields: [...form.fields, ...pressed] }];
    },
  );
}

function textAreasIn(html: string): readonly FieldRead[] {
  return [...html.matchAll(new RegExp(`<textarea\\b${attributes}>([^]*?)</textarea>`, 'g'))].map(([, own = '', value = '']): FieldRead => ({
    name: attributesIn(own)['name'] ?? '',
    kind: 'text',
    value: decoded(value),
    options: [],
  }));
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
