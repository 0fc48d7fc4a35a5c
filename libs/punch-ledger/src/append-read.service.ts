import { Injectable } from '@nestjs/common';
import type { ClockPunch } from '@cunqin/clock-protocol';
import { Temporal } from 'temporal-polyfill';
import { DataSource } from 'typeorm';
import { coveredUntil, outcomeOf, type ReadOutcome } from './domain/coverage.js';
import { chainHash } from './domain/chain.js';
import type { FinishedRead } from './domain/finished-read.js';
import type { PunchRecord, PunchSource } from './domain/punch-record.js';
import { suspicionsOf } from './domain/suspicions.js';
import { PunchLedgerRepository } from './punch-ledger.repository.js';

/** What became of a read. */
export interface AppendedRead {
  readonly outcome: ReadOutcome;
  readonly read: number;
  readonly appended: number;
  readonly duplicates: number;
  /** Of the appended ones. */
  readonly suspect: number;
  /** How far this clock is proven complete now, in its own time. */
  readonly coveredUntil: Temporal.PlainDateTime | null;
}

/**
 * Puts a complete read into the ledger: new punches, their chain, the read, its coverage and the weeks
 * to be judged again, in one transaction. A read that is repeated appends nothing.
 */
@Injectable()
export class AppendReadService {
  constructor(
    private readonly dataSource: DataSource,
    private readonly ledger: PunchLedgerRepository,
  ) {}

  async append(read: FinishedRead): Promise<AppendedRead> {
    return this.dataSource.transaction(async (manager) => {
      // Whoever appends to this clock's chain does so alone: the chain cannot fork.
      await this.ledger.lockChain(manager, read.clockId);
      const serverTime = read.startedAt.toZonedDateTimeISO(read.timeZone).toPlainDateTime();
      const suspicions = suspicionsOf(
        read.punches.map((punch) => punch.clockTime),
        {
          serverTime: read.finishedAt.toZonedDateTimeISO(read.timeZone).toPlainDateTime(),
          offsetSeconds: read.offsetSeconds,
          placedFrom: await this.ledger.firstPlacement(manager, read.clockId),
        },
      );

      const head = await this.ledger.head(manager, read.clockId);
      const fresh = await this.ledger.unknownAmong(manager, read.clockId, read.punches);
      let hash = head.hash;
      const links = fresh.map((position, added) => {
        const punch = read.punches[position] as ClockPunch;
        const record: PunchRecord = {
          ...punch,
          clockId: read.clockId,
          sequence: head.sequence + 1 + added,
          source: read.source,
          readId: read.readId,
          receivedAt: read.finishedAt.toString({ fractionalSecondDigits: 3 }),
          suspicions: suspicions[position] ?? [],
        };
        hash = chainHash(hash, record);
        return { record, hash };
      });

      const outcome = outcomeOf({ statedBefore: read.statedBefore, decoded: read.punches.length });
      const suspect = links.filter(({ record }) => record.suspicions.length > 0).length;
      await this.ledger.insertRead(manager, read, { outcome, appended: links.length, suspect });
      await this.ledger.insertPunches(manager, links);
      await this.ledger.markPunchWeeks(manager, read.clockId, head.sequence);

      const proven = outcome === 'complete' ? coveredUntil(read.clockTime, serverTime) : null;
      const covered = await this.ledger.advanceCoverage(manager, read.clockId, read.readId, proven);
      return {
        outcome,
        read: read.punches.length,
        appended: links.length,
        duplicates: read.punches.length - links.length,
        suspect,
        coveredUntil: covered,
      };
    });
  }

  /** Keeps the fact that a read failed: nothing of it was stored, nothing is proved. */
  async recordFailure(failure: {
    readonly readId: string;
    readonly clockId: number;
    readonly source: PunchSource;
    readonly startedAt: Temporal.Instant;
    readonly finishedAt: Temporal.Instant;
    readonly errorCode: string;
  }): Promise<void> {
    await this.ledger.insertFailedRead(this.dataSource.manager, failure);
  }
}
