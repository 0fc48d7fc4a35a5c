/** Number and time of a punch: all that every client gives. */
export type PunchText = string;

/**
 * How a read ended. `wrong`: records the clock does not hold, and no error. `silent-loss`: some of the records, and no
 * error. `partial`: some of them, with an error value beside them. `failed`: the process died or never ended.
 */
export type Outcome = 'right' | 'error' | 'partial' | 'wrong' | 'silent-loss' | 'failed';

export const OUTCOMES: readonly Outcome[] = ['right', 'error', 'partial', 'wrong', 'silent-loss', 'failed'];

/** What a client handed out. */
export type Given =
  | { readonly kind: 'records'; readonly punches: readonly PunchText[] }
  | { readonly kind: 'records-and-error'; readonly punches: readonly PunchText[]; readonly error: string }
  | { readonly kind: 'error'; readonly error: string }
  | { readonly kind: 'failed'; readonly how: string };

export function punchText(number: string, clockTime: string): PunchText {
  return `${number} ${clockTime}`;
}

/** Judges what a client gave by what the clock holds, in order. */
export function judge(given: Given, truth: readonly PunchText[]): Outcome {
  switch (given.kind) {
    case 'failed':
      return 'failed';
    case 'error':
      return 'error';
    case 'records-and-error':
      return given.punches.length === 0 ? 'error' : 'partial';
    case 'records':
      if (same(given.punches, truth)) return 'right';
      return given.punches.length < truth.length && isPart(given.punches, truth) ? 'silent-loss' : 'wrong';
  }
}

/** Right, or an error where the right records cannot be had. */
export function isGood(outcome: Outcome, readable: boolean): boolean {
  return outcome === 'right' || (outcome === 'error' && !readable);
}

function same(a: readonly string[], b: readonly string[]): boolean {
  return a.length === b.length && a.every((punch, at) => punch === b[at]);
}

/** Whether every punch is one of the clock's, in the clock's order. */
function isPart(punches: readonly string[], truth: readonly string[]): boolean {
  let at = 0;
  return punches.every((punch) => {
    while (at < truth.length && truth[at] !== punch) at += 1;
    at += 1;
    return at <= truth.length;
  });
}
