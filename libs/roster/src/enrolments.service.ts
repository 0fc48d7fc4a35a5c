import { Injectable } from '@nestjs/common';
import { DataSource } from 'typeorm';
import { isExclusionViolation, isForeignKeyViolation } from './constraint-violations.js';
import { Enrolment } from './entities/enrolment.entity.js';
import { rosterErrors } from './roster-errors.js';

/** Which cadre an enrolment number means, at which clock and when. */
@Injectable()
export class EnrolmentsService {
  constructor(private readonly dataSource: DataSource) {}

  /**
   * Maps a number to a cadre. Punches of the number that came before the mapping count from now on,
   * back to their date.
   *
   * @throws CodedError `ROSTER.NUMBER_TAKEN`, `ROSTER.UNKNOWN_CADRE`, `ROSTER.PERIOD_REVERSED`
   */
  async create(enrolment: Omit<Enrolment, 'id'>): Promise<Enrolment> {
    if (enrolment.validUntil !== null && enrolment.validUntil < enrolment.validFrom) {
      throw rosterErrors.periodReversed('until');
    }
    return this.dataSource.transaction(async (manager) => {
      const created = manager.create(Enrolment, enrolment);
      try {
        await manager.insert(Enrolment, created);
      } catch (failure) {
        if (isExclusionViolation(failure)) throw rosterErrors.numberTaken(enrolment.number);
        if (isForeignKeyViolation(failure)) {
          const { constraint } = (failure as { driverError: { constraint?: string } }).driverError;
          throw constraint?.includes('clock')
            ? rosterErrors.unknownClock(Number(enrolment.clockId))
            : rosterErrors.unknownCadre(enrolment.cadreCode);
        }
        throw failure;
      }
      // The mapping may also take a number away from an "all clocks" enrolment: both people are judged
      // again.
      await manager.query(
        `INSERT INTO dirty_week (cadre_code, week)
         SELECT DISTINCT holder.cadre_code, to_char(punch.local_time, 'IYYY-"W"IW')
         FROM punch
         JOIN enrolment AS holder ON holder.number = punch.number
           AND (holder.clock_id IS NULL OR holder.clock_id = punch.clock_id)
         WHERE punch.number = $1
           AND ($2::integer IS NULL OR punch.clock_id = $2)
           AND punch.local_time >= $3::date
           AND ($4::date IS NULL OR punch.local_time < $4::date + 1)`,
        [enrolment.number, enrolment.clockId, enrolment.validFrom, enrolment.validUntil],
      );
      return created;
    });
  }

  async list(): Promise<Enrolment[]> {
    return this.dataSource.manager.find(Enrolment, { order: { id: 'ASC' } });
  }
}
