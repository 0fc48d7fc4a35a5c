import { createHash } from 'node:crypto';
import type { ClockPunch } from '@cunqin/clock-protocol';

/** What a punch is known by, within its clock: the same seen twice is one punch. */
export type Identity = Pick<ClockPunch, 'number' | 'clockTime' | 'verifyMode' | 'punchState'>;

/** Bytes of a record that carries an internal id, and of the id, which stands first in it. */
export const INTERNAL_ID_RECORD_BYTES = 8;
export const INTERNAL_ID_BYTES = 2;

/** Texts joined before they are hashed: few calls, and no text as long as the log. */
const AT_ONCE = 1000;

/** One text for one identity. The number comes last: it is the only part that may hold a space. */
export function identityOf({ number, clockTime, verifyMode, punchState }: Identity): string {
  return `${clockTime} ${verifyMode} ${punchState} ${number}`;
}

/**
 * The same for a punch whose record carries an internal id: the number is what that id meant at one read, and may
 * mean another person at the next, so the id stands for it.
 */
export function recordIdentityOf({ raw, clockTime, verifyMode, punchState }: ClockPunch): string {
  return `${clockTime} ${verifyMode} ${punchState} #${Buffer.from(raw.subarray(0, INTERNAL_ID_BYTES)).toString('hex')}`;
}

/**
 * SHA-256 over the identities of a log in its order, and over those of its first `beginning` records, so that
 * what an earlier read brought can be recognised at once. Each goes in with its length before it.
 *
 * @param identify what a punch is known by in this log
 * @returns `beginning` is `null` when the log is shorter
 */
export function digestLog<Punch extends Identity>(
  log: readonly Punch[],
  beginning: number,
  identify: (punch: Punch) => string = identityOf,
): { readonly whole: Buffer; readonly beginning: Buffer | null } {
  const hash = createHash('sha256');
  let digestOfBeginning = beginning === 0 ? hash.copy().digest() : null;
  let texts = '';
  for (let at = 0; at < log.length; at += 1) {
    const identity = identify(log[at] as Punch);
    texts += `${identity.length} ${identity}`;
    if (at + 1 === beginning || at % AT_ONCE === 0 || at + 1 === log.length) {
      hash.update(texts);
      texts = '';
    }
    if (at + 1 === beginning) digestOfBeginning = hash.copy().digest();
  }
  return { whole: hash.digest(), beginning: digestOfBeginning };
}
