import type { ChainDamage } from '../domain/damage.js';
import { vouchedByReads } from './ledger-plan.repository.js';
import { nameBreak, nameLostHead } from './name-damage.js';
import { lostHeads } from './named-heads.repository.js';
import { type Queryable, rowsOf } from './rows.js';
import { verifyStretch } from './verify-stretch.js';

/** A period in the clocks' own time, `until` not in it, and the instant at which it began. */
export interface Period {
  readonly from: string;
  readonly until: string;
  readonly began: string;
}

/** Where a clock's chain stood before a period, and where it ends now. */
interface Recent {
  readonly clockId: number;
  readonly after: string;
  readonly last: string;
}

/**
 * Walks that part of every chain in which punches of a period can lie: from where the last read before the
 * period left it, or from the period's first punch if that stands earlier, up to its end. The end must be
 * the one that the last read in the journal names.
 *
 * @returns the first damage found
 */
export async function damageSince(snapshot: Queryable, period: Period): Promise<ChainDamage | null> {
  const clocks = await rowsOf<Recent>(
    snapshot,
    `SELECT clock.id AS "clockId",
            least(coalesce((SELECT head_sequence FROM clock_read
                            WHERE clock_id = clock.id AND finished_at < $1 AND head_sequence IS NOT NULL
                            ORDER BY finished_at DESC LIMIT 1), 0),
                  (SELECT min(sequence) - 1 FROM punch
                   WHERE clock_id = clock.id AND local_time >= $2 AND local_time < $3)) AS after,
            coalesce((SELECT max(sequence) FROM punch WHERE clock_id = clock.id), 0) AS last
     FROM clock ORDER BY clock.id`,
    [period.began, period.from, period.until],
  );
  for (const clock of clocks) {
    const damage = await damageOf(snapshot, clock.clockId, Number(clock.after), Number(clock.last));
    if (damage !== null) return damage;
  }
  return null;
}

async function damageOf(
  snapshot: Queryable,
  clockId: number,
  after: number,
  last: number,
): Promise<ChainDamage | null> {
  const vouched = await vouchedByReads(snapshot, clockId);
  const until = Math.min(vouched.sequence, last);
  const walked =
    until > after ? await verifyStretch(snapshot, { kind: 'punch', chain: clockId, after, until }) : null;
  if ((walked?.brokenAt ?? null) !== null || vouched.sequence !== last) {
    const found = await nameBreak(
      snapshot,
      {
        kind: 'punch',
        chain: clockId,
        expected: vouched.sequence,
        actual: last,
        last,
        outside: last > vouched.sequence ? vouched.sequence + 1 : null,
      },
      walked?.brokenAt ?? null,
    );
    if (found !== null) return { clockId, sequence: found.position, kind: found.kind };
  }
  const [lost] = await lostHeads(snapshot, clockId, vouched.head === null ? [] : [vouched.head]);
  return lost === undefined ? null : nameLostHead(snapshot, clockId, lost);
}
