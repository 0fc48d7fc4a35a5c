import { Injectable } from '@nestjs/common';
import type { Temporal } from 'temporal-polyfill';
import { absenceErrors } from './absence-errors.js';
import type { AbsenceKind } from './domain/absence-kind.js';
import type { AbsenceSlip, Half } from './domain/slips.js';
import { assertPeriod, FileSlipService, type Filing } from './file-slip.service.js';

export interface NewAbsence extends Filing {
  readonly cadreCode: string;
  readonly kind: AbsenceKind;
  readonly from: Temporal.PlainDate;
  readonly until: Temporal.PlainDate;
  /** Half a day only, of one date. */
  readonly half?: Half | null;
}

/** Slips for leave, errands, training and meetings. */
@Injectable()
export class AbsencesService {
  constructor(private readonly slips: FileSlipService) {}

  /**
   * @throws CodedError `ROSTER.UNKNOWN_CADRE`, `ROSTER.PERIOD_REVERSED`, `ABSENCES.TOO_LONG`,
   *   `ABSENCES.HALF_OF_MANY`
   */
  async file(slip: NewAbsence): Promise<AbsenceSlip> {
    assertPeriod(slip.from, slip.until);
    if (slip.half && !slip.from.equals(slip.until)) throw absenceErrors.halfOfMany();
    return this.slips.file('absences', slip, {
      cadre_code: slip.cadreCode,
      kind: slip.kind,
      half: slip.half ?? null,
      from_date: slip.from.toString(),
      until_date: slip.until.toString(),
    });
  }
}
