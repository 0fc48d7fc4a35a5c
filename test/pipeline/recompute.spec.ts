import { afterAll, beforeAll, expect, it } from '@jest/globals';
import { Town, visit } from '../support/town.js';

const WEEKS = ['2026-W41', '2026-W42', '2026-W43'];

let town: Town;
beforeAll(async () => {
  town = await Town.start('2026-10-05T08:00');
  await town.addVillages(3);
  for (const village of ['V01', 'V02', 'V03']) await town.addClock(village);
  await town.addCadre('C001', { category: 'resident', homeVillageCode: 'V01' });
  await town.addCadre('C002');
  await town.addCadre('C003', { managedFrom: '2026-10-14' });
  await town.addCadre('C004', { identity: 'contract', managedUntil: '2026-10-20' });
  town.punch(
    ...['2026-10-08', '2026-10-09', '2026-10-10', '2026-10-13'].flatMap((date) => visit('C001', date, 'V01')),
    ...['2026-10-12', '2026-10-16', '2026-10-24'].flatMap((date) => visit('C002', date, 'V02')),
    { number: 'C002', at: '2026-10-20T08:41:00 V03' },
    // Before and after the time in which they were managed.
    ...['2026-10-09', '2026-10-15', '2026-10-22'].flatMap((date) => visit('C003', date, 'V03')),
    ...['2026-10-13', '2026-10-23'].flatMap((date) => visit('C004', date, 'V01')),
  );
  for (const monday of ['2026-10-12', '2026-10-19', '2026-10-26']) {
    town.setTime(`${monday}T08:00`);
    await town.pollAll();
  }
  const slip = { cadreCode: 'C001', kind: 'annual', from: '2026-10-13', until: '2026-10-16' };
  const { id } = await town.ask<{ id: number }>('office', 'post', 'absences', slip);
  await town.ask('leader', 'post', `absences/${id}/approve`);
  await town.ask('office', 'post', 'checklists', {
    cadreCode: 'C002',
    week: '2026-W42',
    items: [{ title: '走访' }],
  });
});
afterAll(() => town.stop());

async function judgeAll(): Promise<void> {
  for (const week of WEEKS) await town.get(`assessments?week=${week}`);
}

async function derivedRows(): Promise<Record<string, unknown[]>> {
  const tables: Record<string, string> = {
    visit_day: 'cadre_code, date',
    week_assessment: 'week, cadre_code',
  };
  const rows: Record<string, unknown[]> = {};
  for (const [table, order] of Object.entries(tables)) {
    rows[table] = await town.database.query(
      `SELECT to_jsonb(${table}) AS row FROM ${table} WHERE week = ANY ($1) ORDER BY ${order}`,
      [WEEKS],
    );
  }
  return rows;
}

it('days and verdicts that were thrown away come back exactly the same', async () => {
  await judgeAll();
  const before = await derivedRows();
  expect(before['visit_day']?.length).toBeGreaterThan(8);
  expect(before['week_assessment']).toHaveLength(11);
  await town.database.query('DELETE FROM visit_day');
  await town.database.query('DELETE FROM week_assessment');
  await judgeAll();
  expect(await derivedRows()).toEqual(before);
});

it('and asking for a week twice changes nothing', async () => {
  const before = await derivedRows();
  await judgeAll();
  expect(await derivedRows()).toEqual(before);
});
