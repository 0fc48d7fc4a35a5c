import { ByCadreWeek } from '@cunqin/roster';
import type { WeekSpan } from '@cunqin/work-calendar';
import { Injectable } from '@nestjs/common';
import { Temporal } from 'temporal-polyfill';
import { DataSource, type EntityManager } from 'typeorm';
import { assessmentRow } from './assessment-row.js';
import type { AssessmentView } from './domain/assessment-view.js';
import type { Verdict, WeekAssessment } from './domain/verdict.js';

/** Assessments: derived rows, replaced whenever a week is judged again. */
@Injectable()
export class WeekAssessmentRepository {
  constructor(private readonly dataSource: DataSource) {}

  /** Replaces the rows of these cadres in these weeks; who has no new assessment has none any more. */
  async replace(
    manager: EntityManager,
    weeks: WeekSpan,
    cadreCodes: readonly string[],
    assessments: ByCadreWeek<WeekAssessment>,
  ): Promise<void> {
    await manager.query(`DELETE FROM week_assessment WHERE week = ANY ($1) AND cadre_code = ANY ($2)`, [
      weeks.names,
      cadreCodes,
    ]);
    const rows = [...assessments].map(([week, cadreCode, assessment]) =>
      assessmentRow(cadreCode, week, assessment),
    );
    await manager.query(
      `INSERT INTO week_assessment SELECT * FROM jsonb_populate_recordset(NULL::week_assessment, $1)`,
      [JSON.stringify(rows)],
    );
  }

  /** Cadre-weeks of these that people decided not to charge, after an objection or a review. */
  async waived(
    manager: EntityManager,
    weeks: readonly string[],
    cadreCodes: readonly string[],
  ): Promise<ByCadreWeek<true>> {
    const rows: { week: string; cadre_code: string }[] = await manager.query(
      `SELECT week, cadre_code FROM review_decision WHERE week = ANY ($1) AND cadre_code = ANY ($2)`,
      [weeks, cadreCodes],
    );
    const found = new ByCadreWeek<true>();
    for (const { week, cadre_code: cadreCode } of rows) found.set(week, cadreCode, true);
    return found;
  }

  /** Assessments of a week in order of cadre code; of one cadre if given. */
  async ofWeek(week: string, cadreCode?: string): Promise<AssessmentView[]> {
    const rows: {
      cadre_code: string;
      month: string;
      category: WeekAssessment['category'];
      policy_version: number;
      // numeric: a week may have half days
      quota: string;
      available_workdays: number;
      workdays: WeekAssessment['workdays'];
      visit_days: string;
      corrected_days: number;
      counted_dates: WeekAssessment['countedDates'];
      uncounted_dates: WeekAssessment['uncountedDates'];
      checklist_items: number;
      checklist_on_time: number;
      checklist_unsupported: number[];
      verdict: Verdict;
      reasons: WeekAssessment['reasons'];
      misses: number;
      deduction_fen: number;
      waiting_for: AssessmentView['waitingFor'];
      open_until: Date | null;
      settled: boolean;
      waived_for: string | null;
    }[] = await this.dataSource.query(
      `SELECT week_assessment.*, (
         SELECT coalesce(jsonb_agg(jsonb_build_object(
                  'clockId', waiting.clock_id,
                  'villageCode', placement.village_code,
                  'villageName', (SELECT name FROM village WHERE code = placement.village_code),
                  'coveredUntil', to_char(covered.until, 'YYYY-MM-DD"T"HH24:MI:SS')) ORDER BY waiting.clock_id), '[]')
         FROM unnest(week_assessment.waiting_for) AS waiting (clock_id)
         LEFT JOIN LATERAL (SELECT village_code FROM clock_placement
                            WHERE clock_placement.clock_id = waiting.clock_id
                              AND placed_from < to_date(week_assessment.week, 'IYYY-"W"IW') + 7
                            ORDER BY placed_from DESC LIMIT 1) AS placement ON true
         LEFT JOIN LATERAL (SELECT max(covered_until) AS until FROM coverage
                            WHERE coverage.clock_id = waiting.clock_id) AS covered ON true
       ) AS waiting_for,
       EXISTS (SELECT 1 FROM settled_line
               WHERE settled_line.week = week_assessment.week
                 AND settled_line.cadre_code = week_assessment.cadre_code) AS settled,
       (SELECT reason FROM review_decision
        WHERE review_decision.week = week_assessment.week
          AND review_decision.cadre_code = week_assessment.cadre_code) AS waived_for
       FROM week_assessment
       WHERE week = $1 AND ($2::text IS NULL OR cadre_code = $2)
       ORDER BY cadre_code`,
      [week, cadreCode ?? null],
    );
    return rows.map((row) => ({
      week,
      cadreCode: row.cadre_code,
      category: row.category,
      policyVersion: row.policy_version,
      month: row.month,
      quota: Number(row.quota),
      availableWorkdays: row.available_workdays,
      workdays: row.workdays,
      visitDays: Number(row.visit_days),
      correctedDays: row.corrected_days,
      countedDates: row.counted_dates,
      uncountedDates: row.uncounted_dates,
      checklist: {
        items: row.checklist_items,
        onTime: row.checklist_on_time,
        unsupported: row.checklist_unsupported,
      },
      verdict: row.verdict,
      reasons: row.reasons,
      misses: row.misses,
      deductionFen: row.deduction_fen,
      waitingFor: row.waiting_for,
      openUntil:
        row.open_until && Temporal.Instant.fromEpochMilliseconds(row.open_until.getTime()).toString(),
      settled: row.settled,
      waivedFor: row.waived_for,
    }));
  }
}
