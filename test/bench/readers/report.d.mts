/** Sends what was measured to the parent and ends the process. */
export function report(measured: {
  readonly ms: number;
  readonly records: number;
  readonly memoryBytes: number;
}): void;
