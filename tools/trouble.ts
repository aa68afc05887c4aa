/** Something the person at the keyboard can mend: said in one sentence with what to do, without a stack trace. */
export class Trouble extends Error {
  override readonly name = 'Trouble';
}

/** Prints a failure as its reader needs it: trouble as a sentence, anything else with its stack; sets the exit code. */
export function reportFailure(error: unknown): void {
  process.stderr.write(`\nmektep: ${error instanceof Trouble ? error.message : describeFault(error)}\n`);
  process.exitCode = 1;
}

/** Turns the errors of disk and account into trouble; hands any other error back as it was. */
export function asTrouble(error: unknown, doing: string): unknown {
  const code = errorCode(error);
  if (code === 'ENOSPC') return new Trouble(`The disk is full while ${doing}. Free some space and run the same command again.`);
  if (code === 'EACCES' || code === 'EPERM' || code === 'EROFS') {
    const where = error instanceof Error && 'path' in error ? ` (${String(error.path)})` : '';
    return new Trouble(
      `This account has no permission while ${doing}${where}. Run it as the owner of the project's folder, or use a clone of your own.`,
    );
  }
  return error;
}

/** The system's or PostgreSQL's code of an error, when it has one. */
export function errorCode(error: unknown): string | undefined {
  return error instanceof Error && 'code' in error && typeof error.code === 'string' ? error.code : undefined;
}

function describeFault(error: unknown): string {
  return error instanceof Error ? (error.stack ?? error.message) : String(error);
}
