import { Injectable } from '@nestjs/common';
import { carriesInternalIds } from '@cunqin/clock-protocol';
import { Temporal } from 'temporal-polyfill';
import { DataSource, type EntityManager } from 'typeorm';
import { ClockIncidentsRepository } from './clock-incidents.repository.js';
import { ClockLogsRepository, type ReadHistory } from './clock-logs.repository.js';
import { coveredUntil, outcomeOf, type ReadOutcome } from './domain/coverage.js';
import type { FinishedRead } from './domain/finished-read.js';
import type { Incident, IncidentCode } from './domain/incident.js';
import { lossSince } from './domain/log-continuity.js';
import { digestLog, identityOf, recordIdentityOf } from './domain/punch-identity.js';
import { keepsTimeOrder } from './domain/suspicions.js';
import { LinkPunchesService } from './link-punches.service.js';
import { type FailedRead, PunchLedgerRepository } from './punch-ledger.repository.js';

/** What became of a read. */
export interface AppendedRead {
  readonly outcome: ReadOutcome;
  /** Records fetched. */
  readonly read: number;
  readonly appended: number;
  /** Fetched, but in the ledger already. Known records that a tail read did not fetch are none. */
  readonly duplicates: number;
  /** Of the appended ones. */
  readonly suspect: number;
  /** How far this clock is proven complete now, in its own time. */
  readonly coveredUntil: Temporal.PlainDateTime | null;
  /** What this read says against the clock. */
  readonly incidents: readonly IncidentCode[];
  /** What is proved does not count until an incident is acknowledged. */
  readonly heldBack: boolean;
}

/**
 * Puts a complete read into the ledger: new punches, their chain, the read, its coverage, what speaks
 * against the clock and the weeks to be judged again, in the caller's transaction. A read that is repeated
 * appends nothing.
 */
@Injectable()
export class AppendReadService {
  constructor(
    private readonly dataSource: DataSource,
    private readonly ledger: PunchLedgerRepository,
    private readonly chain: LinkPunchesService,
    private readonly logs: ClockLogsRepository,
    private readonly incidents: ClockIncidentsRepository,
  ) {}

  /**
   * A whole log, the tail of one whose beginning an earlier read brought, or the fact that nothing is new.
   *
   * @param seen what the caller has found against the clock
   */
  async append(
    manager: EntityManager,
    read: FinishedRead,
    seen: readonly Incident[] = [],
  ): Promise<AppendedRead> {
    const { clockId, readId, timeZone, punches, log } = read;
    // Whoever appends to this clock's chain does so alone: the chain cannot fork.
    await this.ledger.lockChain(manager, clockId);
    const history = await this.logs.history(clockId, manager);
    const { logDigest, held, timeOrdered } = await this.recognise(manager, read, history);
    const lastGood = await this.logs.lastGoodTime(manager, clockId);
    const internalIds = carryInternalIds(read);
    const addition = { circumstances: read, timeZone, punches, internalIds, held, timeOrdered, lastGood };
    const { appended, suspect } = await this.chain.link(manager, addition);

    const outcome = outcomeOf({ statedBefore: read.statedBefore, logRecords: log.records });
    const serverTime = read.startedAt.toZonedDateTimeISO(timeZone).toPlainDateTime();
    const provenUntil = coveredUntil(read.clockTime, serverTime);
    const counts = { decoded: punches.length, appended, suspect };
    const result = { ...counts, outcome, timeOrdered, provenUntil, logDigest };
    await this.ledger.insertRead(manager, read, result);

    const found = [...seen, ...incidentsOf(read, { outcome, appended, timeOrdered }, history)];
    for (const incident of found) await this.incidents.raise(manager, read, incident);
    const heldBack = await this.incidents.holdsBack(manager, clockId);
    const covering = outcome === 'complete' && !heldBack ? provenUntil : null;
    return {
      outcome,
      read: counts.decoded,
      appended: counts.appended,
      duplicates: counts.decoded - counts.appended,
      suspect,
      coveredUntil: await this.ledger.advanceCoverage(manager, clockId, readId, covering),
      incidents: found.map(({ code }) => code),
      heldBack,
    };
  }

  /**
   * What an earlier read says of this one. When a log begins with just the records that an earlier read
   * fetched, the ledger holds those: they were appended in that read's transaction, and stay. Whatever else
   * the log is, each of its punches is looked up.
   */
  private async recognise(
    manager: EntityManager,
    read: FinishedRead,
    { lastFull }: ReadHistory,
  ): Promise<{ logDigest: Buffer | null; held: number; timeOrdered: boolean }> {
    const { clockId, log, punches } = read;
    switch (log.mode) {
      case 'tail':
      case 'nothing-new':
        // A whole log shows whether it is in order; its tail is of the same kind.
        return { logDigest: null, held: 0, timeOrdered: lastFull?.timeOrdered ?? true };
      case 'full':
      case 'refetched': {
        const identify = carryInternalIds(read) ? recordIdentityOf : identityOf;
        const earlier = await this.logs.lastWholeLog(manager, clockId);
        const { whole, beginning } = digestLog(punches, earlier?.records ?? 0, identify);
        const begins = earlier !== null && beginning?.equals(earlier.digest) === true;
        const timeOrdered =
          begins && earlier.records === punches.length
            ? earlier.timeOrdered
            : keepsTimeOrder(punches.map(({ clockTime }) => clockTime));
        return { logDigest: whole, held: begins ? earlier.records : 0, timeOrdered };
      }
    }
  }

  /** Keeps the fact that a read failed, and the incident if it was one: nothing was stored, nothing is proved. */
  async recordFailure(failure: FailedRead, incident: Incident | null): Promise<void> {
    await this.dataSource.transaction(async (manager) => {
      await this.ledger.lockChain(manager, failure.clockId);
      await this.ledger.insertFailedRead(manager, failure);
      if (incident !== null) await this.incidents.raise(manager, failure, incident);
    });
  }
}

function carryInternalIds({ log: { known } }: FinishedRead): boolean {
  return known !== null && carriesInternalIds(known.layout);
}

/** What a read says against its clock. Reads that overlap in time say nothing of what came first. */
function incidentsOf(
  read: FinishedRead,
  { outcome, appended, timeOrdered }: { outcome: ReadOutcome; appended: number; timeOrdered: boolean },
  { last }: ReadHistory,
): Incident[] {
  const found: Incident[] = [];
  if (outcome === 'count-mismatch') {
    const detail = { stated: read.statedBefore, records: read.log.records };
    found.push({ code: 'CLOCK.COUNT_MISMATCH', detail });
  }
  if (last !== null && Temporal.Instant.compare(last.finishedAt, read.startedAt) <= 0) {
    const loss = lossSince(last, read.log, { ...read, appended, timeOrdered });
    if (loss !== null) found.push(loss);
  }
  return found;
}
