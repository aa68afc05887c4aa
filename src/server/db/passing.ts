/**
 * Classes and codes of PostgreSQL for what passes by itself: connections lost or refused, resources that are used up, limits that bit, a server
 * that starts, stops, recovers or only reads. Errors of our own statements are none of these.
 * https://www.postgresql.org/docs/current/errcodes-appendix.html
 */
const passingClasses = ['08', '53', '57P'] as const;
/** Of these classes, what is a fault of the program all the same: protocol_violation. */
const ours: ReadonlySet<string> = new Set(['08P01']);
const passingCodes: ReadonlySet<string> = new Set([
  '25006', // read_only_sql_transaction: the server became a standby
  '25P03', // idle_in_transaction_session_timeout
  '25P04', // transaction_timeout
  '40001', // serialization_failure
  '40P01', // deadlock_detected
  '55P03', // lock_not_available
  '57014', // query_canceled: a statement ran into its limit
]);

/** How the operating system says that the other end is not there, or not any more. */
const socketCodes: ReadonlySet<string> = new Set([
  'ECONNREFUSED',
  'ECONNRESET',
  'ECONNABORTED',
  'EPIPE',
  'ETIMEDOUT',
  'EHOSTUNREACH',
  'ENETUNREACH',
  'ENOTFOUND',
  'EAI_AGAIN',
  'ENOENT',
]);

/** The driver's own words: it gives these faults no code. */
const driverWords =
  /^(timeout expired|timeout exceeded when trying to connect|Connection terminated|Query read timeout|Client has encountered a connection error|Client was closed and is not queryable|Cannot use a pool after calling end|driver has already been destroyed)/i;

/** Whether a fault of the database passes by itself, so that the same may be asked again in a moment. */
export function passes(fault: unknown): boolean {
  if (!(fault instanceof Error)) return false;
  if (fault instanceof AggregateError && fault.errors.some(passes)) return true;
  const code = 'code' in fault ? String(fault.code) : '';
  const isSqlState = /^[0-9A-Z]{5}$/.test(code) && 'severity' in fault;
  if (isSqlState) return passingCodes.has(code) || (!ours.has(code) && passingClasses.some((each) => code.startsWith(each)));
  if (socketCodes.has(code)) return 'syscall' in fault && isOfSocket(String(fault.syscall));
  return driverWords.test(fault.message) || (fault.cause !== undefined && passes(fault.cause));
}

function isOfSocket(syscall: string): boolean {
  return ['connect', 'read', 'write', 'getaddrinfo', 'shutdown'].includes(syscall);
}
