import { Injectable } from '@nestjs/common';
import type { Temporal } from 'temporal-polyfill';
import type { EnterpriseVisitSlip } from './domain/slips.js';
import { FileSlipService, type Filing } from './file-slip.service.js';

export interface NewEnterpriseVisit extends Filing {
  readonly cadreCode: string;
  readonly date: Temporal.PlainDate;
  readonly enterprise: string;
  readonly villageCode?: string | null;
}

/** The register of enterprise visits (企业走访). */
@Injectable()
export class EnterpriseVisitsService {
  constructor(private readonly slips: FileSlipService) {}

  /** @throws CodedError `ROSTER.UNKNOWN_CADRE`, `ROSTER.UNKNOWN_VILLAGE` */
  async file(visit: NewEnterpriseVisit): Promise<EnterpriseVisitSlip> {
    return this.slips.file('enterprise-visits', visit, {
      cadre_code: visit.cadreCode,
      visited_on: visit.date.toString(),
      enterprise: visit.enterprise,
      village_code: visit.villageCode ?? null,
    });
  }
}
