import path from 'node:path';
import type { Logger } from 'pino';
import { dayOf } from '#domain/core/day.ts';
import { createClamdScanner } from '#adapters/clamd/clamd.ts';
import { createFileInspector } from '#adapters/inspection/inspector.ts';
import { createMediaTypes } from '#adapters/media-type/file-type.ts';
import { createOidcIdentityProvider } from '#adapters/oidc/identity-provider.ts';
import { createDirectoryStorage } from '#adapters/storage/directory.ts';
import { createTables } from '#adapters/table/tables.ts';
import { createTypstPress } from '#adapters/typst/press.ts';
import { createXroadRegisters } from '#adapters/xroad/registers.ts';
import { openRegister, type Register } from './allocation/service.ts';
import { type ClaimLimit, claimLimit, limited } from './allocation/service-limit.ts';
import { type LineService, lineService } from './allocation/service-line.ts';
import { type ApplicationService, applicationService } from './application/service.ts';
import { type HistoryService, historyService } from './application/service-history.ts';
import { ownChildFinder } from './application/service-own-child.ts';
import { calendarService } from './calendar/service.ts';
import { type CampaignService, campaignService, demoOffsetSeconds, publishedCampaign, setDemoClock } from './campaign/service.ts';
import { type CatchmentService, catchmentService } from './catchment/service.ts';
import { type BoundariesService, boundariesService } from './catchment/service-boundaries.ts';
import { type EditorService, editorService } from './catchment/service-editor.ts';
import { type StreetRegister, streetRegister } from './catchment/service-register-streets.ts';
import { additionJobs } from './catchment/jobs.ts';
import { importJobs } from './catchment/jobs-import.ts';
import { type EffectService, effectService } from './catchment/service-effect.ts';
import { importReadingService } from './catchment/service-import-reading.ts';
import { type ImportService, importService } from './catchment/service-imports.ts';
import { type AdditionService, additionService } from './catchment/service-additions.ts';
import { type AddressAnswerService, addressAnswerService } from './catchment/service-answers.ts';
import { type AddressRequestService, addressRequestService } from './catchment/service-requests.ts';
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
import { type CookieNames, cookieNames } from './http/cookies.ts';
import type { TaskList } from './jobs.ts';

/** The composed application: what pages and API routes may call. */
export type Mektep = {
  readonly config: Pick<Config, 'PUBLIC_ORIGIN' | 'DEMO' | 'NODE_ENV'>;
  readonly cookies: CookieNames;
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
  readonly addressRequest: AddressRequestService;
  readonly addressAnswer: AddressAnswerService;
  readonly addition: AdditionService;
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
  close(): Promise<void>;
};

const demoClockPollMs = 1000;
const projectFolder = path.join(import.meta.dirname, '../..');

/** Puts the house together: the one place that picks adapters and hands services to each other. A test hands in the clock. */
export async function compose(config: Config, database: Database, log: Logger, givenClock?: Clock): Promise<Composed> {
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
  const line = lineService(database, campaign);
  const school = schoolService(database, found.id, clock, line);
  const catchment = catchmentService(database, campaign);
  const boundaries = boundariesService(database, { campaign, clock });
  const calendar = calendarService(found.policy.country);
  const tables = createTables();
  const effect = effectService(database, campaign);
  const importReading = importReadingService(database, { campaign, boundaries, effect, tables, clock });
  const person = personService(database, keys, {
    registers,
    country: found.policy.country,
    clock,
    nameAddress: catchment.name,
    dayOf: (at) => dayOf(campaign.momentOf(at)),
    ...factTerms(config, campaign),
    onFault: (fault) => log.error({ err: fault, part: 'registers' }, 'an answer of a register was not kept'),
  });
  const session = sessionService(database, {
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
  const limit = claimLimit({ atOnce: config.CLAIMS_PER_PERSON, seconds: 10, peopleAtMost: 200_000 });
  const seats = limited(register, limit);
  const application = applicationService(database, { campaign, person, catchment, school, notice, register: seats, line, clock });
  const inspector = createFileInspector();
  if (config.SCANNER === undefined) log.warn({ part: 'files' }, 'no scanner is set (SCANNER): attached files are opened, not scanned');
  const document = documentService(database, {
    keys,
    storage: createDirectoryStorage(path.resolve(projectFolder, config.FILES_DIR)),
    mediaTypes: createMediaTypes(),
    inspector,
    scanner: scannerOf(config),
    filesPerDay: config.FILES_PER_DAY,
    clock,
  });
  const guardianship = guardianshipService(database, { keys, campaign, calendar, document, clock });
  const press = createTypstPress();
  const ownChild = ownChildFinder(database, campaign, clock);
  const { PUBLIC_ORIGIN, DEMO, NODE_ENV } = config;
  return {
    mektep: {
      config: { PUBLIC_ORIGIN, DEMO, NODE_ENV },
      cookies: cookieNames(PUBLIC_ORIGIN),
      demo: DEMO
        ? demoService(config.DEMO_PERSONAS, (at) => transact(database, 'system', (tx) => setDemoClock(tx, found.policy, at)))
        : null,
      noteFault: (fault, where) => log.error({ err: fault, part: 'pages', ...where }, 'a page failed'),
      campaign,
      session,
      person,
      school,
      catchment,
      boundaries,
      boundaryEditor: editorService(database, { campaign, clock, boundaries }),
      streetRegister: streetRegister(database, { findStreets: catchment.findStreets, clock }),
      application,
      guardianship,
      history: historyService(database, { campaign, school, ownChild }),
      confirmation: confirmationService(database, { campaign, school, ownChild, keys, press, publicOrigin: PUBLIC_ORIGIN }),
      notice,
      line,
      device: deviceService(database, campaign.momentOf),
      staff: staffService(database, { campaign, clock }),
      addressRequest: addressRequestService(database, { campaign, catchment, person, school, calendar, ownChild, clock }),
      addressAnswer: addressAnswerService(database, { campaign, catchment, boundaries, calendar, person, school, clock }),
      addition: additionService(database, { campaign, catchment, boundaries, school, clock }),
      readiness: readinessService(database, { campaign, clock }),
      places: placesService(database),
      boundaryImport: importService(database, { campaign, boundaries, tables, clock }),
      boundaryEffect: effect,
    },
    register,
    limit,
    tasks: tasksOf(noticeJobs(database), additionJobs(database, { boundaries, clock }), importJobs(importReading)),
    async close() {
      stop();
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

/** The jobs of several modules; what two of them do after the same event is done in their order. */
function tasksOf(...modules: readonly TaskList[]): TaskList {
  const named = Map.groupBy(
    modules.flatMap((tasks) => Object.entries(tasks)),
    ([name]) => name,
  );
  return Object.fromEntries(
    [...named].map(([name, tasks]) => [
      name,
      async (payload: unknown) => {
        for (const [, task] of tasks) await task(payload);
      },
    ]),
  );
}

/** The world's clock; in the demo, one that runs beside it by as much as the database says. */
async function campaignClock(
  config: Config,
  database: Database,
  log: Logger,
): Promise<{ readonly clock: Clock; readonly stop: () => void }> {
  if (!config.DEMO) return { clock: clockAhead(() => 0), stop: () => undefined };
  let offsetMs = (await demoOffsetSeconds(database)) * 1000;
  const timer = setInterval(() => {
    demoOffsetSeconds(database).then(
      (seconds) => (offsetMs = seconds * 1000),
      (fault: unknown) => log.warn({ err: fault }, 'the demo clock could not be read; it goes on as it was'),
    );
  }, demoClockPollMs);
  timer.unref();
  return { clock: clockAhead(() => offsetMs), stop: () => clearInterval(timer) };
}
