import { Injectable } from '@nestjs/common';
import { TimeSource } from '@cunqin/platform';
import { DirtyWeeksRepository } from '@cunqin/roster';
import { DataSource } from 'typeorm';
import { hasNoDate, punchId } from './domain/punch-record.js';
import { ledgerErrors } from './ledger-errors.js';

const PUNCH_ID = /^(\d{1,9})-(\d{1,15})$/;

/** A reviewer's word on suspect punches. A decision is a new row; none is taken back or overwritten. */
@Injectable()
export class PunchReviewsService {
  constructor(
    private readonly dataSource: DataSource,
    private readonly dirtyWeeks: DirtyWeeksRepository,
    private readonly time: TimeSource,
  ) {}

  /**
   * A punch that is accepted counts by its own time. One without a usable date cannot be accepted: there is no
   * day it could count on. Refused, it holds nobody's week back any longer; who was there all the same needs an
   * approved correction.
   *
   * @throws CodedError `LEDGER.UNKNOWN_PUNCH`, `LEDGER.NOT_SUSPECT`, `LEDGER.NO_DATE`
   */
  async review(
    id: string,
    decision: { accept: boolean; reason: string; decidedBy: string },
  ): Promise<{ id: string; accept: boolean; reason: string }> {
    const match = PUNCH_ID.exec(id);
    if (!match) throw ledgerErrors.unknownPunch(id);
    const [clockId, sequence] = [Number(match[1]), Number(match[2])];
    return this.dataSource.transaction(async (manager) => {
      const rows: { suspicions: string[]; doubts: string[] }[] = await manager.query(
        `SELECT suspicions, doubts FROM punch_with_holder WHERE clock_id = $1 AND sequence = $2`,
        [clockId, sequence],
      );
      const [punch] = rows;
      if (!punch) throw ledgerErrors.unknownPunch(id);
      if (punch.suspicions.length + punch.doubts.length === 0) throw ledgerErrors.notSuspect(id);
      if (decision.accept && hasNoDate(punch.suspicions)) throw ledgerErrors.noDate(id);
      await manager.query(
        `INSERT INTO punch_review (clock_id, sequence, accept, reason, decided_by, decided_at)
         VALUES ($1, $2, $3, $4, $5, $6)`,
        [clockId, sequence, decision.accept, decision.reason, decision.decidedBy, this.time.now().toString()],
      );
      await manager.query(
        `INSERT INTO dirty_week (cadre_code, week)
         SELECT DISTINCT enrolment.cadre_code, to_char(punch.local_time, 'IYYY-"W"IW')
         FROM punch
         JOIN enrolment ON enrolment.number = punch.number
         WHERE punch.clock_id = $1 AND punch.sequence = $2 AND punch.local_time IS NOT NULL`,
        [clockId, sequence],
      );
      await this.dirtyWeeks.markOtherWeeks(manager, clockId, sequence, sequence);
      return { id: punchId(clockId, sequence), accept: decision.accept, reason: decision.reason };
    });
  }
}
