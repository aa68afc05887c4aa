import { error } from '@sveltejs/kit';
import { isMessageKey, type MessageKey } from '../messages.ts';

/** What is wrong with one field; the message stands in the summary and beside the field. */
export type Problem = { readonly field: string; readonly code: ProblemCode };
export type ProblemCode =
  Extract<MessageKey, `problem.${string}`> extends `problem.${infer Code}` ? Exclude<Code, 'title' | 'prefix'> : never;

/** What a person typed, to be shown again. */
export type Typed = Readonly<Record<string, string>>;

/** A form after it was sent and not taken. */
export type Sent = { readonly problems: readonly Problem[]; readonly typed: Typed };

export type Reading<T> = { readonly kind: 'read'; readonly value: T } | ({ readonly kind: 'wrong' } & Sent);

type Issue = { readonly path: readonly PropertyKey[]; readonly message: string; readonly code?: string; readonly keys?: readonly string[] };

/** A schema of `input.ts`, whose messages are codes of problems. */
type Schema<T> = {
  safeParse(
    data: unknown,
  ): { readonly success: true; readonly data: T } | { readonly success: false; readonly error: { readonly issues: readonly Issue[] } };
};

/** Names that are no field of ours: the switch of language, and what the framework adds. */
const notFields: ReadonlySet<string> = new Set(['_language']);

/**
 * Reads a form by its schema; one problem for each field. A name that comes twice means two things, and one that the form does not have nothing:
 * both are told. What is wrong with a field that
 * nobody fills in leads to the form, by its id on the page.
 */
export async function readForm<T>(request: Request, schema: Schema<T>, formId = 'main'): Promise<Reading<T>> {
  const { given, typed, twice } = await fieldsOf(request);
  sentForms.set(request, { formId, typed });
  const parsed = schema.safeParse(given);
  const issues = parsed.success ? [] : parsed.error.issues;
  const unknown = new Set<PropertyKey>(issues.flatMap(({ keys }) => keys ?? []));
  const problems = new Map<string, Problem>();
  for (const name of twice.filter((one) => !unknown.has(one))) {
    const field = hidden.has(name) ? formId : name;
    problems.set(field, { field, code: 'field_twice' });
  }
  for (const issue of issues) {
    const problem = problemOf(issue, formId);
    if (!problems.has(problem.field)) problems.set(problem.field, problem);
  }
  if (parsed.success && problems.size === 0) return { kind: 'read', value: parsed.data };
  return { kind: 'wrong', problems: [...problems.values()], typed };
}

/** Fields that the page fills in by itself: what is wrong with one leads to the form. */
const hidden: ReadonlySet<PropertyKey> = new Set(['draft', 'wishes', 'key', 'over', 'take', 'part', 'print', 'step', 'confirm']);

function problemOf({ path, message, code }: Issue, formId: string): Problem {
  if (code === 'unrecognized_keys') return { field: formId, code: 'form_unknown' };
  const field = path[0] === undefined || hidden.has(path[0]) ? formId : String(path[0]);
  return { field, code: problemCode(message) };
}

/** The code of a problem that the page has words for; a code without any must not cost the page. */
export function problemCode(code: string): ProblemCode {
  return isMessageKey(`problem.${code}`) ? (code as ProblemCode) : 'form_unreadable';
}

/** The texts of a form; files and the switch's own value are left out. */
export async function readTyped(request: Request): Promise<Typed> {
  return (await fieldsOf(request)).typed;
}

/** The texts of a form in which nobody types anything: it has these fields and no others, each once. Anything else is no form of ours: 400. */
export function readKnown(request: Request, names: readonly string[]): Promise<Typed> {
  return readNamed(request, (name) => names.includes(name));
}

/** The texts of a form whose fields are named after what is chosen: their kinds are known, each comes once. Anything else is no form of ours: 400. */
export async function readNamed(request: Request, isKnown: (name: string) => boolean): Promise<Typed> {
  const { given, typed, twice } = await fieldsOf(request);
  if (twice.length > 0 || Object.entries(given).some(([name, value]) => !isKnown(name) || typeof value !== 'string')) error(400);
  return typed;
}

type Fields = {
  /** Everything that came, files too: a file in place of a text is seen to be none. */
  readonly given: Readonly<Record<string, unknown>>;
  readonly typed: Typed;
  readonly twice: readonly string[];
};

async function fieldsOf(request: Request): Promise<Fields> {
  const fields = [...(await formOf(request))].filter(([name]) => !notFields.has(name));
  const texts = fields.flatMap(([name, value]) => (typeof value === 'string' ? [[name, value] as const] : []));
  const names = fields.map(([name]) => name);
  const twice = [...new Set(names.filter((name, at) => names.indexOf(name) !== at))];
  return { given: Object.fromEntries(fields), typed: Object.fromEntries(texts), twice };
}

/** The form in a body. A body that is no form, or breaks off, is the sender's fault: 400. */
export async function formOf(request: Request): Promise<FormData> {
  try {
    return await request.formData();
  } catch (fault) {
    if (fault instanceof TypeError) error(400);
    throw fault;
  }
}

const sentForms = new WeakMap<Request, { readonly formId: string; readonly typed: Typed }>();

/** The form that a request brought, once it was read; `null` before, and where a page was only opened. */
export function sentBefore(request: Request): { readonly formId: string; readonly typed: Typed } | null {
  return sentForms.get(request) ?? null;
}
