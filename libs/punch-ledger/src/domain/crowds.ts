/** Many people at one clock at once. */
export interface Crowd {
  /** Seconds of the clock's own time, both included. */
  readonly from: number;
  readonly until: number;
  /** Different numbers among the punches. */
  readonly numbers: number;
  readonly punchIds: readonly string[];
}

/**
 * Many different numbers at one clock within seconds: somebody may have punched for others, or a delegation has
 * arrived. Only a hint to look at: it changes nothing. Overlapping ones are one crowd.
 *
 * @param punches of one clock in order of its time, in seconds
 * @param limits at least `numbers` different numbers from one second to another at most `seconds` later
 */
export function crowds(
  punches: readonly { readonly id: string; readonly number: string; readonly at: number }[],
  limits: { readonly numbers: number; readonly seconds: number },
): Crowd[] {
  const ranges: { first: number; last: number }[] = [];
  const inside = new Map<string, number>();
  let first = 0;
  punches.forEach(({ number, at }, last) => {
    inside.set(number, (inside.get(number) ?? 0) + 1);
    for (let oldest = punches[first]; oldest && at - oldest.at > limits.seconds; oldest = punches[first]) {
      const left = (inside.get(oldest.number) ?? 0) - 1;
      if (left === 0) inside.delete(oldest.number);
      else inside.set(oldest.number, left);
      first += 1;
    }
    if (inside.size < limits.numbers) return;
    const previous = ranges.at(-1);
    if (previous && first <= previous.last) previous.last = last;
    else ranges.push({ first, last });
  });
  return ranges.map(({ first: begin, last: end }) => {
    const together = punches.slice(begin, end + 1);
    return {
      from: together[0]?.at ?? 0,
      until: together.at(-1)?.at ?? 0,
      numbers: new Set(together.map(({ number }) => number)).size,
      punchIds: together.map(({ id }) => id),
    };
  });
}
