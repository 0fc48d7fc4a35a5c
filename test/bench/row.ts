/** A line of what `npm run bench` prints. */
export interface Row {
  readonly what: string;
  readonly target: string;
  readonly measured: string;
  readonly pass: boolean;
}

export function median(values: readonly number[]): number {
  const sorted = [...values].sort((a, b) => a - b);
  return sorted[Math.floor(sorted.length / 2)] ?? Number.NaN;
}
