/** Exit statuses of every command: the answer is good, the answer is bad, the command was used wrongly. */
export const EXIT = { good: 0, bad: 1, usage: 2 } as const;

/** Whether the operating system refused something (a file, a port), which is nobody's mistake in the program. */
export function isSystemError(error: unknown): error is NodeJS.ErrnoException {
  return typeof error === 'object' && error !== null && 'syscall' in error;
}

/** A command's surroundings; tests give their own. */
export interface CliIo {
  /** Standard output: the answer. */
  out(text: string): void;
  /** Standard error: everything said about the answer. */
  err(text: string): void;
  /** Aborted when the person or the system wants the program to end. */
  readonly signal: AbortSignal;
  setExitStatus(status: number): void;
}

/** The surroundings of the real process; SIGINT and SIGTERM end the command in an orderly way. */
export function processIo(): CliIo {
  const ending = new AbortController();
  for (const name of ['SIGINT', 'SIGTERM'] as const) process.once(name, () => ending.abort());
  return {
    out: (text) => void process.stdout.write(text),
    err: (text) => void process.stderr.write(text),
    signal: ending.signal,
    setExitStatus: (status) => {
      process.exitCode = status;
    },
  };
}
