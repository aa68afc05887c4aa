import assert from 'node:assert/strict';
import { readdir } from 'node:fs/promises';
import path from 'node:path';
import { read } from '#server/db/transaction.ts';
import { pdf } from './files.ts';
import type { Town } from './town.ts';
import { visitor } from './visitor.ts';

/** A legal representative's form; what is left out is not sent, a file that is left out is sent empty as browsers do. */
export type GuardianForm = {
  readonly pin?: string;
  readonly relation?: string;
  readonly key?: string;
  readonly file?: Uint8Array;
  readonly name?: string;
};

/** Somebody signed in. */
export type Sender = { readonly cookie: string; readonly token: string; readonly person: string; readonly pin: string };

export function guardianFormBody({ pin, relation, key, file, name }: GuardianForm): FormData {
  const body = new FormData();
  for (const [field, text] of Object.entries({ pin, relation, key })) if (text !== undefined) body.set(field, text);
  body.set('file', new Blob(file === undefined ? [] : [Buffer.from(file)]), file === undefined ? '' : (name ?? 'order.pdf'));
  return body;
}

/** The legal representatives of a town: they sign in one after the other and send their forms. */
export function guardiansOf(town: Town) {
  let family = 0;
  const someChild = (at = 0) => town.population.children[town.population.children.length - 1 - at]?.pin as string;

  /** Sends the form as a browser does; `accept` makes it a program that reads JSON. */
  async function send(
    sender: Omit<Sender, 'pin'> | null,
    form: GuardianForm,
    headers: Readonly<Record<string, string>> = {},
    accept = 'text/html',
  ) {
    const response = await fetch(`${town.origin}/api/v1/guardianships`, {
      method: 'POST',
      redirect: 'manual',
      body: guardianFormBody(form),
      headers: { accept, origin: town.origin, ...(sender === null ? {} : { cookie: sender.cookie }), ...headers },
    });
    return {
      status: response.status,
      location: response.headers.get('location'),
      cookies: response.headers.getSetCookie(),
      text: await response.text(),
    };
  }

  return {
    /** Somebody of a family of their own signs in. */
    async signIn(): Promise<Sender> {
      const pin = town.population.families[(family += 1)]?.parents[0] as string;
      const person = visitor();
      await person.signIn(town.origin, pin);
      const cookie = person.cookieHeader(town.origin);
      const token = /mektep=([^;]+)/.exec(cookie)?.[1] as string;
      const who = await town.composed.mektep.session.who(token);
      assert.ok(who);
      return { cookie, token, person: who.person, pin };
    },

    /** The number of a child whom no register links to those who sign in here; another one for each `at`. */
    someChild,

    /** A form filled in as it should be. */
    whole: (): GuardianForm => ({ pin: someChild(), relation: 'guardian', file: pdf(), name: 'order.pdf' }),

    send,

    async sendJson(sender: Sender, form: GuardianForm) {
      const { status, text } = await send(sender, form, {}, 'application/json');
      return { status, body: JSON.parse(text) as Readonly<Record<string, unknown>> };
    },

    /** What the database holds of a person’s applications and documents, seen by the office. */
    held: (person: string) =>
      read(town.database, 'system', async (reader) => ({
        applications: await reader.selectFrom('guardianship').selectAll().where('person_id', '=', person).execute(),
        documents: await reader.selectFrom('document').selectAll().where('person_id', '=', person).execute(),
      })),

    async filesOnDisk(): Promise<readonly string[]> {
      const entries = await readdir(town.config.FILES_DIR, { recursive: true, withFileTypes: true });
      return entries.filter((entry) => entry.isFile()).map((entry) => path.join(entry.parentPath, entry.name));
    },
  };
}
