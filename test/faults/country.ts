import { createHash, randomBytes } from 'node:crypto';
import type { ClientBase } from 'pg';
import { policies } from '#domain/policy/registry.ts';
import { canonical } from '#server/journal/entry.ts';
import { hashOfToken } from '#server/session/service.ts';

/** Two parents with a session each, and their child. */
export type Family = { readonly child: string; readonly parents: readonly { readonly person: string; readonly token: string }[] };

export type Country = {
  readonly campaign: string;
  readonly pools: readonly number[];
  readonly families: readonly Family[];
};

/** The law the storm blows under: guaranteed places first, then a stage in which places are exchanged. */
export const policy = policies['kg-2025'];

export type CountryPlan = { readonly schools: number; readonly seats: number; readonly families: number };

/** Fills an empty database with a campaign, schools with a few seats each, and families who are signed in. */
export async function fillCountry(client: ClientBase, plan: CountryPlan): Promise<Country> {
  const ids = async (statement: string, values: readonly unknown[]) =>
    (await client.query<{ id: string }>(statement, [...values])).rows.map(({ id }) => id);
  const text = canonical(policy);
  const hash = createHash('sha256').update(text).digest();
  const [campaign] = await ids(
    `insert into campaign (code, policy, policy_hash, version, published_by) values ('storm', $1, $2, 1, 'storm') returning id`,
    [text, hash],
  );
  await client.query('insert into register (campaign_id) values ($1)', [campaign]);
  await client.query(`insert into district (id, code, name, region, region_id) values (1, '1', '{"ru":"1"}', '{"ru":"1"}', 1)`);
  await client.query(
    `insert into school (code, district_id, kind, name, address, director) select n::text, 1, 'state', '{"ru":"1"}', '{"ru":"1"}', '' from generate_series(1, $1) n`,
    [plan.schools],
  );
  // Every school teaches in two languages: two pools.
  const pools = await ids(
    `insert into pool (campaign_id, school_id, grade, language, kind, capacity)
     select $1, id, 1, language, 'general', $2 from school cross join (values ('ky'), ('ru')) as l(language) returning id`,
    [campaign, plan.seats],
  );
  await client.query(`insert into street (id, district_id, name) values (1, 1, '{"ru":"1"}')`);
  // Every school has the one street: whatever a family wishes for serves it.
  await client.query(
    `with version as (
       insert into boundary_version (campaign_id, school_id, number, from_day, published_at, published_by, source, ground, key)
       select $1, id, 1, '2025-01-01', now(), 'system', 'seed', '', gen_random_uuid() from school returning id, school_id)
     insert into boundary (campaign_id, school_id, street_id, houses, act, version_id, valid_from)
     select $1, school_id, 1, 'все дома', '{"title":{"ru":"1"},"number":"1","day":"2025-01-01"}', id, '2025-01-01' from version`,
    [campaign],
  );
  const persons = await ids(
    `insert into person (country, national_id_cipher, national_id_index, surname, given, address)
     select '--', '\\x00', sha256(n::text::bytea), '', '', jsonb_build_object('streetId', 1, 'house', n::text) from generate_series(1, $1) n returning id`,
    [plan.families * 2],
  );
  const children = await ids(
    `insert into child (country, national_id_cipher, national_id_index, surname, given, sex, birth_date, certificate_cipher, checked_at)
     select '--', '\\x00', sha256(n::text::bytea), '', '', 'female', '2019-01-01', '\\x00', now() from generate_series(1, $1) n returning id`,
    [plan.families],
  );
  const tokens = persons.map(() => randomBytes(32).toString('base64url'));
  await client.query(
    `insert into family_link (person_id, child_id, relation, source, checked_at)
     select person, child, 'parent', 'civil_registry', now() from unnest($1::uuid[], $2::uuid[]) as l(person, child)`,
    [persons, persons.map((_, place) => children[place >> 1])],
  );
  await client.query(
    `insert into session (token_hash, person_id, created_at, last_seen_at, expires_at, user_agent)
     select token, person, now(), now(), now() + interval '12 hours', 'storm' from unnest($1::bytea[], $2::uuid[]) as s(token, person)`,
    [tokens.map(hashOfToken), persons],
  );
  const parent = (place: number) => ({ person: persons[place] as string, token: tokens[place] as string });
  return {
    campaign: campaign as string,
    pools: pools.map(Number),
    families: children.map((child, place) => ({ child, parents: [parent(place * 2), parent(place * 2 + 1)] })),
  };
}

/** A note beside the register, by which it can be told afterwards which process wrote a batch. */
export async function watchTurns(client: ClientBase): Promise<void> {
  await client.query(`
    create table storm_turn (batch bigint primary key, process text not null);
    create function storm_turn() returns trigger language plpgsql security definer set search_path = public as $$
    begin
      if new.batch is distinct from old.batch then
        insert into storm_turn values (new.batch, current_setting('application_name'));
      end if;
      return new;
    end $$;
    create trigger storm_turn after update on register for each row execute function storm_turn();
  `);
}

/** Drafts of one act for one child. */
export type DraftsWanted = {
  readonly family: Family;
  readonly act: 'enrol' | 'decline';
  readonly from: number;
  readonly ids: readonly string[];
};

/** Makes drafts as the family's page makes them. Done twice it changes nothing. */
export async function makeDrafts(client: ClientBase, campaign: string, wanted: DraftsWanted): Promise<void> {
  const { family, act, from, ids } = wanted;
  await client.query(
    `insert into draft (id, campaign_id, child_id, act, generation)
     select id, $1, $2, $3, $4 + place::int from unnest($5::uuid[]) with ordinality as d(id, place) on conflict do nothing`,
    [campaign, family.child, act, from, ids],
  );
}
