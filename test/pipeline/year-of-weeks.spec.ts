import { afterAll, beforeAll, expect, it } from '@jest/globals';
import { Town } from '../support/town.js';

let town: Town;
beforeAll(async () => {
  town = await Town.start('2026-12-28T08:00');
}, 60_000);
afterAll(() => town.stop());

/** Weeks of 47 cadre-weeks as issued months settled them: of 2 days each, but those of 2026-W01 of 1. */
const settle = (weeks: readonly (readonly [week: string, month: string])[]): Promise<unknown> =>
  town.database.query(
    `INSERT INTO settled_week (township_code, week, month, cadre_weeks, visit_days)
     SELECT (SELECT code FROM township), week, month, 47, CASE week WHEN '2026-W01' THEN 47 ELSE 94 END
     FROM jsonb_to_recordset($1) AS settled (week text, month text)`,
    [JSON.stringify(weeks.map(([week, month]) => ({ week, month })))],
  );

const yearTo = async (month: string) =>
  (
    await town.get<{ yearToDate: { cadreWeeks: number; visitDays: number; lastYear: object | null } }>(
      `months/${month}`,
    )
  ).yearToDate;

it('a year’s figures are of the weeks whose misses it counts: those of its months (D11)', async () => {
  await settle([
    ['2026-W01', '2025-12'],
    ['2026-W52', '2026-12'],
    ['2026-W53', '2027-01'],
  ]);
  expect(await yearTo('2026-12')).toMatchObject({ cadreWeeks: 0, visitDays: 0 });
  expect(await yearTo('2027-01')).toMatchObject({ cadreWeeks: 0, visitDays: 0 });
  expect(await yearTo('2027-02')).toMatchObject({ cadreWeeks: 47, visitDays: 94 });
});

it('a week that is named after last year, and was settled in the year before it, is compared with', async () => {
  await settle([['2027-W01', '2027-02']]);
  await town.database.query('ALTER TABLE settled_week DISABLE TRIGGER USER');
  await town.database.query(`DELETE FROM settled_week WHERE week = '2026-W53'`);
  expect(await yearTo('2027-03')).toMatchObject({
    cadreWeeks: 47,
    visitDays: 94,
    lastYear: { cadreWeeks: 47, visitDays: 47, source: 'settled' },
  });
});
