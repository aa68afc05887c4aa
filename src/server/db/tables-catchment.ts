import type { Generated } from 'kysely';
import type { AskedBecause, RefusalReason, SchoolAnswerState, Verdict } from '#domain/addition/addition.ts';
import type { RangeHabit } from '#domain/catchment/range-side.ts';
import type { AddressRequestState } from '#domain/addition/addition.ts';
import type { Need } from '#domain/access/two-persons.ts';
import type { ProposalState, ProposedAct } from '#domain/addition/proposal.ts';
import type { BoundaryLine, BoundarySource } from '#domain/catchment/boundary-version.ts';
import type { ImportChoiceKind, ImportPart, ImportState, ImportSummary } from '#domain/catchment/import-view.ts';
import type { Columns } from '#domain/catchment/import-table.ts';
import type { BoundaryAct } from '#domain/catchment/resolve.ts';
import type { Day } from '#domain/core/day.ts';
import type { RegisteredAddress } from '../ports.ts';
import type { Json } from './json-column.ts';

/** Boundaries, the files they come from, and what families ask to be added to them. */
export type CatchmentTables = {
  boundary: {
    id: Generated<string>;
    campaign_id: string;
    school_id: string;
    street_id: number;
    houses: string;
    range_habit: Generated<RangeHabit>;
    act: Json<BoundaryAct>;
    version_id: string;
    valid_from: Day;
    valid_to: Day | null;
  };
  boundary_version: {
    id: Generated<string>;
    campaign_id: string;
    school_id: string;
    number: number;
    follows: number;
    from_day: Day;
    to_day: Day | null;
    published_at: Date;
    published_by: string;
    source: BoundarySource;
    ground: string;
    key: string;
  };
  boundary_draft: {
    campaign_id: string;
    school_id: string;
    street_id: number;
    houses: string | null;
    before: string | null;
    changed_at: Date;
    changed_by: string;
  };
  boundary_import: {
    id: Generated<string>;
    campaign_id: string;
    district_id: number;
    key: string;
    file_name: string;
    format: 'csv' | 'xlsx';
    encoding: string | null;
    content: Buffer;
    sent_by: string;
    sent_at: Date;
    columns: Json<Columns> | null;
    state: ImportState;
    turn: Generated<number>;
    progress: Generated<number>;
    rows: number;
    summary: Json<ImportSummary> | null;
    from_day: Day | null;
    published_at: Date | null;
    effect_at: Date | null;
  };
  boundary_import_finding: { import_id: string; part: ImportPart; place: number; item: Json<unknown> };
  boundary_import_choice: {
    import_id: string;
    kind: ImportChoiceKind;
    subject: string;
    choice: string;
    chosen_by: string;
    chosen_at: Date;
  };
  boundary_alias: {
    district_id: number;
    kind: 'school' | 'street';
    name_key: string;
    target: string;
    chosen_by: string;
    chosen_at: Date;
  };
  address_request: {
    id: Generated<string>;
    campaign_id: string;
    child_id: string;
    person_id: string;
    address: Json<RegisteredAddress>;
    bureau_answered_at: Date;
    state: Generated<AddressRequestState>;
    sent_at: Date;
    answered_at: Generated<Date | null>;
    answer_by: Generated<Day | null>;
    answered_by: Generated<string | null>;
    school_id: Generated<string | null>;
    version_id: Generated<string | null>;
  };
  address_request_school: {
    request_id: string;
    school_id: string;
    child_id: string;
    why: AskedBecause;
    state: Generated<SchoolAnswerState>;
    reason: Generated<RefusalReason | null>;
    words: Generated<string | null>;
    answered_by: Generated<string | null>;
    answered_at: Generated<Date | null>;
  };
  boundary_review: {
    id: Generated<string>;
    version_id: string;
    verdict: Verdict;
    note: string;
    at: Date;
    by: string;
    key: string;
  };
  boundary_flag: { version_id: string; campaign_id: string; arrival_seq: number; at: Date; way: 'gave' | 'took' };
  boundary_proposal: {
    id: Generated<string>;
    campaign_id: string;
    district_id: number;
    act: ProposedAct;
    import_id: string | null;
    request_id: string | null;
    from_day: Day;
    ground: string;
    key: string;
    asked_by: string;
    asked_at: Date;
    state: Generated<ProposalState>;
    decided_at: Generated<Date | null>;
  };
  boundary_proposal_list: {
    proposal_id: string;
    school_id: string;
    over_number: number;
    source: BoundarySource;
    key: string;
    lines: Json<readonly BoundaryLine[]>;
  };
  boundary_proposal_ask: {
    proposal_id: string;
    need: Need['need'];
    district_id: number;
    answer: Generated<'yes' | 'no' | null>;
    words: Generated<string | null>;
    answered_by: Generated<string | null>;
    answered_at: Generated<Date | null>;
  };
};
