import { Injectable } from '@nestjs/common';
import { TimeSource } from '@cunqin/platform';
import { DataSource } from 'typeorm';
import { punchId } from './domain/punch-record.js';
import { ledgerErrors } from './ledger-errors.js';

const PUNCH_ID = /^(\d{1,9})-(\d{1,15})$/;

/** A reviewer's word on suspect punches. A decision is a new row; none is taken back or overwritten. */
@Injectable()
export class PunchReviewsService {
  constructor(
    private readonly dataSource: DataSource,
    private readonly time: TimeSource,
  ) {}

  /** @throws CodedError `LEDGER.UNKNOWN_PUNCH`, `LEDGER.NOT_SUSPECT` */
  async review(
    id: string,
    decision: { accept: boolean; reason: string; decidedBy: string },
  ): Promise<{ id: string; accept: boolean; reason: string }> {
    const match = PUNCH_ID.exec(id);
    if (!match) throw ledgerErrors.unknownPunch(id);
    const [clockId, sequence] = [Number(match[1]), Number(match[2])];
    return this.dataSource.transaction(async (manager) => {
      const rows: { suspicions: string[] }[] = await manager.query(
        `SELECT suspicions FROM punch WHERE clock_id = $1 AND sequence = $2`,
        [clockId, sequence],
      );
      if (!rows[0]) throw ledgerErrors.unknownPunch(id);
      if (rows[0].suspicions.length === 0) throw ledgerErrors.notSuspect(id);
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
      return { id: punchId(clockId, sequence), accept: decision.accept, reason: decision.reason };
    });
  }
}
