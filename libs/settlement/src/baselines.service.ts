import { Inject, Injectable } from '@nestjs/common';
import { CONFIG, type Config, TimeSource } from '@cunqin/platform';
import { IsoWeek } from '@cunqin/work-calendar';
import { DataSource } from 'typeorm';
import type { Baseline } from './domain/month-rows.js';
import { settlementErrors } from './settlement-errors.js';
import { YearBooksRepository } from './year-books.repository.js';

export type BaselineView = Baseline & { readonly id: number };

/** Figures of the weeks before the clocks, typed from a source, so that a year has something to be held against. */
@Injectable()
export class BaselinesService {
  constructor(
    private readonly dataSource: DataSource,
    private readonly books: YearBooksRepository,
    private readonly time: TimeSource,
    @Inject(CONFIG) private readonly config: Config,
  ) {}

  /**
   * Records a stretch of weeks of one year. A later record of the same weeks takes its place; none is
   * changed.
   *
   * @throws CodedError `BASELINES.INVALID` with the field at fault
   */
  async record(baseline: Baseline, recordedBy: string): Promise<BaselineView> {
    assertSound(baseline);
    const [row]: [{ id: number }] = await this.dataSource.query(
      `INSERT INTO baseline (township_code, from_week, until_week, cadre_weeks, visit_days, persons,
         occurrences, amount_fen, cadre_codes, source, recorded_by, recorded_at)
       VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12) RETURNING id`,
      [
        this.config.township.code,
        baseline.fromWeek,
        baseline.untilWeek,
        baseline.cadreWeeks,
        baseline.visitDays,
        baseline.persons,
        baseline.occurrences,
        baseline.amountFen,
        baseline.cadreCodes,
        baseline.source,
        recordedBy,
        this.time.now().toString(),
      ],
    );
    return { id: row.id, ...baseline };
  }

  /** The record that counts for each stretch, in order of time. */
  async list(): Promise<BaselineView[]> {
    return this.books.baselines(this.dataSource.manager, this.config.township.code);
  }
}

function assertSound(baseline: Baseline): void {
  const from = IsoWeek.parse(baseline.fromWeek);
  const until = IsoWeek.parse(baseline.untilWeek);
  if (from.year !== until.year) throw settlementErrors.badBaseline('untilWeek', '应与起始周同年');
  if (until.number < from.number) throw settlementErrors.badBaseline('untilWeek', '不能早于起始周');
  if (baseline.occurrences < baseline.persons) {
    throw settlementErrors.badBaseline('occurrences', '人次不能少于人数');
  }
  if (baseline.cadreCodes.length > 0 && new Set(baseline.cadreCodes).size !== baseline.persons) {
    throw settlementErrors.badBaseline('cadreCodes', '名单应与人数一致');
  }
  if (baseline.visitDays > baseline.cadreWeeks * 7) {
    throw settlementErrors.badBaseline('visitDays', '每周不能多于7天');
  }
}
