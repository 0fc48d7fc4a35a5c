import { performance } from 'node:perf_hooks';
import { AdjustableTime } from '@cunqin/platform';
import { PoliciesService } from '@cunqin/assessment';
import { HolidayNoticesService } from '@cunqin/roster';
import {
  MonthReportService,
  ReconcileService,
  SettlementModule,
  TransitionMonthService,
} from '@cunqin/settlement';
import type { INestApplicationContext } from '@nestjs/common';
import { Temporal } from 'temporal-polyfill';
import { DataSource } from 'typeorm';
import { BenchDatabase } from './bench-database.js';

const OCTOBER = ['2026-W40', '2026-W41', '2026-W42', '2026-W43', '2026-W44'];
const NOVEMBER = ['2026-W45', '2026-W46', '2026-W47', '2026-W48'];

/** What a month of a county takes, in milliseconds; nothing is judged in it, every week is judged before. */
export interface CountyMonth {
  /** One statement over the same cadre-weeks: count and sum. What the database needs at least. */
  readonly bareMs: number;
  /** The live figures of a month. */
  readonly figuresMs: number;
  /** Issuing it: figures, lines, hashes, report. */
  readonly issueMs: number;
  /** The next month, with 1 cadre-week in 100 of the issued month judged otherwise since. */
  readonly nextMs: number;
  readonly adjustments: number;
  readonly reconcileMs: number;
  readonly memoryBytes: number;
}

/** Settles a month of so many cadres, one in ten charged, on a database of its own. */
export async function countyMonth(cadres: number): Promise<CountyMonth> {
  const time = new AdjustableTime(localTime('2026-11-02T08:30'));
  const store = await BenchDatabase.open(SettlementModule, time);
  try {
    const dataSource = store.app.get(DataSource);
    await dataSource.query(`INSERT INTO township (code, name) VALUES ('T01', '示范镇')`);
    await store.app.get(PoliciesService, { strict: false }).ensureDefault();
    await store.app.get(HolidayNoticesService, { strict: false }).ensureOfficialNotices();
    await settle(dataSource, cadres);
    return await measure(store.app, dataSource, time);
  } finally {
    await store.close();
  }
}

async function measure(
  app: INestApplicationContext,
  dataSource: DataSource,
  time: AdjustableTime,
): Promise<CountyMonth> {
  const reports = app.get(MonthReportService, { strict: false });
  const transitions = app.get(TransitionMonthService, { strict: false });
  const step = (to: 'checking' | 'notice' | 'approved' | 'issued', user: string): Promise<void> =>
    transitions.take(
      '2026-10',
      { to, docNo: to === 'issued' ? '11号' : null, name: null, reason: null },
      user,
    );
  const idle = process.memoryUsage().rss;
  let peak = idle;
  const watch = setInterval(() => (peak = Math.max(peak, process.memoryUsage().rss)), 20);

  const bareMs = await bestOf(() =>
    dataSource.query(
      `SELECT week, verdict, count(*), sum(visit_days), sum(deduction_fen) FROM week_assessment
       JOIN cadre ON cadre.code = cadre_code WHERE week = ANY ($1) GROUP BY week, verdict`,
      [OCTOBER],
    ),
  );
  const figuresMs = await bestOf(() => reports.of('2026-10'));
  await step('checking', 'office');
  time.set(localTime('2026-11-05T08:30'));
  await step('notice', 'office');
  time.set(localTime('2026-11-12T08:30'));
  await step('approved', 'leader');
  const issueMs = await timed(() => step('issued', 'office'));
  await dataSource.query(
    `UPDATE week_assessment SET verdict = 'met', misses = 0, deduction_fen = 0
     WHERE week = '2026-W43' AND misses > 0 AND substr(cadre_code, 2)::integer % 20 = 0`,
  );
  time.set(localTime('2026-11-30T08:30'));
  let adjustments = 0;
  const nextMs = await bestOf(async () => {
    adjustments = (await reports.of('2026-11')).adjustments.length;
  });
  const reconciler = app.get(ReconcileService, { strict: false });
  const reconcileMs = await bestOf(() => reconciler.reconcile({ fromFacts: false }));
  clearInterval(watch);
  return { bareMs, figuresMs, issueMs, nextMs, adjustments, reconcileMs, memoryBytes: peak - idle };
}

/** Cadres, and every week of two months judged: one in ten missed, all else met. */
async function settle(dataSource: DataSource, cadres: number): Promise<void> {
  await dataSource.query(
    `INSERT INTO cadre (code, township_code, name, office, identity, post_subsidy_fen, managed_from)
     SELECT 'C' || lpad(n::text, 6, '0'), 'T01', '干部' || n, '党政办', 'civil-servant', 80000, '2026-09-28'
     FROM generate_series(1, $1::integer) AS n`,
    [cadres],
  );
  await dataSource.query(
    `INSERT INTO cadre_category (cadre_code, valid_from, category) SELECT code, managed_from, 'organ' FROM cadre`,
  );
  await dataSource.query(
    `INSERT INTO week_assessment (cadre_code, week, month, category, policy_version, quota, available_workdays,
       visit_days, corrected_days, checklist_items, checklist_on_time, verdict, reasons, misses, deduction_fen,
       waiting_for, workdays, counted_dates, uncounted_dates, checklist_unsupported)
     SELECT code, week, CASE WHEN week < '2026-W45' THEN '2026-10' ELSE '2026-11' END, 'organ', 1, 2, 5,
            CASE WHEN missed THEN 1 ELSE 2 END, 0, 1, 1, CASE WHEN missed THEN 'missed' ELSE 'met' END,
            CASE WHEN missed THEN '[{"code": "SHORT_DAYS", "have": 1, "need": 2}]'::jsonb ELSE '[]' END,
            missed::integer, missed::integer * 10000, '{}',
            '{"inWeek": 5, "managed": 5, "excused": 0}', '[]', '[]', '{}'
     FROM cadre, unnest($1::text[]) AS week,
          LATERAL (SELECT substr(code, 2)::integer % 10 = 0 AND week <> '2026-W40' AS missed) AS judged`,
    [[...OCTOBER, ...NOVEMBER]],
  );
  await dataSource.query('ANALYZE');
}

function localTime(text: string): Temporal.Instant {
  return Temporal.PlainDateTime.from(text).toZonedDateTime('Asia/Shanghai').toInstant();
}

/** What is only read is read three times, and the shortest counts: a busy machine does not decide a ratio. */
async function bestOf(work: () => Promise<unknown>): Promise<number> {
  return Math.min(await timed(work), await timed(work), await timed(work));
}

async function timed(work: () => Promise<unknown>): Promise<number> {
  const before = performance.now();
  await work();
  return performance.now() - before;
}
