import { Injectable } from '@nestjs/common';
import type { EntityManager } from 'typeorm';
import type { AppendedRead } from './append-read.service.js';
import { ClockIncidentsRepository } from './clock-incidents.repository.js';
import type { CountedPeriod, DeliveredPart } from './domain/delivered-part.js';
import { keepsTimeOrder } from './domain/suspicions.js';
import { HeldPunchesRepository } from './held-punches.repository.js';
import { LinkPunchesService } from './link-punches.service.js';
import { PunchLedgerRepository } from './punch-ledger.repository.js';

/** What a part of a log does not say. */
const UNMEASURED = {
  offsetSeconds: null,
  statedBefore: null,
  statedAfter: null,
  punchCapacity: null,
  log: null,
} as const;

/** Takes what a clock pushes or a file brings, which is never its whole log, in the caller's transaction. */
@Injectable()
export class AppendPartService {
  constructor(
    private readonly ledger: PunchLedgerRepository,
    private readonly held: HeldPunchesRepository,
    private readonly chain: LinkPunchesService,
    private readonly incidents: ClockIncidentsRepository,
  ) {}

  /** Punches are new or known; their times are judged among themselves, and coverage stays where it is. */
  async append(manager: EntityManager, part: DeliveredPart): Promise<AppendedRead> {
    const { clockId, outcome, timeZone } = part;
    await this.ledger.lockChain(manager, clockId);
    const punches = await this.held.asAlreadyHeld(manager, clockId, part.punches);
    const read = { ...part, ...UNMEASURED };
    const { appended, suspect } = await this.chain.link(manager, {
      circumstances: read,
      timeZone,
      punches,
      internalIds: false,
      held: 0,
      timeOrdered: keepsTimeOrder(punches.map(({ clockTime }) => clockTime)),
      lastGood: null,
    });
    if (appended > 0 || part.onRecordAnyway) {
      const counts = { decoded: punches.length, appended, suspect };
      await this.ledger.insertRead(manager, read, {
        ...counts,
        outcome,
        timeOrdered: null,
        provenUntil: null,
        logDigest: null,
      });
    }
    return {
      outcome,
      read: punches.length,
      appended,
      duplicates: punches.length - appended,
      suspect,
      coveredUntil: await this.ledger.coveredUntil(manager, clockId),
      incidents: [],
      heldBack: await this.incidents.holdsBack(manager, clockId),
    };
  }

  /**
   * Holds a clock's own count of a period against the ledger's. When both are equal the clock is proven
   * complete up to the end of the period, provided the caller knows it was complete up to its beginning.
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
      ...UNMEASURED,
      source: 'push',
      statedBefore: counted,
      statedAfter: counted,
      bytesRead: 0,
    } as const;
    await this.ledger.insertRead(manager, read, {
      outcome: 'complete',
      decoded: held,
      appended: 0,
      suspect: 0,
      timeOrdered: null,
      provenUntil: until,
      logDigest: null,
    });
    const heldBack = await this.incidents.holdsBack(manager, clockId);
    await this.ledger.advanceCoverage(manager, clockId, readId, heldBack ? null : until);
    return held;
  }
}
