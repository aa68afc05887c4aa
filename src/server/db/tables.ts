import type { ColumnType, Generated, GeneratedAlways } from 'kysely';
import type { NextStep } from '#domain/allocation/seat.ts';
import type { Day } from '#domain/core/day.ts';
import type { Language, Named } from '#domain/core/language.ts';
import type { Refusal } from '#domain/core/refusal.ts';
import type { Policy } from '#domain/policy/policy.ts';
import type { Relation } from '#domain/policy/admission.ts';
import type { Route } from '#domain/policy/stages.ts';
import type { RegisteredAddress, Sex } from '../ports.ts';

type Json<T> = ColumnType<T, string, string>;

export type CampaignRow = {
  id: Generated<string>;
  code: string;
  policy: Json<Policy>;
  policy_hash: Buffer;
  version: number;
  published_by: string;
  published_at: Generated<Date>;
};

export type ActCited = { readonly title: Named; readonly number: string; readonly day: Day };

export type Tables = {
  data_key: { id: GeneratedAlways<number>; purpose: 'record' | 'blind_index'; wrapped: Buffer; created_at: Generated<Date>; retired_at: Date | null };
  journal: {
    seq: GeneratedAlways<number>;
    at: Date;
    actor: string;
    act: string;
    campaign_id: string | null;
    subject: string | null;
    detail: Json<Readonly<Record<string, unknown>>>;
    hash: Buffer;
  };
  demo_clock: { only_row: Generated<boolean>; offset_seconds: number };
  campaign: CampaignRow;
  district: { id: number; code: string; name: Json<Named>; region: Json<Named> };
  school: {
    id: Generated<string>;
    code: string;
    district_id: number;
    number: number | null;
    kind: string;
    name: Json<Named>;
    address: Json<Named>;
    director: string;
  };
  school_document: { id: Generated<string>; school_id: string; kind: 'charter' | 'local_act'; title: Json<Named>; body: Json<Named>; adopted: Day };
  street: { id: number; district_id: number; name: Json<Named> };
  boundary: { id: Generated<string>; campaign_id: string; school_id: string; street_id: number; houses: string; act: Json<ActCited> };
  pool: {
    id: GeneratedAlways<number>;
    campaign_id: string;
    school_id: string;
    grade: number;
    language: Language;
    kind: 'general' | 'preference';
    capacity: number;
    over_quota: Generated<number>;
    taken: Generated<number>;
  };
  person: {
    id: Generated<string>;
    country: string;
    national_id_cipher: Buffer;
    national_id_index: Buffer;
    surname: string;
    given: string;
    patronymic: string | null;
    sex: Sex | null;
    birth_date: Day | null;
    citizenship: string | null;
    phone: string | null;
    work_phone: Generated<string | null>;
    email: string | null;
    passport_cipher: Generated<Buffer | null>;
    passport_checked_at: Generated<Date | null>;
    address: ColumnType<RegisteredAddress | null, string | null | undefined, string | null>;
    address_checked_at: Generated<Date | null>;
    children_checked_at: Generated<Date | null>;
    children_without_act: Generated<number>;
    created_at: Generated<Date>;
  };
  child: {
    id: Generated<string>;
    country: string;
    national_id_cipher: Buffer;
    national_id_index: Buffer;
    surname: string;
    given: string;
    patronymic: string | null;
    sex: Sex;
    birth_date: Day;
    certificate_cipher: Buffer | null;
    checked_at: Date;
  };
  family_link: {
    person_id: string;
    child_id: string;
    relation: Relation;
    source: 'civil_registry' | 'document';
    linked_at: Generated<Date>;
    checked_at: Date;
    ended_at: Generated<Date | null>;
  };
  preschool_list: { country: string; national_id_index: Buffer; organisation: string };
  session: {
    token_hash: Buffer;
    person_id: string;
    created_at: Date;
    last_seen_at: Date;
    expires_at: Date;
    ended_at: Generated<Date | null>;
    user_agent: string;
  };
  sign_in_attempt: { state_hash: Buffer; secrets_cipher: Buffer; return_to: string; language: string; expires_at: Date };
  notice: {
    id: Generated<string>;
    campaign_id: string;
    arrival_seq: number;
    person_id: string;
    child_id: string;
    kind: string;
    created_at: Date;
  };
  register: { campaign_id: string; batch: Generated<number>; last_seq: Generated<number>; writer: string | null };
  draft: {
    id: Generated<string>;
    campaign_id: string;
    child_id: string;
    act: 'enrol' | 'decline';
    generation: number;
    stage: string;
    route: Route;
    offered: number[] | null;
    grades: number[];
    prepared_at: Date;
  };
  arrival: {
    campaign_id: string;
    seq: number;
    batch: number;
    draft: string;
    child_id: string;
    person_id: string;
    act: 'enrol' | 'decline';
    stage: string;
    route: Route;
    wishes: number[];
    reason: string | null;
    outcome: 'enrolled' | 'declined' | 'refused';
    pool_id: number | null;
    released_id: number | null;
    free_before: number | null;
    over_quota: boolean;
    guarantee_lost: boolean;
    refusal: Json<Refusal> | null;
    clause: string;
    next_step: NextStep;
    received_at: Date;
  };
  place: { campaign_id: string; child_id: string; pool_id: number | null; guarantee_lost: boolean; cancellations: number; seq: number };
};
