import { Injectable } from '@nestjs/common';
import { DataSource, type EntityManager } from 'typeorm';
import type { AssessmentView } from './domain/assessment-view.js';
import type { Verdict, WeekAssessment } from './domain/verdict.js';

/** Assessments: derived rows, replaced whenever a week is judged again. */
@Injectable()
export class WeekAssessmentRepository {
  constructor(private readonly dataSource: DataSource) {}

  /** Replaces the rows of these cadres in a week; who has no new assessment has none any more. */
  async replace(
    manager: EntityManager,
    week: string,
    cadreCodes: readonly string[],
    assessments: ReadonlyMap<string, WeekAssessment>,
  ): Promise<void> {
    await manager.query(`DELETE FROM week_assessment WHERE week = $1 AND cadre_code = ANY ($2)`, [
      week,
      cadreCodes,
    ]);
    const rows = [...assessments].map(([cadreCode, assessment]) => ({
      cadre_code: cadreCode,
      week,
      month: assessment.month,
      category: assessment.category,
      policy_version: assessment.policyVersion,
      quota: assessment.quota,
      available_workdays: assessment.availableWorkdays,
      visit_days: assessment.visitDays,
      corrected_days: assessment.correctedDays,
      checklist_items: assessment.checklist.items,
      checklist_on_time: assessment.checklist.onTime,
      verdict: assessment.verdict,
      reasons: assessment.reasons,
      misses: assessment.misses,
      deduction_fen: assessment.deductionFen,
      waiting_for: assessment.waitingFor,
    }));
    await manager.query(
      `INSERT INTO week_assessment SELECT * FROM jsonb_populate_recordset(NULL::week_assessment, $1)`,
      [JSON.stringify(rows)],
    );
  }

  /** Assessments of a week in order of cadre code; of one cadre if given. */
  async ofWeek(week: string, cadreCode?: string): Promise<AssessmentView[]> {
    const rows: {
      cadre_code: string;
      month: string;
      category: WeekAssessment['category'];
      policy_version: number;
      quota: number;
      available_workdays: number;
      visit_days: number;
      corrected_days: number;
      checklist_items: number;
      checklist_on_time: number;
      verdict: Verdict;
      reasons: WeekAssessment['reasons'];
      misses: number;
      deduction_fen: number;
      waiting_for: AssessmentView['waitingFor'];
    }[] = await this.dataSource.query(
      `SELECT week_assessment.*, (
         SELECT coalesce(jsonb_agg(jsonb_build_object(
                  'clockId', waiting.clock_id,
                  'villageCode', placement.village_code,
                  'coveredUntil', to_char(covered.until, 'YYYY-MM-DD"T"HH24:MI:SS')) ORDER BY waiting.clock_id), '[]')
         FROM unnest(week_assessment.waiting_for) AS waiting (clock_id)
         LEFT JOIN LATERAL (SELECT village_code FROM clock_placement
                            WHERE clock_placement.clock_id = waiting.clock_id
                              AND placed_from < to_date(week_assessment.week, 'IYYY-"W"IW') + 7
                            ORDER BY placed_from DESC LIMIT 1) AS placement ON true
         LEFT JOIN LATERAL (SELECT max(covered_until) AS until FROM coverage
                            WHERE coverage.clock_id = waiting.clock_id) AS covered ON true
       ) AS waiting_for
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
      quota: row.quota,
      availableWorkdays: row.available_workdays,
      visitDays: row.visit_days,
      correctedDays: row.corrected_days,
      checklist: { items: row.checklist_items, onTime: row.checklist_on_time },
      verdict: row.verdict,
      reasons: row.reasons,
      misses: row.misses,
      deductionFen: row.deduction_fen,
      waitingFor: row.waiting_for,
      settled: false,
    }));
  }
}
