import { Injectable } from '@nestjs/common';
import type { ClockPunch } from '@cunqin/clock-protocol';
import { Temporal } from 'temporal-polyfill';
import { DataSource, type EntityManager } from 'typeorm';
import { coveredUntil, outcomeOf, type ReadOutcome } from './domain/coverage.js';
import { chainHash } from './domain/chain.js';
import type { CountedPeriod, DeliveredPart } from './domain/delivered-part.js';
import type { FinishedRead } from './domain/finished-read.js';
import type { PunchRecord, PunchSource } from './domain/punch-record.js';
import { suspicionsOf } from './domain/suspicions.js';
import { HeldPunchesRepository } from './held-punches.repository.js';
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
    private readonly held: HeldPunchesRepository,
  ) {}

  async append(read: FinishedRead): Promise<AppendedRead> {
    return this.dataSource.transaction(async (manager) => {
      const serverTime = read.startedAt.toZonedDateTimeISO(read.timeZone).toPlainDateTime();
      const outcome = outcomeOf({ statedBefore: read.statedBefore, decoded: read.punches.length });
      const counts = await this.extend(manager, read, outcome, true);
      const proven = outcome === 'complete' ? coveredUntil(read.clockTime, serverTime) : null;
      const covered = await this.ledger.advanceCoverage(manager, read.clockId, read.readId, proven);
      return { ...counts, outcome, coveredUntil: covered };
    });
  }

  /**
   * Puts a part of a log into the ledger, in the caller's transaction: punches are new or known as in
   * {@link append}, their times are judged among themselves, and coverage stays where it is.
   */
  async appendPart(manager: EntityManager, part: DeliveredPart): Promise<AppendedRead> {
    await this.ledger.lockChain(manager, part.clockId);
    const punches = await this.held.asAlreadyHeld(manager, part.clockId, part.punches);
    const unmeasured = { offsetSeconds: null, statedBefore: null, statedAfter: null, punchCapacity: null };
    const read = { ...part, ...unmeasured, punches };
    const counts = await this.extend(manager, read, part.outcome, part.onRecordAnyway);
    const covered = await this.ledger.coveredUntil(manager, part.clockId);
    return { ...counts, outcome: part.outcome, coveredUntil: covered };
  }

  /**
   * Holds a clock's own count of a period against the ledger's, in the caller's transaction. When both
   * are equal the clock is proven complete up to the end of the period, provided the caller knows it was
   * complete up to its beginning.
   *
   * @returns how many punches of the period the ledger holds
   */
  async provePeriod(manager: EntityManager, period: CountedPeriod): Promise<number> {
    const { clockId, readId, from, until, counted } = period;
    await this.ledger.lockChain(manager, clockId);
    const held = await this.held.countBetween(manager, clockId, from, until);
    if (held !== counted) return held;
    const read = {
      ...period,
      source: 'push',
      statedBefore: counted,
      statedAfter: counted,
      offsetSeconds: null,
      punchCapacity: null,
      bytesRead: 0,
    } as const;
    await this.ledger.insertRead(manager, read, {
      outcome: 'complete',
      decoded: held,
      appended: 0,
      suspect: 0,
    });
    await this.ledger.advanceCoverage(manager, clockId, readId, until);
    return held;
  }

  /** Links what is new to the clock's chain, and keeps how it came. */
  private async extend(
    manager: EntityManager,
    read: Omit<FinishedRead, 'clockTime'>,
    outcome: ReadOutcome,
    onRecordAnyway: boolean,
  ): Promise<Pick<AppendedRead, 'read' | 'appended' | 'duplicates' | 'suspect'>> {
    // Whoever appends to this clock's chain does so alone: the chain cannot fork.
    await this.ledger.lockChain(manager, read.clockId);
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
      const { number, clockTime, verifyMode, punchState, workCode, raw } = read.punches[
        position
      ] as ClockPunch;
      const record: PunchRecord = {
        number,
        clockTime,
        verifyMode,
        punchState,
        workCode,
        raw,
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

    const decoded = read.punches.length;
    const appended = links.length;
    const suspect = links.filter(({ record }) => record.suspicions.length > 0).length;
    if (appended > 0 || onRecordAnyway) {
      await this.ledger.insertRead(manager, read, { outcome, decoded, appended, suspect });
    }
    await this.ledger.insertPunches(manager, links);
    await this.ledger.markPunchWeeks(manager, read.clockId, head.sequence);
    return { read: decoded, appended, duplicates: decoded - appended, suspect };
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
