import { Injectable } from '@nestjs/common';
import { TimeSource } from '@cunqin/platform';
import { isForeignKeyViolation, rosterErrors } from '@cunqin/roster';
import { Temporal } from 'temporal-polyfill';
import { DataSource, type EntityManager } from 'typeorm';
import { absenceErrors } from './absence-errors.js';
import type { Register, Slips } from './domain/slips.js';
import { SlipsRepository } from './slips.repository.js';

/** Who files a slip, and what every slip may say. */
export interface Filing {
  readonly filedBy: string;
  /** When the paper came in, if that was earlier than now. */
  readonly filedAt?: Temporal.Instant | null;
  /** Number of the paper behind it. */
  readonly documentNo?: string | null;
  readonly reason?: string | null;
}

/** A slip for more is a typing error, or a matter for the roster. */
const LONGEST_DAYS = 400;

/** Takes slips into their registers. None counts before somebody else has approved it. */
@Injectable()
export class FileSlipService {
  constructor(
    private readonly dataSource: DataSource,
    private readonly slips: SlipsRepository,
    private readonly time: TimeSource,
  ) {}

  /**
   * When a slip came in: now, unless its paper came in earlier.
   *
   * @throws CodedError `ABSENCES.FILED_IN_FUTURE`
   */
  momentOf({ filedAt }: Filing): Temporal.Instant {
    const now = this.time.now();
    if (!filedAt) return now;
    if (Temporal.Instant.compare(filedAt, now) > 0) throw absenceErrors.filedInFuture();
    return filedAt;
  }

  /**
   * @param row what the slip says, by column of its register
   * @param also what else is written in the same transaction
   * @throws CodedError `ABSENCES.FILED_IN_FUTURE`, `ROSTER.UNKNOWN_CADRE`, `ROSTER.UNKNOWN_VILLAGE`,
   *   `ROSTER.UNKNOWN_CLOCK`
   */
  async file<R extends Register>(
    register: R,
    filing: Filing,
    row: Readonly<Record<string, string | number | null>>,
    also: {
      before?: (manager: EntityManager) => Promise<void>;
      after?: (manager: EntityManager, id: number) => Promise<void>;
    } = {},
  ): Promise<Slips[R]> {
    const filedAt = this.momentOf(filing);
    return this.dataSource.transaction(async (manager) => {
      await also.before?.(manager);
      try {
        const id = await this.slips.insert(manager, register, {
          ...row,
          document_no: filing.documentNo ?? null,
          reason: filing.reason ?? null,
          filed_by: filing.filedBy,
          filed_at: filedAt.toString(),
        });
        await also.after?.(manager, id);
        return (await this.slips.find(register, id, manager)) as Slips[R];
      } catch (failure) {
        if (isForeignKeyViolation(failure)) throw unknownReference(failure, row);
        throw failure;
      }
    });
  }
}

/** @throws CodedError `ROSTER.PERIOD_REVERSED`, `ABSENCES.TOO_LONG` */
export function assertPeriod(from: Temporal.PlainDate, until: Temporal.PlainDate): void {
  if (Temporal.PlainDate.compare(until, from) < 0) throw rosterErrors.periodReversed('until');
  if (from.until(until).days >= LONGEST_DAYS) throw absenceErrors.tooLong(LONGEST_DAYS);
}

/** Which of the rows that a slip speaks of is not there. */
function unknownReference(failure: unknown, row: Readonly<Record<string, string | number | null>>): Error {
  const { constraint = '', detail = '' } = (
    failure as { driverError: { constraint?: string; detail?: string } }
  ).driverError;
  if (constraint.includes('village')) {
    return rosterErrors.unknownVillage('villageCode', String(row['village_code']));
  }
  if (constraint.includes('clock')) return rosterErrors.unknownClock(Number(row['clock_id']));
  const named = /=\((?:\d+, )?(.+)\)/.exec(detail)?.[1];
  return rosterErrors.unknownCadre(String(row['cadre_code'] ?? named));
}
