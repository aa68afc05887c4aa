import { dayOf } from '#domain/core/day.ts';
import { type NationalId, parseNationalId } from '#domain/core/national-id.ts';
import type { GivenFile } from '#domain/document/acceptance.ts';
import { type GuardianshipProblem, type GuardianshipView, relationByDocument } from '#domain/guardianship/application.ts';
import { childNumberProblem } from '#domain/guardianship/child-number.ts';
import type { Relation } from '#domain/policy/admission.ts';
import type { CalendarService } from '../calendar/service.ts';
import type { CampaignService } from '../campaign/service.ts';
import type { Clock } from '../clock.ts';
import type { Database } from '../db/connect.ts';
import type { KeyRing } from '../db/keys.ts';
import { read, readerOf, transact, type Tx } from '../db/transaction.ts';
import type { AcceptedFile, DocumentService, StoredFile } from '../document/service.ts';
import { append } from '../journal/store.ts';
import type { SignedIn } from '../session/service.ts';
import { findOwn, findOwnNumbers, findSent, type GuardianshipFound, insertGuardianship, lockApplicationsOf } from './store.ts';

/** A legal representative's form as it was filled in. `key` was drawn when the form was shown. */
export type GuardianshipGiven = {
  readonly nationalId: string;
  readonly relation: string;
  readonly file: GivenFile | null;
  readonly key: string | null;
};

export type GuardianshipAnswer =
  | { readonly kind: 'submitted'; readonly application: GuardianshipView }
  | { readonly kind: 'refused'; readonly problems: readonly GuardianshipProblem[] };

export type GuardianshipService = {
  /**
   * Takes an application to act for a child, with the document that proves it. Sent again, by key or with the same content, it has one effect
   * and one answer. KG25-3, KG25-20, KG25-21.12.
   */
  apply(who: SignedIn, given: GuardianshipGiven): Promise<GuardianshipAnswer>;
  /** The applicant's own applications in this campaign, the newest first. */
  mine(who: SignedIn): Promise<readonly GuardianshipView[]>;
};

export type GuardianshipOptions = {
  readonly keys: KeyRing;
  readonly campaign: CampaignService;
  readonly calendar: CalendarService;
  readonly document: DocumentService;
  readonly clock: Clock;
};

/** Applications of adoptive parents, guardians, trustees and officers of the child-protection body. The check of the document is another errand. */
export function guardianshipService(database: Database, options: GuardianshipOptions): GuardianshipService {
  const { keys, campaign, calendar, document, clock } = options;
  const { policy } = campaign;
  const applicantOf = (who: SignedIn) => ({ campaign: campaign.id, country: policy.country, person: who.person });
  const view = ({ id, relation, child, state, at, answerBy }: GuardianshipFound): GuardianshipView => {
    return { id, relation, nationalIdEnd: child.slice(-4), state, at: campaign.momentOf(at), answerBy };
  };

  async function numberProblem(who: SignedIn, child: NationalId | null): Promise<GuardianshipProblem | null> {
    if (child === null) return 'pin_wrong';
    const known = await read(database, `person:${who.person}`, (reader) => findOwnNumbers(reader, keys, who.person));
    return childNumberProblem(policy, child, { ...known, today: dayOf(campaign.now()) });
  }

  async function judge(who: SignedIn, { nationalId, relation, file }: GuardianshipGiven): Promise<Asked | Refused> {
    const child = parseNationalId(nationalId, policy.nationalId);
    const wrong = await numberProblem(who, child);
    const lawful = relationByDocument(policy, relation);
    const judged = await document.judge(file);
    if (child !== null && wrong === null && lawful !== null && judged.kind === 'accepted')
      return { kind: 'asked', child, relation: lawful, file: judged };
    return refused(
      ...(wrong === null ? [] : [wrong]),
      ...(lawful === null ? (['relation_missing'] as const) : []),
      ...(judged.kind === 'refused' ? [judged.problem] : []),
    );
  }

  async function record(
    tx: Tx,
    who: SignedIn,
    asked: Asked,
    stored: StoredFile,
    key: string | null,
  ): Promise<GuardianshipAnswer & { readonly keepsFile: boolean }> {
    await lockApplicationsOf(tx, who.person);
    const applicant = applicantOf(who);
    const { child, relation } = asked;
    const sent = await findSent(readerOf(tx), keys, applicant, child, key);
    const isSame = sent !== null && sent.relation === relation && sent.sha256.equals(asked.file.sha256);
    if (sent !== null) return { ...(isSame ? { kind: 'submitted', application: view(sent) } : refused('already_sent')), keepsFile: false };
    const entered = await document.enter(tx, stored);
    if (entered.kind === 'too_many_files') return { ...refused('too_many_files'), keepsFile: false };
    const at = new Date(clock.now());
    const limit = policy.duties.representativeCheckedWithinWorkingDays;
    const answerBy = limit === null ? null : await calendar.deadline(readerOf(tx), dayOf(campaign.momentOf(at)), limit.days);
    const id = await insertGuardianship(tx, keys, applicant, { child, relation, document: entered.id, key, at, answerBy });
    const detail = { relation, document: entered.id, answerBy };
    await append(tx, [{ at, actor: `person:${who.person}`, act: 'guardianship.submitted', campaign: campaign.id, subject: id, detail }]);
    return { kind: 'submitted', application: view({ id, relation, child, state: 'submitted', at, answerBy }), keepsFile: true };
  }

  return {
    async apply(who, given) {
      const asked = await judge(who, given);
      if (asked.kind === 'refused') return asked;
      const stored = await document.store(who.person, asked.file);
      if (stored.kind === 'too_many_files') return refused('too_many_files');
      // When this throws, nobody knows whether it was committed: a file without an owner is better than an application without its file.
      const { keepsFile, ...answer } = await transact(database, `person:${who.person}`, (tx) => record(tx, who, asked, stored, given.key));
      if (!keepsFile) await document.discard(stored);
      return answer;
    },

    async mine(who) {
      const found = await read(database, `person:${who.person}`, (reader) => findOwn(reader, keys, applicantOf(who)));
      return found.map(view);
    },
  };
}

type Asked = { readonly kind: 'asked'; readonly child: NationalId; readonly relation: Relation; readonly file: AcceptedFile };
type Refused = Extract<GuardianshipAnswer, { readonly kind: 'refused' }>;

function refused(...problems: readonly GuardianshipProblem[]): Refused {
  return { kind: 'refused', problems };
}
