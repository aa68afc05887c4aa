import { error } from '@sveltejs/kit';
import type { MessageKey } from '../messages.ts';

/** What is wrong with one field; the message stands in the summary and beside the field. */
export type Problem = { readonly field: string; readonly code: ProblemCode };
export type ProblemCode =
  Extract<MessageKey, `problem.${string}`> extends `problem.${infer Code}` ? Exclude<Code, 'title' | 'prefix'> : never;

/** What a person typed, to be shown again. */
export type Typed = Readonly<Record<string, string>>;

/** A form after it was sent and not taken. */
export type Sent = { readonly problems: readonly Problem[]; readonly typed: Typed };

export type Reading<T> = { readonly kind: 'read'; readonly value: T } | ({ readonly kind: 'wrong' } & Sent);

/** A schema of `input.ts`, whose messages are codes of problems. */
type Schema<T> = {
  safeParse(data: unknown):
    | { readonly success: true; readonly data: T }
    | {
        readonly success: false;
        readonly error: { readonly issues: readonly { readonly path: readonly PropertyKey[]; readonly message: string }[] };
      };
};

/** Reads a form by its schema; one problem for each field. Nobody types a draft: what is wrong with it leads to the form, by its id on the page. */
export async function readForm<T>(request: Request, schema: Schema<T>, formId = 'main'): Promise<Reading<T>> {
  const typed = await readTyped(request);
  const parsed = schema.safeParse(typed);
  if (parsed.success) return { kind: 'read', value: parsed.data };
  const problems = new Map<string, Problem>();
  for (const { path, message } of parsed.error.issues) {
    const field = path[0] === 'draft' ? formId : String(path[0]);
    if (!problems.has(field)) problems.set(field, { field, code: message as ProblemCode });
  }
  return { kind: 'wrong', problems: [...problems.values()], typed };
}

/** The texts of a form; files and the switch's own value are left out. */
export async function readTyped(request: Request): Promise<Typed> {
  const form = await formOf(request);
  return Object.fromEntries(
    [...form].flatMap(([name, value]) => (typeof value === 'string' && name !== '_language' ? [[name, value]] : [])),
  );
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
