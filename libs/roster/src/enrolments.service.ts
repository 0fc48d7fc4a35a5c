import { AuditService } from '@cunqin/accounts';
import { Injectable } from '@nestjs/common';
import { Temporal } from 'temporal-polyfill';
import { DataSource, type EntityManager } from 'typeorm';
import { isExclusionViolation, isForeignKeyViolation } from './constraint-violations.js';
import { DirtyWeeksRepository } from './dirty-weeks.repository.js';
import { Enrolment } from './entities/enrolment.entity.js';
import { rosterErrors } from './roster-errors.js';

/** Which cadre an enrolment number means, at which clock and when. */
@Injectable()
export class EnrolmentsService {
  constructor(
    private readonly dataSource: DataSource,
    private readonly dirtyWeeks: DirtyWeeksRepository,
    private readonly audit: AuditService,
  ) {}

  /**
   * Maps a number to a cadre. Punches of the number that came before the mapping count from now on,
   * back to their date.
   *
   * @param outer a transaction to be part of
   * @throws CodedError `ROSTER.NUMBER_TAKEN`, `ROSTER.UNKNOWN_CADRE`, `ROSTER.PERIOD_REVERSED`
   */
  async create(
    enrolment: Omit<Enrolment, 'id'>,
    outer: EntityManager = this.dataSource.manager,
  ): Promise<Enrolment> {
    if (enrolment.validUntil !== null && enrolment.validUntil < enrolment.validFrom) {
      throw rosterErrors.periodReversed('until');
    }
    return outer.transaction(async (manager) => {
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
      // The mapping may also take a number away from an "all clocks" enrolment: both people are judged again.
      await this.dirtyWeeks.markNumber(
        manager,
        created,
        Temporal.PlainDate.from(created.validFrom),
        created.validUntil === null ? null : Temporal.PlainDate.from(created.validUntil),
      );
      return created;
    });
  }

  /**
   * Ends an enrolment: `until` is its last day. Punches after it are nobody's until the number is given to
   * somebody; those up to it stay whose they are. What was open before and is not now is on the audit trail.
   *
   * @param outer a transaction to be part of
   * @throws CodedError `ROSTER.UNKNOWN_ENROLMENT`, `ROSTER.PERIOD_REVERSED`, `ROSTER.ENROLMENT_ENDED` when it
   *   ends on that day or earlier already
   */
  async end(
    id: number,
    until: Temporal.PlainDate,
    by: string,
    outer: EntityManager = this.dataSource.manager,
  ): Promise<Enrolment> {
    return outer.transaction(async (manager) => {
      const enrolment = await manager.findOne(Enrolment, {
        where: { id },
        lock: { mode: 'pessimistic_write' },
      });
      if (enrolment === null) throw rosterErrors.unknownEnrolment(id);
      const [before, after] = [enrolment.validUntil, until.toString()];
      if (after < enrolment.validFrom) throw rosterErrors.periodReversed('until');
      if (before !== null && before <= after) throw rosterErrors.enrolmentEnded(id, before);
      await manager.update(Enrolment, { id }, { validUntil: after });
      await this.audit.record(manager, {
        actor: by,
        action: 'enrolment.ended',
        subject: `enrolment/${id}`,
        detail: { before: { until: before }, after: { until: after } },
      });
      const freed = before === null ? null : Temporal.PlainDate.from(before);
      await this.dirtyWeeks.markNumber(manager, enrolment, until.add({ days: 1 }), freed);
      return { ...enrolment, validUntil: after };
    });
  }

  async list(manager: EntityManager = this.dataSource.manager): Promise<Enrolment[]> {
    return manager.find(Enrolment, { order: { id: 'ASC' } });
  }
}
