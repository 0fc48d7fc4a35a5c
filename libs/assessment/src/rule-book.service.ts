import { HolidayNoticesService } from '@cunqin/roster';
import type { IsoWeek, WorkCalendar } from '@cunqin/work-calendar';
import { Injectable } from '@nestjs/common';
import type { EntityManager } from 'typeorm';
import type { Policy } from './domain/policy.js';
import { PoliciesService } from './policies.service.js';

/** Everything that is ruled, as of one transaction. */
export interface RuleBook {
  readonly calendar: WorkCalendar;
  /** The version that judges a township's week; `undefined` before the first took effect. */
  readonly policyOf: (townshipCode: string, week: IsoWeek) => Policy | undefined;
}

/** What one township's week is judged by. */
export interface Rule {
  readonly townshipCode: string;
  readonly policy: Policy;
  readonly calendar: WorkCalendar;
}

/** Opens the rule book: every township's policies and the calendar. */
@Injectable()
export class RuleBookService {
  constructor(
    private readonly policies: PoliciesService,
    private readonly notices: HolidayNoticesService,
  ) {}

  async open(manager: EntityManager): Promise<RuleBook> {
    const calendar = await this.notices.calendar(manager);
    const policyOf = await this.policies.ofTownships(manager);
    return { calendar, policyOf };
  }
}
