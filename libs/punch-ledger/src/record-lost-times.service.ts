import { Injectable } from '@nestjs/common';
import { DirtyWeeksRepository } from '@cunqin/roster';
import type { Temporal } from 'temporal-polyfill';
import type { EntityManager } from 'typeorm';
import { losesTheDay, type LinkedPunch, lostTimes } from './domain/lost-time.js';
import { LostTimesRepository } from './lost-times.repository.js';
import { PunchLedgerRepository, type ReadCircumstances } from './punch-ledger.repository.js';

/** Keeps, with new punches, what their own time does not say: when they must have been made. */
@Injectable()
export class RecordLostTimesService {
  constructor(
    private readonly ledger: PunchLedgerRepository,
    private readonly lost: LostTimesRepository,
    private readonly dirtyWeeks: DirtyWeeksRepository,
  ) {}

  /**
   * Marks the weeks that new punches touch beside the one their own time names.
   *
   * @param timeZone of the clock's own time
   * @param punches what was just linked to the clock's chain, in its order
   * @param first sequence of the first of them
   */
  async record(
    manager: EntityManager,
    read: ReadCircumstances,
    timeZone: string,
    punches: readonly LinkedPunch[],
    first: number,
  ): Promise<void> {
    if (punches.length === 0) return;
    if (punches.some(({ suspicions }) => losesTheDay(suspicions))) {
      await this.keep(manager, read, timeZone, punches, first);
    }
    await this.dirtyWeeks.markOtherWeeks(manager, read.clockId, first, first + punches.length - 1);
  }

  private async keep(
    manager: EntityManager,
    read: ReadCircumstances,
    timeZone: string,
    punches: readonly LinkedPunch[],
    first: number,
  ): Promise<void> {
    const { clockId, source } = read;
    const local = (at: Temporal.Instant): Temporal.PlainDateTime =>
      at.toZonedDateTimeISO(timeZone).toPlainDateTime();
    const complete = await this.lost.lastCompleteRead(manager, clockId, read.startedAt);
    const placed = await this.ledger.firstPlacement(manager, clockId);
    const periods = lostTimes(punches, {
      // A file from a stick says nothing of what another one brought.
      lastGood: source === 'file' ? null : await this.lost.lastGood(manager, clockId, source, first),
      notBefore: complete === null ? (placed?.toPlainDateTime() ?? null) : local(complete),
      notAfter: local(read.finishedAt),
    });
    const rows = periods.map(({ position, from, until }) => ({ sequence: first + position, from, until }));
    if (rows.length > 0) await this.lost.insert(manager, clockId, rows);
  }
}
