import { createHash } from 'node:crypto';
import type { ClockPunch } from '@cunqin/clock-protocol';

/** What a punch is known by, within its clock: the same seen twice is one punch. */
export type Identity = Pick<ClockPunch, 'number' | 'clockTime' | 'verifyMode' | 'punchState'>;

/** Texts joined before they are hashed: few calls, and no text as long as the log. */
const AT_ONCE = 1000;

/** One text for one identity. The number comes last: it is the only part that may hold a space. */
export function identityOf({ number, clockTime, verifyMode, punchState }: Identity): string {
  return `${clockTime} ${verifyMode} ${punchState} ${number}`;
}

/**
 * SHA-256 over the identities of a log in its order, and over those of its first `beginning` records, so that
 * what an earlier read brought can be recognised at once. Each goes in with its length before it.
 *
 * @returns `beginning` is `null` when the log is shorter
 */
export function digestLog(
  log: readonly Identity[],
  beginning: number,
): { readonly whole: Buffer; readonly beginning: Buffer | null } {
  const hash = createHash('sha256');
  let digestOfBeginning = beginning === 0 ? hash.copy().digest() : null;
  let texts = '';
  for (let at = 0; at < log.length; at += 1) {
    const identity = identityOf(log[at] as Identity);
    texts += `${identity.length} ${identity}`;
    if (at + 1 === beginning || at % AT_ONCE === 0 || at + 1 === log.length) {
      hash.update(texts);
      texts = '';
    }
    if (at + 1 === beginning) digestOfBeginning = hash.copy().digest();
  }
  return { whole: hash.digest(), beginning: digestOfBeginning };
}
