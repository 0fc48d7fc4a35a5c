import { Injectable } from '@nestjs/common';
import { joinPostOn, lastDayOf } from '@cunqin/roster';
import type { IsoWeek } from '@cunqin/work-calendar';
import type { EntityManager } from 'typeorm';
import type { MonthFigures, SettledMonth } from './domain/month-report.js';

/** An issued month as it is stored. */
export interface StoredMonth {
  readonly month: string;
  readonly docNo: string;
  readonly issuedAt: Date;
  /** Canonical JSON. */
  readonly report: string;
  /** Hex. */
  readonly sha256: string;
  readonly verificationCode: string;
}

/** The frozen months. Rows are only ever added. */
@Injectable()
export class SettledMonthsRepository {
  /** Freezes the lines of a month: every cadre-week, every cadre, every week, every adjustment. */
  async freezeLines(
    manager: EntityManager,
    townshipCode: string,
    weeks: readonly IsoWeek[],
    figures: Omit<MonthFigures, 'state'>,
  ): Promise<void> {
    const { month } = figures;
    const weekNames = weeks.map(String);
    await manager.query(
      `INSERT INTO settled_line (township_code, month, week, cadre_code, category, policy_version, quota,
         available_workdays, visit_days, corrected_days, checklist_items, checklist_on_time, verdict, reasons,
         misses, deduction_fen)
       SELECT $1, $2, a.week, a.cadre_code, a.category, a.policy_version, a.quota, a.available_workdays,
              a.visit_days, a.corrected_days, a.checklist_items, a.checklist_on_time, a.verdict, a.reasons,
              a.misses, a.deduction_fen
       FROM week_assessment AS a JOIN cadre ON cadre.code = a.cadre_code
       WHERE cadre.township_code = $1 AND a.week = ANY ($3)`,
      [townshipCode, month, weekNames],
    );
    await manager.query(
      `INSERT INTO settled_week (township_code, week, month, cadre_weeks, visit_days)
       SELECT $1, week, $2, "judged", "visitDays"
       FROM jsonb_to_recordset($3) AS figures (week text, "judged" integer, "visitDays" numeric)`,
      [townshipCode, month, JSON.stringify(figures.weekFigures)],
    );
    await manager.query(
      `INSERT INTO settled_cadre (township_code, month, cadre_code, line, name, office, category, identity,
         post_subsidy_fen, misses, computed_fen, deducted_fen)
       SELECT $1, $2, cadre.code, charged.line, cadre.name, cadre.office, judged.category, post.identity,
              post.post_subsidy_fen, judged.misses, judged.fen, coalesce(charged."deductedFen", 0)
       FROM (SELECT cadre_code, sum(misses)::integer AS misses, sum(deduction_fen)::integer AS fen,
                    (array_agg(category ORDER BY week DESC))[1] AS category
             FROM settled_line WHERE township_code = $1 AND month = $2 GROUP BY cadre_code) AS judged
       JOIN cadre ON cadre.code = judged.cadre_code
       ${joinPostOn(lastDayOf('$2::text'))}
       LEFT JOIN jsonb_to_recordset($3) AS charged (line integer, "cadreCode" text, "deductedFen" integer)
         ON charged."cadreCode" = judged.cadre_code`,
      [
        townshipCode,
        month,
        JSON.stringify(
          figures.charged.map(({ line, cadreCode, deductedFen }) => ({ line, cadreCode, deductedFen })),
        ),
      ],
    );
    await manager.query(
      `INSERT INTO settled_adjustment (township_code, month, line, cadre_code, origin_month, week, kind, cause,
         reason, policy_version, misses_before, misses_after, fen_before, fen_after, amount_fen)
       SELECT $1, $2, line, "cadreCode", "originMonth", week, kind, cause, reason, "policyVersion",
              "missesBefore", "missesAfter", "fenBefore", "fenAfter", "amountFen"
       FROM jsonb_to_recordset($3) AS moved (line integer, "cadreCode" text, "originMonth" text, week text,
         kind text, cause text, reason text, "policyVersion" integer, "missesBefore" integer,
         "missesAfter" integer, "fenBefore" integer, "fenAfter" integer, "amountFen" integer)`,
      [townshipCode, month, JSON.stringify(figures.adjustments)],
    );
  }

  /**
   * SHA-256 of the frozen rows of a month, hex: a row is its columns in the order below, separated by a
   * vertical bar, rows in order of week and cadre code (of line number for adjustments), each ended by a
   * line feed.
   */
  async hashes(
    manager: EntityManager,
    townshipCode: string,
    month: string,
  ): Promise<{ linesSha256: string; cadresSha256: string; adjustmentsSha256: string }> {
    const [row]: [{ linesSha256: string; cadresSha256: string; adjustmentsSha256: string }] =
      await manager.query(
        `SELECT (SELECT ${hashOf(
          `week, cadre_code, category, policy_version, trim_scale(quota), trim_scale(available_workdays),
           trim_scale(visit_days), trim_scale(corrected_days), checklist_items, checklist_on_time, verdict,
           reasons, misses, deduction_fen`,
          `week, cadre_code COLLATE "C"`,
        )} FROM settled_line WHERE township_code = $1 AND month = $2) AS "linesSha256",
          (SELECT ${hashOf(
            `cadre_code, line, name, office, category, identity, post_subsidy_fen, misses, computed_fen,
             deducted_fen`,
            `cadre_code COLLATE "C"`,
          )} FROM settled_cadre WHERE township_code = $1 AND month = $2) AS "cadresSha256",
          (SELECT ${hashOf(
            `line, cadre_code, origin_month, week, kind, cause, reason, policy_version, misses_before,
             misses_after, fen_before, fen_after, amount_fen`,
            'line',
          )} FROM settled_adjustment WHERE township_code = $1 AND month = $2) AS "adjustmentsSha256"`,
        [townshipCode, month],
      );
    return row;
  }

  async store(manager: EntityManager, townshipCode: string, month: StoredMonth): Promise<void> {
    await manager.query(
      `INSERT INTO settled_month (township_code, month, doc_no, issued_at, report, sha256, verification_code)
       VALUES ($1, $2, $3, $4, $5, decode($6, 'hex'), $7)`,
      [
        townshipCode,
        month.month,
        month.docNo,
        month.issuedAt,
        month.report,
        month.sha256,
        month.verificationCode,
      ],
    );
  }

  async find(manager: EntityManager, townshipCode: string, month: string): Promise<SettledMonth | null> {
    const [stored]: StoredMonth[] = await manager.query(
      `SELECT ${COLUMNS} FROM settled_month WHERE township_code = $1 AND month = $2`,
      [townshipCode, month],
    );
    return stored ? toSettled(stored) : null;
  }

  /** The month whose papers bear the code, of whatever township. */
  async findByCode(manager: EntityManager, verificationCode: string): Promise<StoredMonth | null> {
    const [stored]: StoredMonth[] = await manager.query(
      `SELECT ${COLUMNS} FROM settled_month WHERE verification_code = $1`,
      [verificationCode],
    );
    return stored ?? null;
  }

  /** Every issued month as it is stored, in order of time. */
  async all(manager: EntityManager, townshipCode: string): Promise<StoredMonth[]> {
    return manager.query(`SELECT ${COLUMNS} FROM settled_month WHERE township_code = $1 ORDER BY month`, [
      townshipCode,
    ]);
  }

  /** The month that bears a document number. */
  async docNoTakenBy(manager: EntityManager, townshipCode: string, docNo: string): Promise<string | null> {
    const [row]: { month: string }[] = await manager.query(
      `SELECT month FROM settled_month WHERE township_code = $1 AND doc_no = $2`,
      [townshipCode, docNo],
    );
    return row?.month ?? null;
  }
}

const COLUMNS = `month, doc_no AS "docNo", issued_at AS "issuedAt", report, encode(sha256, 'hex') AS sha256,
  verification_code AS "verificationCode"`;

function hashOf(columns: string, order: string): string {
  return `encode(sha256(convert_to(coalesce(string_agg(concat_ws('|', ${nullable(columns)}), E'\\n'
    ORDER BY ${order}) || E'\\n', ''), 'UTF8')), 'hex')`;
}

/** An absent value has a place of its own: concat_ws would leave it out. */
function nullable(columns: string): string {
  return columns
    .split(/,\s+/)
    .map((column) => `coalesce((${column})::text, '')`)
    .join(', ');
}

function toSettled({ report, sha256, verificationCode }: StoredMonth): SettledMonth {
  return {
    ...(JSON.parse(report) as Omit<SettledMonth, 'sha256' | 'verificationCode'>),
    sha256,
    verificationCode,
  };
}
