import { Injectable } from '@nestjs/common';
import { Temporal } from 'temporal-polyfill';
import { absenceErrors } from './absence-errors.js';
import type { OutageSlip } from './domain/slips.js';
import { assertPeriod, FileSlipService, type Filing } from './file-slip.service.js';

export interface NewOutage extends Filing {
  readonly clockId: number;
  /** In the clock's own time. */
  readonly from: Temporal.PlainDateTime;
  readonly until: Temporal.PlainDateTime;
  readonly cause: string;
}

/**
 * Records of clocks that were off or broken (设备故障). An outage proves no visit and excuses nobody: it
 * takes corrections for its time out of the monthly limit. The clock must still be read afterwards before
 * anybody's week is missed.
 */
@Injectable()
export class OutagesService {
  constructor(private readonly slips: FileSlipService) {}

  /** @throws CodedError `ROSTER.UNKNOWN_CLOCK`, `OUTAGES.PERIOD_REVERSED`, `ABSENCES.TOO_LONG` */
  async file(outage: NewOutage): Promise<OutageSlip> {
    if (Temporal.PlainDateTime.compare(outage.until, outage.from) <= 0) throw absenceErrors.outageReversed();
    assertPeriod(outage.from.toPlainDate(), outage.until.toPlainDate());
    return this.slips.file('outages', outage, {
      clock_id: outage.clockId,
      from_time: outage.from.toString(),
      until_time: outage.until.toString(),
      cause: outage.cause,
    });
  }
}
