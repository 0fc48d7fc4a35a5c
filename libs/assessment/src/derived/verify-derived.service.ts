import { visitDayRow } from '@cunqin/visit-days';
import { IsoWeek, WeekSpan } from '@cunqin/work-calendar';
import { Injectable } from '@nestjs/common';
import { DataSource, type EntityManager } from 'typeorm';
import { assessmentRow } from '../assessment-row.js';
import { type DerivedCadre, DerivedRowsRepository } from './derived-rows.repository.js';
import { type DerivedDifference, type DerivedRow, type DerivedTable, differencesOf } from './derived-rows.js';
import { JudgeWeeksService } from '../judge-weeks.service.js';
import { byTownship } from '../managed-cadres.repository.js';
import { type RuleBook, RuleBookService } from '../rule-book.service.js';

/** Cadre-weeks held in memory at a time. */
const BATCH = 500;

/** How the derived tables stand to the facts. */
export interface DerivedVerification {
  /** Nothing differs. */
  readonly ok: boolean;
  readonly weeks: number;
  /** Cadre-weeks that were computed anew and compared. */
  readonly cadreWeeks: number;
  /** Cadre-weeks that wait to be judged again, and were left out. */
  readonly waiting: number;
  /** Rows that differ. */
  readonly differences: number;
}

/** What the facts make of some cadres' week. Without a rule there are no days to compare. */
type Computed = Readonly<Record<DerivedTable, readonly DerivedRow[] | null>>;

/**
 * Computes visit days and assessments anew from ledger, roster, slips, checklists and rule, and names each stored row that
 * differs. Nothing is written: it could not be, in this transaction.
 *
 * A week is judged when a fact marks it or somebody asks for it: that it has no assessment is no difference unless its punches
 * prove that there was one.
 */
@Injectable()
export class VerifyDerivedService {
  constructor(
    private readonly dataSource: DataSource,
    private readonly ruleBook: RuleBookService,
    private readonly judging: JudgeWeeksService,
    private readonly stored: DerivedRowsRepository,
  ) {}

  /** @param onDifference gets each row that differs, week by week */
  async verify(onDifference: (difference: DerivedDifference) => void): Promise<DerivedVerification> {
    const counts = { weeks: 0, cadreWeeks: 0, waiting: 0, differences: 0 };
    await this.dataSource.transaction('REPEATABLE READ', async (manager) => {
      await manager.query('SET TRANSACTION READ ONLY');
      const book = await this.ruleBook.open(manager);
      for (const name of await this.stored.weeks(manager)) {
        const week = weekNamed(name);
        const cadres = await this.stored.cadresOf(manager, name, week?.monday.toString() ?? null);
        const settled = cadres.filter(({ waiting }) => !waiting);
        counts.weeks += 1;
        counts.waiting += cadres.length - settled.length;
        counts.cadreWeeks += settled.length;
        for (const page of pagesOf(settled)) {
          for (const difference of await this.compare(manager, name, week, page, book)) {
            counts.differences += 1;
            onDifference(difference);
          }
        }
      }
    });
    return { ok: counts.differences === 0, ...counts };
  }

  private async compare(
    manager: EntityManager,
    name: string,
    week: IsoWeek | null,
    page: readonly DerivedCadre[],
    book: RuleBook,
  ): Promise<DerivedDifference[]> {
    const codes = page.map(({ code }) => code);
    const days = await this.stored.rowsOf(manager, 'visit_day', name, codes);
    const assessments = await this.stored.rowsOf(manager, 'week_assessment', name, codes);
    const computed = await this.compute(manager, week, page, book);
    const owed = new Set(
      [...days, ...assessments, ...(computed.visit_day ?? [])].map((row) => row.cadre_code),
    );
    return [
      ...(computed.visit_day === null ? [] : differencesOf('visit_day', days, computed.visit_day)),
      ...differencesOf(
        'week_assessment',
        assessments,
        (computed.week_assessment ?? []).filter((row) => owed.has(row.cadre_code)),
      ),
    ];
  }

  /** By the very service that a refresh uses. Who is not managed in the week has neither days nor a verdict. */
  private async compute(
    manager: EntityManager,
    week: IsoWeek | null,
    page: readonly DerivedCadre[],
    book: RuleBook,
  ): Promise<Computed> {
    if (week === null) return { visit_day: [], week_assessment: [] };
    const townshipCode = page[0]?.townshipCode ?? '';
    const policy = book.policyOf(townshipCode, week);
    if (policy === undefined) return { visit_day: null, week_assessment: [] };
    const codes = page.map(({ code }) => code);
    const weeks = WeekSpan.of(week);
    const rule = { townshipCode, policy, calendar: book.calendar };
    const [look] = await this.judging.lookAt(manager, weeks, codes, [rule]);
    return {
      visit_day: [...(look?.facts ?? [])].flatMap(([name, code, { visitDays }]) =>
        visitDays.map((day) => visitDayRow(code, name, day)),
      ),
      week_assessment: [...(look?.judged ?? [])].map(([name, code, one]) => assessmentRow(code, name, one)),
    };
  }
}

/** Cadres of one township each, so many at a time. */
function* pagesOf(cadres: readonly DerivedCadre[]): Generator<readonly DerivedCadre[]> {
  for (const group of byTownship(cadres).values()) {
    for (let at = 0; at < group.length; at += BATCH) yield group.slice(at, at + BATCH);
  }
}

/** `null`: whatever stands there, nobody's refresh wrote it. */
function weekNamed(name: string): IsoWeek | null {
  try {
    return IsoWeek.parse(name);
  } catch {
    return null;
  }
}
