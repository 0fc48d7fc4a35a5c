/** One decoder, sound inputs to begin from, and what must hold whatever it is given. */
export interface FuzzTarget {
  readonly name: string;
  readonly corpus: readonly Buffer[];
  /**
   * Decodes the input and checks the invariants. `random` cuts inputs to pieces, the same for the same input.
   * @returns whether the decoder took the input, wholly or in part
   * @throws anything: a finding. A refusal by a coded error of the decoder is none and must be caught here.
   */
  readonly feed: (input: Buffer, random: () => number) => boolean | Promise<boolean>;
}

/** An invariant that does not hold. */
export class FuzzFinding extends Error {
  override readonly name = 'FuzzFinding';
}

/** @throws FuzzFinding unless it holds */
export function hold(condition: boolean, rule: string): void {
  if (!condition) throw new FuzzFinding(rule);
}

/** Runs the decoder; a refusal of the kind it may give is `null`, any other error a finding. */
export function refusable<T>(
  decode: () => T,
  ...refusals: readonly (abstract new (...parts: never[]) => Error)[]
): T | null {
  try {
    return decode();
  } catch (error) {
    if (refusals.some((refusal) => error instanceof refusal)) return null;
    throw error;
  }
}

/** Pieces of the input, cut at random. */
export function inPieces(input: Buffer, random: () => number): Buffer[] {
  const pieces: Buffer[] = [];
  for (let at = 0; at < input.length;) {
    const length = 1 + Math.floor(random() * random() * input.length);
    pieces.push(input.subarray(at, at + length));
    at += length;
  }
  return pieces;
}
