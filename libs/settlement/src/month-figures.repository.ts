import { Injectable } from '@nestjs/common';
import { joinPostOn, lastDayOf } from '@cunqin/roster';
import type { IsoWeek } from '@cunqin/work-calendar';
import type { EntityManager } from 'typeorm';
import type { MonthFigures } from './domain/month-report.js';
import type { MissedWeek, WeekCounts } from './domain/month-rows.js';
import type { UndeterminedWeek } from './domain/refusals.js';

/** How many cadres an undetermined week names. */
const NAMED = 20;

/** Waived weeks stay `missed` and have no misses (`isWaived`): they are counted apart from those charged. */
const WAIVED = `verdict = 'missed' AND misses = 0`;

/** What the assessments of a month's weeks come to. Sets only: never a statement per cadre. */
@Injectable()
export class MonthFiguresRepository {
  async counts(
    manager: EntityManager,
    townshipCode: string,
    weeks: readonly IsoWeek[],
  ): Promise<WeekCounts[]> {
    return manager.query(
      `SELECT week,
              (count(*) FILTER (WHERE verdict = 'met'))::integer AS met,
              (count(*) FILTER (WHERE verdict = 'missed' AND misses > 0))::integer AS missed,
              (count(*) FILTER (WHERE ${WAIVED}))::integer AS waived,
              (count(*) FILTER (WHERE verdict = 'exempt'))::integer AS exempt,
              (count(*) FILTER (WHERE verdict = 'undetermined'))::integer AS undetermined,
              coalesce(sum(visit_days) FILTER (WHERE verdict IN ('met', 'missed')), 0)::float8 AS "visitDays"
       FROM week_assessment JOIN cadre ON cadre.code = week_assessment.cadre_code
       WHERE cadre.township_code = $1 AND week = ANY ($2)
       GROUP BY week`,
      [townshipCode, weeks.map(String)],
    );
  }

  /** Cadre-weeks with a miss, in order of cadre code and week, and the post each cadre has at the end of the month. */
  async missed(
    manager: EntityManager,
    townshipCode: string,
    month: string,
    weeks: readonly IsoWeek[],
  ): Promise<MissedWeek[]> {
    return manager.query(
      `SELECT cadre.code AS "cadreCode", cadre.name, cadre.office, post.identity,
              post.post_subsidy_fen AS "postSubsidyFen", a.category, a.week,
              a.policy_version AS "policyVersion", a.quota::float8 AS quota,
              a.visit_days::float8 AS "visitDays", a.checklist_items AS "checklistItems",
              a.checklist_on_time AS "checklistOnTime", a.reasons, a.misses, a.deduction_fen AS "deductionFen"
       FROM week_assessment AS a JOIN cadre ON cadre.code = a.cadre_code
       ${joinPostOn(lastDayOf('$3::text'))}
       WHERE cadre.township_code = $1 AND a.week = ANY ($2) AND a.misses > 0
       ORDER BY cadre.code COLLATE "C", a.week`,
      [townshipCode, weeks.map(String), month],
    );
  }

  /** Cadres there were between two dates, and how many of them were judged in one of the weeks. */
  async roster(
    manager: EntityManager,
    townshipCode: string,
    weeks: readonly IsoWeek[],
  ): Promise<MonthFigures['roster']> {
    const [row]: [MonthFigures['roster']] = await manager.query(
      `SELECT (SELECT count(*) FROM cadre
               WHERE township_code = $1 AND (managed_until IS NULL OR managed_until >= $3::date))::integer AS cadres,
              (SELECT count(DISTINCT cadre_code) FROM week_assessment
               JOIN cadre ON cadre.code = cadre_code
               WHERE township_code = $1 AND week = ANY ($2))::integer AS managed`,
      [townshipCode, weeks.map(String), weeks[0]?.monday.toString() ?? null],
    );
    return row;
  }

  /** Weeks that cannot be settled yet: who, and which clocks or holiday notices they wait for. */
  async undetermined(
    manager: EntityManager,
    townshipCode: string,
    weeks: readonly IsoWeek[],
  ): Promise<UndeterminedWeek[]> {
    return manager.query(
      `SELECT a.week, count(*)::integer AS cadres,
              (array_agg(a.cadre_code ORDER BY a.cadre_code))[1:${NAMED}] AS "cadreCodes",
              (SELECT coalesce(array_agg(DISTINCT clock_id ORDER BY clock_id), '{}')
               FROM week_assessment AS waiting, unnest(waiting.waiting_for) AS clock_id
               WHERE waiting.week = a.week AND waiting.verdict = 'undetermined') AS "clockIds",
              array_remove(array_agg(DISTINCT (SELECT (reason ->> 'year')::integer
                FROM jsonb_array_elements(a.reasons) AS reason
                WHERE reason ->> 'code' = 'CALENDAR.NOTICE_MISSING' LIMIT 1)), NULL) AS "missingYears"
       FROM week_assessment AS a JOIN cadre ON cadre.code = a.cadre_code
       WHERE cadre.township_code = $1 AND a.week = ANY ($2) AND a.verdict = 'undetermined'
       GROUP BY a.week ORDER BY a.week`,
      [townshipCode, weeks.map(String)],
    );
  }
}
