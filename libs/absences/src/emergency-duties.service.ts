import { Injectable } from '@nestjs/common';
import type { Temporal } from 'temporal-polyfill';
import type { EmergencyDutySlip } from './domain/slips.js';
import { assertPeriod, FileSlipService, type Filing } from './file-slip.service.js';
import { SlipsRepository } from './slips.repository.js';

export interface NewEmergencyDuty extends Filing {
  /** The order of the command (指令), such as 防汛Ⅲ级应急响应. */
  readonly order: string;
  readonly from: Temporal.PlainDate;
  readonly until: Temporal.PlainDate;
  readonly cadreCodes: readonly string[];
}

/** Command rosters (应急值守): who was on duty by which order. */
@Injectable()
export class EmergencyDutiesService {
  constructor(
    private readonly slips: FileSlipService,
    private readonly repository: SlipsRepository,
  ) {}

  /** @throws CodedError `ROSTER.UNKNOWN_CADRE`, `ROSTER.PERIOD_REVERSED`, `ABSENCES.TOO_LONG` */
  async file(duty: NewEmergencyDuty): Promise<EmergencyDutySlip> {
    assertPeriod(duty.from, duty.until);
    return this.slips.file(
      'emergency-duties',
      duty,
      { duty_order: duty.order, from_date: duty.from.toString(), until_date: duty.until.toString() },
      { after: (manager, id) => this.repository.putOnDuty(manager, id, duty.cadreCodes) },
    );
  }
}
