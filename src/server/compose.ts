import path from 'node:path';
import type { Logger } from 'pino';
import { domainToUnicode } from 'node:url';
import { dayOf } from '#domain/core/day.ts';
import { createClamdScanner } from '#adapters/clamd/clamd.ts';
import { createFileInspector } from '#adapters/inspection/inspector.ts';
import { createMediaTypes } from '#adapters/media-type/file-type.ts';
import { createOidcIdentityProvider } from '#adapters/oidc/identity-provider.ts';
import { createDirectoryStorage } from '#adapters/storage/directory.ts';
import { createFileReaders } from '#adapters/table/file-readers.ts';
import { createTables } from '#adapters/table/tables.ts';
import { createTypstPress } from '#adapters/typst/press.ts';
import { createXroadRegisters } from '#adapters/xroad/registers.ts';
import { openRegister, type Register } from './allocation/service.ts';
import { sessionHolders } from './allocation/service-holders.ts';
import { type ClaimLimit, claimLimit, limited } from './allocation/service-limit.ts';
import { type LineService, lineService } from './allocation/service-line.ts';
import { type ApplicationService, applicationService } from './application/service.ts';
import { type HistoryService, historyService } from './application/service-history.ts';
import { ownChildFinder } from './application/service-own-child.ts';
import { calendarService } from './calendar/service.ts';
import { type CampaignService, campaignService, publishedCampaign, setDemoClock } from './campaign/service.ts';
import { type CatchmentService, catchmentService } from './catchment/service.ts';
import { type BoundariesService, boundariesService } from './catchment/service-boundaries.ts';
import { type EditorService, editorService } from './catchment/service-editor.ts';
import { type StreetRegister, streetRegister } from './catchment/service-register-streets.ts';
import { additionJobs } from './catchment/jobs.ts';
import { importJobs } from './catchment/jobs-import.ts';
import { type EffectService, effectService } from './catchment/service-effect.ts';
import { importAttempts } from './catchment/service-import-attempts.ts';
import { importErasure } from './catchment/service-import-erasure.ts';
import { importFileService } from './catchment/service-import-files.ts';
import { importReadingService } from './catchment/service-import-reading.ts';
import { type ImportService, importService } from './catchment/service-imports.ts';
import { type AdditionService, additionService } from './catchment/service-additions.ts';
import { begunService } from './catchment/service-begun.ts';
import { consequenceService } from './catchment/service-consequences.ts';
import { type ProposalService, proposalService } from './catchment/service-proposals.ts';
import { type AddressAnswerService, addressAnswerService } from './catchment/service-answers.ts';
import { type AddressRequestService, addressRequestService } from './catchment/service-requests.ts';
import { type Ages, usualAges } from './ages.ts';
import { type Clock, clockAhead } from './clock.ts';
import type { Config } from './config.ts';
import { type ConfirmationService, confirmationService } from './confirmation/service.ts';
import type { Database } from './db/connect.ts';
import { openKeyRing } from './db/keys.ts';
import { transact } from './db/transaction.ts';
import { documentService } from './document/service.ts';
import { type GuardianshipService, guardianshipService } from './guardianship/service.ts';
import { type Demo, demoService } from './demo/service.ts';
import { noticeJobs } from './notice/jobs.ts';
import { boundaryNoticeJobs } from './notice/jobs-boundaries.ts';
import { type NoticeService, noticeService } from './notice/service.ts';
import { type PersonService, personService } from './person/service.ts';
import type { Scanner } from './ports.ts';
import { factTerms, gateTerms } from './register-terms.ts';
import { type PlacesService, placesService } from './places/service.ts';
import { type ReadinessService, readinessService } from './readiness/service.ts';
import { type SchoolService, schoolService } from './school/service.ts';
import { type SessionService, sessionService } from './session/service.ts';
import { type StaffService, staffService } from './staff/service.ts';
import { type DeviceService, deviceService } from './session/service-devices.ts';
import { packed, unpacked } from './session/pack.ts';
import { type KeptService, keptService } from './session/service-kept.ts';
import { type CookieNames, cookieNames, languageLine } from './http/cookies.ts';
import { type Told, toldOf } from './http/faults.ts';
import { campaignClock } from './campaign-clock.ts';
import { tasksOf } from './hand-on.ts';
import type { TaskList } from './jobs.ts';
import { upkeepJobs } from './upkeep/jobs.ts';

/** The composed application: what pages and API routes may call. */
export type Mektep = {
  readonly config: Pick<Config, 'SESSION_IDLE_SECONDS' | 'SESSIONS_PER_PERSON' | 'PUBLIC_QUESTIONS'>;
  readonly cookies: CookieNames;
  /** The Set-Cookie line that keeps a choice of language. */
  readonly languageLine: (language: string) => string;
  /** What is told of a fault: ours broke, or come again. */
  readonly toldOf: (fault: unknown) => Told;
  /** An e-mail address as its owner reads it: the host's name in its own letters. */
  readonly mailShown: (address: string) => string;
  /** The demo's bar; `null` outside the demo. */
  readonly demo: Demo | null;
  /** Notes a fault a page met, with the request's id and the route, never with what was typed. */
  readonly noteFault: (fault: unknown, where: { readonly requestId: string; readonly route: string | null }) => void;
  readonly campaign: CampaignService;
  readonly session: SessionService;
  readonly person: PersonService;
  readonly school: SchoolService;
  readonly catchment: CatchmentService;
  readonly boundaries: BoundariesService;
  readonly boundaryEditor: EditorService;
  readonly streetRegister: StreetRegister;
  readonly application: ApplicationService;
  readonly guardianship: GuardianshipService;
  readonly history: HistoryService;
  readonly confirmation: ConfirmationService;
  readonly notice: NoticeService;
  readonly line: LineService;
  readonly device: DeviceService;
  readonly kept: KeptService;
  readonly addressRequest: AddressRequestService;
  readonly addressAnswer: AddressAnswerService;
  readonly addition: AdditionService;
  readonly proposal: ProposalService;
  readonly readiness: ReadinessService;
  readonly places: PlacesService;
  readonly boundaryImport: ImportService;
  readonly boundaryEffect: EffectService;
  readonly staff: StaffService;
};

export type Composed = {
  readonly mektep: Mektep;
  readonly register: Register;
  /** How often one person may claim, from whichever page or program. */
  readonly limit: ClaimLimit;
  readonly tasks: TaskList;
  /** Learns of data keys that were made since; done by itself every few seconds. */
  refreshKeys(): Promise<void>;
  close(): Promise<void>;
};

const keysEveryMs = 10_000;
const projectFolder = path.join(import.meta.dirname, '../..');

/**
 * Puts the house together: the one place that picks adapters and hands services to each other. A test hands in the clock, and how long answers are kept.
 * Jobs may have connections of their own.
 */
export async function compose(
  config: Config,
  database: Database,
  log: Logger,
  givenClock?: Clock,
  ages: Ages = usualAges,
  forJobs = database,
): Promise<Composed> {
  const keys = await openKeyRing(database, config.MASTER_KEY);
  const found = await publishedCampaign(database, config.CAMPAIGN);
  const { clock, stop } =
    givenClock === undefined ? await campaignClock(config, database, log) : { clock: givenClock, stop: () => undefined };
  const register = openRegister(database, {
    campaign: found,
    clock,
    queueLimit: config.QUEUE_LIMIT,
    batchLimit: 512,
    patienceMs: 10_000,
    onFault: (fault) => log.error({ err: fault, part: 'register' }, 'a batch of claims was not written; it is decided again'),
  });
  const timeoutMs = config.REGISTER_TIMEOUT_SECONDS * 1000;
  const [instance, memberClass, memberCode, subsystemCode] = config.XROAD_CLIENT.split('/') as [string, string, string, string];
  const registers = createXroadRegisters({
    securityServerUrl: config.XROAD_URL,
    client: { instance, memberClass, memberCode, subsystemCode },
    timeoutMs,
    ...gateTerms(config),
    onUnknown: (service, elements) => log.warn({ part: 'registers', service, elements }, 'an answer has elements we do not know'),
  });
  const campaign = campaignService(found, clock);
  const line = lineService(database, campaign, ages);
  const school = schoolService(database, found.id, clock, line, ages);
  const catchment = catchmentService(database, campaign, ages);
  const boundaries = boundariesService(database, { campaign, clock });
  const calendar = calendarService(found.policy.country);
  const tables = createTables();
  const effect = effectService(database, campaign);
  const keptDays = config.BOUNDARY_FILES_DAYS;
  const files = importFileService(database, { campaign, tables, clock, keptDays });
  const offsetMs = () => clock.now() - Date.now();
  const fileReaders = createFileReaders({ databaseUrl: config.DATABASE_URL, campaign: config.CAMPAIGN, offsetMs });
  const erase = importErasure(forJobs, { campaign, clock, keptDays });
  const consequences = consequenceService(effect);
  const importReading = importReadingService(forJobs, { campaign, boundaries, effect, tables, clock });
  const person = personService(database, keys, {
    registers,
    country: found.policy.country,
    clock,
    nameAddress: catchment.name,
    dayOf: (at) => dayOf(campaign.momentOf(at)),
    ...factTerms(config, campaign),
    onFault: (fault) => log.error({ err: fault, part: 'registers' }, 'an answer of a register was not kept'),
  });
  const worldClock = clockAhead(() => 0);
  const holders = sessionHolders({ find: (sessions) => session.holders(sessions), atMost: 400_000, waitingAtMost: 20_000 });
  const session: SessionService = sessionService(database, {
    clock: worldClock,
    met: holders.learn,
    sessionsPerPerson: config.SESSIONS_PER_PERSON,
    idleSeconds: config.SESSION_IDLE_SECONDS,
    absoluteSeconds: config.SESSION_SECONDS,
    keys,
    enter: person.enter,
    provider: createOidcIdentityProvider({
      issuer: config.OIDC_ISSUER,
      clientId: config.OIDC_CLIENT_ID,
      clientSecret: config.OIDC_CLIENT_SECRET,
      redirectUri: new URL('/auth/callback', config.PUBLIC_ORIGIN).href,
      postLogoutRedirectUri: new URL('/', config.PUBLIC_ORIGIN).href,
      nationalId: found.policy.nationalId,
      timeoutMs,
    }),
  });
  const notice = noticeService(database, { campaign, school, clock });
  const limit = claimLimit({ atOnce: config.CLAIMS_PER_PERSON, seconds: 10, peopleAtMost: 200_000, holders, unmetAtOnce: 512 });
  const seats = limited(register, limit);
  const application = applicationService(database, { campaign, person, catchment, school, notice, register: seats, line, clock });
  const inspector = createFileInspector();
  if (config.SCANNER === undefined) log.warn({ part: 'files' }, 'no scanner is set (SCANNER): attached files are opened, not scanned');
  const document = documentService(database, {
    keys,
    storage: createDirectoryStorage(path.resolve(projectFolder, config.FILES_DIR), (freeBytes) =>
      log.warn({ part: 'files', freeBytes }, 'little room is left for attached files'),
    ),
    mediaTypes: createMediaTypes(),
    inspector,
    scanner: scannerOf(config),
    filesPerDay: config.FILES_PER_DAY,
    clock,
  });
  const guardianship = guardianshipService(database, { keys, campaign, calendar, document, clock });
  const press = createTypstPress();
  const ownChild = ownChildFinder(database, campaign, clock);
  const learning = setInterval(() => {
    keys.refresh().catch((fault: unknown) => log.warn({ err: fault, part: 'keys' }, 'it could not be looked for new keys'));
  }, keysEveryMs).unref();
  const { PUBLIC_ORIGIN, SESSION_IDLE_SECONDS, SESSIONS_PER_PERSON, PUBLIC_QUESTIONS } = config;
  return {
    mektep: {
      config: { SESSION_IDLE_SECONDS, SESSIONS_PER_PERSON, PUBLIC_QUESTIONS },
      cookies: cookieNames(PUBLIC_ORIGIN),
      languageLine: languageLine(PUBLIC_ORIGIN),
      toldOf,
      mailShown: (address) => address.replace(/[^@]+$/, domainToUnicode),
      demo: config.DEMO
        ? demoService(config.DEMO_PERSONAS, (at) =>
            transact(database, 'system', (tx) => setDemoClock(tx, found.policy, at, worldClock.now())),
          )
        : null,
      noteFault: (fault, where) => log.error({ err: fault, part: 'pages', ...where }, 'a page failed'),
      campaign,
      session,
      person,
      school,
      catchment,
      boundaries,
      boundaryEditor: editorService(database, { campaign, clock, boundaries, consequences }),
      streetRegister: streetRegister(database, { findStreets: catchment.findStreets, clock }),
      application,
      guardianship,
      history: historyService(database, { campaign, school, ownChild }),
      confirmation: confirmationService(database, { campaign, school, ownChild, keys, press, publicOrigin: PUBLIC_ORIGIN }),
      notice,
      line,
      device: deviceService(database, { momentOf: campaign.momentOf, clock: worldClock }),
      kept: keptService({ keys, clock: worldClock, packed, unpacked }, cookieNames(PUBLIC_ORIGIN).session),
      staff: staffService(database, { campaign, clock }),
      addressRequest: addressRequestService(database, { campaign, catchment, person, school, calendar, ownChild, clock }),
      addressAnswer: addressAnswerService(database, { campaign, catchment, boundaries, calendar, person, school, clock }),
      addition: additionService(database, { campaign, school, clock, ages }),
      proposal: proposalService(database, { campaign, boundaries, consequences, school, clock }),
      readiness: readinessService(database, { campaign, clock }),
      places: placesService(database),
      boundaryImport: importService(database, { campaign, boundaries, consequences, files, clock }),
      boundaryEffect: effect,
    },
    register,
    limit,
    tasks: tasksOf(forJobs, {
      notice: noticeJobs(forJobs),
      addition: additionJobs(forJobs, { campaign, clock }),
      boundaryNotice: boundaryNoticeJobs(forJobs, { begun: begunService(forJobs, { campaign, effect }), clock }),
      import: importJobs({ attempts: importAttempts(forJobs, fileReaders), reading: importReading, erase }),
      upkeep: upkeepJobs(forJobs, {
        sessionsKeptDays: config.SESSIONS_KEPT_DAYS,
        draftsKeptDays: config.DRAFTS_KEPT_DAYS,
        clockOffSeconds: config.CLOCK_OFF_SECONDS,
        log,
      }),
    }),
    refreshKeys: () => keys.refresh(),
    async close() {
      stop();
      clearInterval(learning);
      await fileReaders.close();
      await register.close();
      await person.idle();
      await inspector.close();
      await press.close();
    },
  };
}

function scannerOf({ SCANNER }: Config): Scanner | null {
  if (SCANNER === undefined) return null;
  const [host = '', port = ''] = SCANNER.split(':');
  return createClamdScanner({ host, port: Number(port), timeoutMs: 15_000 });
}
