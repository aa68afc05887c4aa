import type { ColumnType, Generated, GeneratedAlways } from 'kysely';
import type { PlaceLines } from '#domain/places/places.ts';
import type { ReadinessPart } from '#domain/readiness/readiness.ts';
import type { NextStep, Outcome, SeatAct } from '#domain/allocation/seat.ts';
import type { Day } from '#domain/core/day.ts';
import type { DayOff } from '#domain/core/working-days.ts';
import type { FileKind } from '#domain/document/acceptance.ts';
import type { Language, Named } from '#domain/core/language.ts';
import type { Refusal } from '#domain/core/refusal.ts';
import type { Policy } from '#domain/policy/policy.ts';
import type { Relation } from '#domain/policy/admission.ts';
import type { Route } from '#domain/policy/stages.ts';
import type { RegisteredAddress, Sex } from '../ports.ts';
import type { Json } from './json-column.ts';
import type { CatchmentTables } from './tables-catchment.ts';

export type CampaignRow = {
  id: Generated<string>;
  code: string;
  policy: Json<Policy>;
  policy_hash: Buffer;
  version: number;
  published_by: string;
  published_at: Generated<Date>;
};

export type Tables = CatchmentTables & {
  data_key: {
    id: GeneratedAlways<number>;
    purpose: 'record' | 'blind_index';
    wrapped: Buffer;
    created_at: Generated<Date>;
    retired_at: Date | null;
  };
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
  district: { id: number; code: string; name: Json<Named>; region: Json<Named>; region_id: number };
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
  school_document: {
    id: Generated<string>;
    school_id: string;
    kind: 'charter' | 'local_act';
    title: Json<Named>;
    body: Json<Named>;
    adopted: Day;
  };
  street: { id: number; district_id: number; name: Json<Named> };
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
    id: Generated<string>;
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
    read_at: Generated<Date | null>;
    request_id: Generated<string | null>;
  };
  register: {
    campaign_id: string;
    batch: Generated<number>;
    last_seq: Generated<number>;
    writer: string | null;
    boundaries: Generated<number>;
  };
  draft: {
    id: Generated<string>;
    campaign_id: string;
    child_id: string;
    act: SeatAct;
    generation: number;
  };
  offer: { draft: string; person_id: string; homes: string; pools: number[]; versions: string[]; prepared_at: Date };
  arrival: {
    campaign_id: string;
    seq: number;
    batch: number;
    draft: string;
    child_id: string;
    person_id: string;
    act: SeatAct;
    stage: string;
    route: Route;
    offered: number[] | null;
    grades: number[];
    wishes: number[];
    reason: string | null;
    outcome: Outcome;
    pool_id: number | null;
    applied_pool_id: number | null;
    released_id: number | null;
    free_before: number | null;
    over_quota: boolean;
    guarantee_lost: boolean;
    refusal: Json<Refusal> | null;
    clause: string;
    next_step: NextStep;
    received_at: Date;
    /** The addresses a decision by registered address counted; `null` where none did. */
    homes: Json<readonly { readonly streetId: number | null; readonly house: string }[]> | null;
    /** The version of the school's boundaries that served them; `null` where no boundaries decided. */
    version_id: string | null;
  };
  line: { campaign_id: string; pool_id: number; stage: string; seq: number; child_id: string };
  staff_role: {
    id: Generated<string>;
    country: string;
    national_id_index: Buffer;
    role: 'director' | 'district' | 'ministry';
    school_id: string | null;
    district_id: number | null;
    appointed_by: string;
    appointed_at: Generated<Date>;
    ended_at: Date | null;
  };
  capacity_change: {
    campaign_id: string;
    seq: number;
    batch: number;
    key: string;
    pool_id: number;
    before: number;
    after: number;
    taken: number;
    actor: string;
    ground: string;
    received_at: Date;
  };
  document: {
    id: string;
    person_id: string;
    media_type: FileKind;
    bytes: number;
    sha256: Buffer;
    storage_key: string;
    name_cipher: Buffer;
    created_at: Date;
  };
  guardianship: {
    id: Generated<string>;
    campaign_id: string;
    person_id: string;
    relation: Relation;
    child_national_id_cipher: Buffer;
    child_national_id_index: Buffer;
    document_id: string;
    key: string | null;
    state: 'submitted';
    submitted_at: Date;
    answer_by: Day | null;
  };
  readiness_check: {
    id: Generated<string>;
    campaign_id: string;
    school_id: string;
    part: ReadinessPart;
    print: string;
    at: Date;
    by: string;
  };
  readiness_print: { campaign_id: string; school_id: string; district_id: number; part: ReadinessPart; print: string | null };
  street_place: {
    street_id: number;
    lines: Json<PlaceLines>;
    longitude: number;
    latitude: number;
    source: string;
    entered_at: Generated<Date>;
  };
  school_place: { school_id: string; longitude: number; latitude: number; source: string; entered_at: Generated<Date> };
  day_off: DayOff & { country: string };
  place: {
    campaign_id: string;
    child_id: string;
    pool_id: number | null;
    waiting_pool_id: number | null;
    guarantee_lost: boolean;
    cancellations: number;
    seq: number;
  };
};
