import { Inject, Injectable } from '@nestjs/common';
import { CONFIG, type Config, TimeSource } from '@cunqin/platform';
import type { IsoWeek, WorkCalendar } from '@cunqin/work-calendar';
import type { Temporal } from 'temporal-polyfill';
import { DataSource } from 'typeorm';
import { defaultPolicy, type Policy } from './domain/policy.js';
import { RuleBookService } from './rule-book.service.js';

/** What a week is held against. */
export interface RuleOfWeek {
  readonly week: IsoWeek;
  /** Before any rule took effect it is the township's text as we read it. */
  readonly policyOf: (townshipCode: string) => Policy;
  readonly calendar: WorkCalendar;
  /** Of the townships. */
  readonly timeZone: string;
  readonly asOf: Temporal.Instant;
}

/** The rules, the calendar and the moment by which a week is looked at. */
@Injectable()
export class RuleOfWeekService {
  constructor(
    private readonly dataSource: DataSource,
    private readonly ruleBook: RuleBookService,
    private readonly time: TimeSource,
    @Inject(CONFIG) private readonly config: Config,
  ) {}

  async of(week: IsoWeek): Promise<RuleOfWeek> {
    const { calendar, policyOf } = await this.ruleBook.open(this.dataSource.manager);
    return {
      week,
      policyOf: (townshipCode) => policyOf(townshipCode, week) ?? defaultPolicy,
      calendar,
      timeZone: this.config.timeZone,
      asOf: this.time.now(),
    };
  }
}
