import { Injectable } from '@nestjs/common';
import { joinPostOn, lastDayOf } from '@cunqin/roster';
import type { EntityManager } from 'typeorm';
import type { SettledCadreMonth, SettledWeekNow, WeekCharge } from './domain/adjustments.js';

/** Who a difference is about, and the line and document it refers to. */
export interface Origin {
  readonly cadreCode: string;
  readonly name: string;
  readonly office: string;
  readonly identity: 'civil-servant' | 'institution' | 'contract';
  readonly docNo: string;
  readonly line: number | null;
}

/** A settled cadre-month beside what is judged now. */
export interface OriginNow {
  readonly cadreMonth: SettledCadreMonth;
  readonly origin: Origin;
}

interface Row {
  readonly month: string;
  readonly cadreCode: string;
  readonly name: string;
  readonly office: string;
  readonly identity: Origin['identity'];
  readonly docNo: string;
  readonly line: number | null;
  readonly postSubsidyFen: number;
  readonly chargedFen: number;
  readonly weeks: readonly {
    readonly week: string;
    readonly booked: WeekCharge | null;
    readonly fresh: (WeekCharge & { readonly verdict: string }) | null;
    readonly waivedFor: string | null;
  }[];
}

/**
 * `booked`: what the books have last of every settled cadre-week. `fresh`: what is judged now of every
 * week that belongs to an issued month: the one that settled it, else the one that the policy says.
 */
const BOOKED_AND_FRESH = `
  WITH issued AS (SELECT month, doc_no FROM settled_month WHERE township_code = $1),
  latest AS (
    SELECT DISTINCT ON (cadre_code, week) cadre_code, week, origin_month AS month, misses_after AS misses,
           fen_after AS fen, coalesce(policy_version, 0) AS policy_version
    FROM settled_adjustment WHERE township_code = $1 AND week IS NOT NULL
    ORDER BY cadre_code, week, month DESC
  ),
  booked AS (
    SELECT cadre_code, week, month, misses, deduction_fen AS fen, policy_version
    FROM settled_line AS line
    WHERE township_code = $1
      AND NOT EXISTS (SELECT 1 FROM latest WHERE latest.cadre_code = line.cadre_code AND latest.week = line.week)
    UNION ALL
    SELECT cadre_code, week, month, misses, fen, policy_version FROM latest
  ),
  fresh AS (
    SELECT a.cadre_code, a.week, coalesce(settled.month, a.month) AS month, a.misses,
           a.deduction_fen AS fen, a.policy_version, a.verdict
    FROM week_assessment AS a
    JOIN cadre ON cadre.code = a.cadre_code AND cadre.township_code = $1
    LEFT JOIN settled_week AS settled ON settled.week = a.week AND settled.township_code = $1
    WHERE coalesce(settled.month, a.month) IN (SELECT month FROM issued)
  )`;

/** Compares the books with what is judged now. Nothing here is per cadre but the answer. */
@Injectable()
export class SettledBooksRepository {
  /** Issued months and their document numbers, in order of time. */
  async issuedMonths(
    manager: EntityManager,
    townshipCode: string,
  ): Promise<{ month: string; docNo: string }[]> {
    return manager.query(
      `SELECT month, doc_no AS "docNo" FROM settled_month WHERE township_code = $1 ORDER BY month`,
      [townshipCode],
    );
  }

  /** Which month settled a week. */
  async settledIn(manager: EntityManager, townshipCode: string): Promise<Map<string, string>> {
    const rows: { week: string; month: string }[] = await manager.query(
      `SELECT week, month FROM settled_week WHERE township_code = $1`,
      [townshipCode],
    );
    return new Map(rows.map(({ week, month }) => [week, month]));
  }

  /**
   * Issued cadre-months in which something may have moved: a week is judged otherwise, an adjustment was
   * issued before, or the ceiling had a say. Who differs in nothing is not in it.
   */
  async moved(manager: EntityManager, townshipCode: string): Promise<OriginNow[]> {
    const rows: Row[] = await manager.query(
      `${BOOKED_AND_FRESH},
       both_sides AS (
         SELECT cadre_code, week, coalesce(booked.month, fresh.month) AS month,
                booked.misses AS booked_misses, booked.fen AS booked_fen, booked.policy_version AS booked_policy,
                fresh.misses AS fresh_misses, fresh.fen AS fresh_fen, fresh.policy_version AS fresh_policy,
                fresh.verdict
         FROM booked FULL JOIN fresh USING (cadre_code, week)
       ),
       candidate AS (
         SELECT cadre_code, month FROM both_sides
         WHERE (coalesce(booked_misses, 0), coalesce(booked_fen, 0))
               <> (coalesce(fresh_misses, 0), coalesce(fresh_fen, 0))
           AND verdict IS DISTINCT FROM 'undetermined'
         UNION
         SELECT cadre_code, origin_month FROM settled_adjustment WHERE township_code = $1
         UNION
         SELECT cadre_code, month FROM settled_cadre
         WHERE township_code = $1 AND computed_fen > post_subsidy_fen
       ),
       weeks AS (
         SELECT candidate.cadre_code, candidate.month, jsonb_agg(jsonb_build_object(
                  'week', week,
                  'booked', CASE WHEN booked_fen IS NULL THEN NULL ELSE jsonb_build_object(
                    'misses', booked_misses, 'fen', booked_fen, 'policyVersion', booked_policy) END,
                  'fresh', CASE WHEN fresh_fen IS NULL THEN NULL ELSE jsonb_build_object(
                    'misses', fresh_misses, 'fen', fresh_fen, 'policyVersion', fresh_policy,
                    'verdict', verdict) END,
                  'waivedFor', decision.reason) ORDER BY week) AS weeks
         FROM candidate JOIN both_sides USING (cadre_code, month)
         LEFT JOIN review_decision AS decision USING (cadre_code, week)
         GROUP BY candidate.cadre_code, candidate.month
       ),
       adjusted AS (
         SELECT cadre_code, origin_month AS month, sum(amount_fen) AS fen
         FROM settled_adjustment WHERE township_code = $1 GROUP BY cadre_code, origin_month
       )
       SELECT weeks.month, weeks.cadre_code AS "cadreCode", cadre.name, cadre.office, post.identity,
              issued.doc_no AS "docNo", settled.line,
              coalesce(settled.post_subsidy_fen, post.post_subsidy_fen) AS "postSubsidyFen",
              (coalesce(settled.deducted_fen, 0) + coalesce(adjusted.fen, 0))::integer AS "chargedFen",
              weeks.weeks
       FROM weeks
       JOIN issued USING (month)
       JOIN cadre ON cadre.code = weeks.cadre_code
       ${joinPostOn(lastDayOf('weeks.month'))}
       LEFT JOIN settled_cadre AS settled USING (month, cadre_code)
       LEFT JOIN adjusted USING (month, cadre_code)
       ORDER BY weeks.month, weeks.cadre_code COLLATE "C"`,
      [townshipCode],
    );
    return rows.map(toOrigin);
  }
}

function toOrigin(row: Row): OriginNow {
  return {
    cadreMonth: {
      month: row.month,
      cadreCode: row.cadreCode,
      postSubsidyFen: row.postSubsidyFen,
      chargedFen: row.chargedFen,
      weeks: row.weeks.map(toWeek),
    },
    origin: {
      cadreCode: row.cadreCode,
      name: row.name,
      office: row.office,
      identity: row.identity,
      docNo: row.docNo,
      line: row.line,
    },
  };
}

function toWeek({ week, booked, fresh, waivedFor }: Row['weeks'][number]): SettledWeekNow {
  return {
    week,
    booked,
    fresh:
      fresh === null
        ? null
        : fresh.verdict === 'undetermined'
          ? 'undetermined'
          : { misses: fresh.misses, fen: fresh.fen, policyVersion: fresh.policyVersion },
    waivedFor,
  };
}
