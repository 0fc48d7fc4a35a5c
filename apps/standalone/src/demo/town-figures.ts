import { type AssessmentView, ExplainAssessmentService, WeekAssessmentRepository } from '@cunqin/assessment';
import { VerifyLedgerService } from '@cunqin/punch-ledger';
import { CadresService } from '@cunqin/roster';
import { MonthReportService, ReconcileService, type SettledMonth } from '@cunqin/settlement';
import { IsoWeek } from '@cunqin/work-calendar';
import type { INestApplicationContext } from '@nestjs/common';
import { DataSource } from 'typeorm';
import { DEMO_MONTH } from './town/town-calendar.js';

/** What the pipeline knows at the end, read from its own tables. */
export interface TownFigures {
  readonly villages: readonly {
    villageName: string;
    punches: number;
    people: number;
    suspect: number;
    unmatched: number;
    coveredUntil: string | null;
  }[];
  readonly cadres: readonly { code: string; name: string; weeks: readonly (AssessmentView | null)[] }[];
  /** One sentence for every cadre-week that costs something or is counted. */
  readonly charges: readonly { week: string; code: string; name: string; sentence: string }[];
  readonly ledger: { punches: number; ok: boolean };
  /** The month that was issued, and whether the books agree with a recomputation of every week. */
  readonly month: SettledMonth;
  readonly booksAgree: boolean;
}

/** Reads the figures of the given weeks; computes none but sums for print. */
export async function townFigures(
  app: INestApplicationContext,
  weeks: readonly string[],
): Promise<TownFigures> {
  const assessments = await Promise.all(weeks.map((week) => app.get(WeekAssessmentRepository).ofWeek(week)));
  const cadres = (await app.get(CadresService).list()).map(({ code, name }) => ({
    code,
    name,
    weeks: assessments.map((week) => week.find(({ cadreCode }) => cadreCode === code) ?? null),
  }));
  const charges: { week: string; code: string; name: string; sentence: string }[] = [];
  for (const { code, name, weeks: judged } of cadres) {
    for (const assessment of judged) {
      if (assessment?.verdict !== 'missed' && assessment?.verdict !== 'undetermined') continue;
      const sentence = await app.get(ExplainAssessmentService).sentence(IsoWeek.parse(assessment.week), code);
      charges.push({ week: assessment.week, code, name, sentence });
    }
  }
  const { punches, ok } = await app.get(VerifyLedgerService).verify();
  const month = await app.get(MonthReportService).issued(DEMO_MONTH);
  if (month === null) throw new Error(`${DEMO_MONTH} is not issued`);
  const { ok: booksAgree } = await app.get(ReconcileService).reconcile({ fromFacts: true });
  return { villages: await villagesOf(app), cadres, charges, ledger: { punches, ok }, month, booksAgree };
}

async function villagesOf(app: INestApplicationContext): Promise<TownFigures['villages']> {
  return app.get(DataSource).query(
    `SELECT village.name AS "villageName",
            count(punch.sequence)::integer AS punches,
            count(DISTINCT punch.cadre_code)::integer AS people,
            count(*) FILTER (WHERE punch.suspicions <> '{}')::integer AS suspect,
            count(*) FILTER (WHERE punch.sequence IS NOT NULL AND punch.cadre_code IS NULL)::integer AS unmatched,
            (SELECT to_char(max(covered_until), 'YYYY-MM-DD HH24:MI') FROM coverage
             WHERE coverage.clock_id = min(clock_placement.clock_id)) AS "coveredUntil"
     FROM village
     JOIN clock_placement ON clock_placement.village_code = village.code
     LEFT JOIN punch_with_holder AS punch ON punch.clock_id = clock_placement.clock_id
     GROUP BY village.code
     ORDER BY village.code`,
  );
}
