import { CodedError } from '../errors/coded-error.js';

/** After a signal everything has this long to end; then the process ends as it is. */
const SHUTDOWN_MS = 9000;

/** A program that runs until it is told to stop. */
export interface RunningProgram {
  stop(): Promise<void>;
}

/**
 * Starts a program, stops it on SIGINT or SIGTERM, and turns whatever keeps it from starting into one
 * sentence with a code and exit status 1. A signal that comes while it starts stops it as soon as it has.
 */
export async function runProgram(start: () => Promise<RunningProgram>): Promise<void> {
  const starting = (async () => start())();
  let stopping: Promise<void> | null = null;
  const stop = (): void => {
    stopping ??= stopWithin(starting);
  };
  process.on('SIGINT', stop);
  process.on('SIGTERM', stop);
  try {
    await starting;
  } catch (failure) {
    process.stderr.write(`${sentenceOf(failure)}\n`);
    process.exit(1);
  }
}

async function stopWithin(starting: Promise<RunningProgram>): Promise<void> {
  const deadline = setTimeout(() => {
    process.stderr.write(`PLATFORM.SHUTDOWN_TIMEOUT: not everything ended within ${SHUTDOWN_MS / 1000} s\n`);
    process.exit(1);
  }, SHUTDOWN_MS);
  try {
    await (await starting).stop();
    clearTimeout(deadline);
    process.exit(0);
  } catch (failure) {
    process.stderr.write(`${sentenceOf(failure)}\n`);
    process.exit(1);
  }
}

/** `CODE: Chinese title (English detail)` for what somebody can mend; the whole stack for what is our fault. */
export function sentenceOf(failure: unknown): string {
  if (failure instanceof CodedError) {
    return failure.title === failure.message
      ? `${failure.code}: ${failure.message}`
      : `${failure.code}: ${failure.title} (${failure.message})`;
  }
  return failure instanceof Error
    ? `INTERNAL: ${failure.stack ?? failure.message}`
    : `INTERNAL: ${String(failure)}`;
}
