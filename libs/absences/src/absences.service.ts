import { Injectable } from '@nestjs/common';
import { TimeSource } from '@cunqin/platform';
import { DirtyWeeksRepository, isForeignKeyViolation, rosterErrors } from '@cunqin/roster';
import { Temporal } from 'temporal-polyfill';
import { DataSource } from 'typeorm';
import { absenceErrors } from './absence-errors.js';
import type { AbsenceKind } from './domain/absence-kind.js';
import { Absence } from './entities/absence.entity.js';

export interface NewAbsence {
  readonly cadreCode: string;
  readonly kind: AbsenceKind;
  readonly from: Temporal.PlainDate;
  readonly until: Temporal.PlainDate;
  /** When the paper came in, if that was earlier than now. */
  readonly filedAt: Temporal.Instant | null;
  readonly filedBy: string;
}

/** A slip for more is a typing error, or a matter for the roster. */
const LONGEST_DAYS = 400;

/** Slips for leave, errands, training and meetings: filed by one person, decided by another. */
@Injectable()
export class AbsencesService {
  constructor(
    private readonly dataSource: DataSource,
    private readonly dirtyWeeks: DirtyWeeksRepository,
    private readonly time: TimeSource,
  ) {}

  /** @throws CodedError `ROSTER.UNKNOWN_CADRE`, `ROSTER.PERIOD_REVERSED` */
  async file(slip: NewAbsence): Promise<Absence> {
    if (Temporal.PlainDate.compare(slip.until, slip.from) < 0) throw rosterErrors.periodReversed('until');
    if (slip.from.until(slip.until).days >= LONGEST_DAYS) throw absenceErrors.tooLong(LONGEST_DAYS);
    const absence = this.dataSource.manager.create(Absence, {
      cadreCode: slip.cadreCode,
      kind: slip.kind,
      fromDate: slip.from.toString(),
      untilDate: slip.until.toString(),
      state: 'filed',
      filedBy: slip.filedBy,
      filedAt: new Date((slip.filedAt ?? this.time.now()).epochMilliseconds),
    });
    try {
      await this.dataSource.manager.insert(Absence, absence);
    } catch (failure) {
      if (isForeignKeyViolation(failure)) throw rosterErrors.unknownCadre(slip.cadreCode);
      throw failure;
    }
    return absence;
  }

  /** @throws CodedError `ABSENCES.UNKNOWN`, `ABSENCES.ALREADY_DECIDED`, `ABSENCES.OWN_SLIP` */
  async approve(id: number, decidedBy: string): Promise<Absence> {
    return this.decide(id, { state: 'approved', decidedBy, reason: null });
  }

  /** @throws CodedError as {@link approve} */
  async refuse(id: number, decidedBy: string, reason: string): Promise<Absence> {
    return this.decide(id, { state: 'refused', decidedBy, reason });
  }

  async list(filter: { cadreCode?: string }): Promise<Absence[]> {
    return this.dataSource.manager.find(Absence, {
      ...(filter.cadreCode === undefined ? {} : { where: { cadreCode: filter.cadreCode } }),
      order: { id: 'ASC' },
    });
  }

  private async decide(
    id: number,
    decision: Pick<Absence, 'reason'> & { state: 'approved' | 'refused'; decidedBy: string },
  ): Promise<Absence> {
    return this.dataSource.transaction(async (manager) => {
      const absence = await manager.findOne(Absence, { where: { id }, lock: { mode: 'pessimistic_write' } });
      if (!absence) throw absenceErrors.unknown(id);
      if (absence.state !== 'filed') throw absenceErrors.alreadyDecided(absence.state);
      if (absence.filedBy === decision.decidedBy) throw absenceErrors.ownSlip();
      Object.assign(absence, decision, { decidedAt: new Date(this.time.now().epochMilliseconds) });
      await manager.save(absence);
      await this.dirtyWeeks.markCadre(
        manager,
        absence.cadreCode,
        Temporal.PlainDate.from(absence.fromDate),
        Temporal.PlainDate.from(absence.untilDate),
      );
      return absence;
    });
  }
}
