import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import type { Role } from '@cunqin/accounts';
import ExcelJS from 'exceljs';
import type { Response } from 'supertest';
import { Town } from '../support/town.js';

const SETTLED = '2026-W43';
const OPEN = '2026-W45';
const REFUSAL = `${SETTLED} 所在月份已印发，不能再下达该周清单`;

const items = [{ title: '走访' }];
const DONE = 'C002';

let town: Town;
beforeAll(async () => {
  town = await Town.start('2026-09-28T08:00');
  await town.addVillages(1);
  const clock = await town.addClock('V01');
  for (const code of ['C001', DONE]) await town.addCadre(code, { managedFrom: '2026-09-28' });
  await town.ask('admin', 'post', 'townships', { code: 'T02', name: '邻镇' });
  await town.addCadre('N001', { townshipCode: 'T02' });
  town.setTime('2026-10-19T08:00');
  await give(DONE, SETTLED);
  town.setTime('2026-11-02T08:30');
  await town.poll(clock);
  await take('2026-11-02T09:00', 'office', 'checking');
  await take('2026-11-05T08:30', 'office', 'notice');
  await take('2026-11-12T08:30', 'leader', 'approved');
}, 60_000);
afterAll(() => town.stop());

const take = (at: string, role: Role, to: string, body: object = {}): Promise<unknown> => {
  town.setTime(at);
  return town.ask(role, 'post', 'months/2026-10/transitions', { to, ...body });
};
const give = (cadreCode: string, week: string): Promise<Response> =>
  town.call('office', 'post', 'checklists', { cadreCode, week, items });
const listsOf = async (week: string): Promise<string[]> =>
  (await town.get<{ items: { cadreCode: string }[] }>(`checklists?week=${week}`)).items.map(
    ({ cadreCode }) => cadreCode,
  );

async function importItems(rows: readonly (readonly string[])[], partial: boolean): Promise<unknown> {
  const workbook = new ExcelJS.Workbook();
  const sheet = workbook.addWorksheet('表');
  for (const row of [['人员编号', '周次', '清单项'], ...rows]) sheet.addRow([...row]);
  const { body } = (await town.api
    .http()
    .post(`/api/imports/checklists${partial ? '?partial=true' : ''}`)
    .set('Authorization', await town.tokenOf('office'))
    .attach('file', Buffer.from(await workbook.xlsx.writeBuffer()), 'sheet.xlsx')) as { body: unknown };
  return body;
}

describe('a new checklist for a week that is over', () => {
  it('is refused or in the month, if given while the month is being issued', async () => {
    town.setTime('2026-11-13T08:30');
    const [issued, given] = await Promise.all([
      town.call('office', 'post', 'months/2026-10/transitions', {
        to: 'issued',
        docNo: '官办发〔2026〕11号',
      }),
      give('C001', SETTLED),
    ]);
    expect([200, 409]).toContain(issued.status);
    expect([201, 409]).toContain(given.status);
    if (issued.status !== 200) {
      // The list came first and changed what was approved.
      await take('2026-11-13T09:00', 'leader', 'approved');
      await take('2026-11-13T09:30', 'office', 'issued', { docNo: '官办发〔2026〕11号' });
    }
    const [line] = await town.database.query<{ items: number }[]>(
      `SELECT checklist_items AS items FROM settled_line WHERE week = $1 AND cadre_code = 'C001'`,
      [SETTLED],
    );
    expect(line).toEqual({ items: given.status === 201 ? 1 : 0 });
  });

  it('is refused in an issued month: nobody becomes late with what was asked for afterwards', async () => {
    const { charged } = await town.get<{ charged: object[] }>('months/2026-10');
    await town.addCadre('C003', { managedFrom: '2026-10-19' });
    const there = await listsOf(SETTLED);
    expect(await give('C003', SETTLED)).toMatchObject({
      status: 409,
      body: { code: 'CHECKLISTS.WEEK_SETTLED', title: REFUSAL, fields: [{ field: 'week' }] },
    });
    expect(await give(DONE, SETTLED)).toMatchObject({ status: 409, body: { code: 'CHECKLISTS.EXISTS' } });
    expect(await listsOf(SETTLED)).toEqual(there);
    expect((await town.get<{ charged: object[] }>('months/2026-10')).charged).toEqual(charged);
  });

  it('is a fault of its rows in a sheet, and of no others', async () => {
    const rows = [
      ['C003', SETTLED, '走访'],
      ['C003', OPEN, '走访'],
      ['C003', SETTLED, '台账'],
    ];
    const rejected = [2, 4].map((row) => ({
      ...{ row, code: 'CHECKLISTS.WEEK_SETTLED', field: 'week', message: REFUSAL },
    }));
    expect(await importItems(rows, false)).toMatchObject({ created: 0, rejected });
    expect(await listsOf(OPEN)).toEqual([]);
    expect(await importItems(rows, true)).toMatchObject({ created: 1, rejected });
    expect(await listsOf(OPEN)).toEqual(['C003']);
  });

  it('is taken from paper while its month is not issued, by whichever township', async () => {
    expect(await give('C001', OPEN)).toMatchObject({ status: 201 });
    expect(await give('N001', SETTLED)).toMatchObject({ status: 201 });
  });
});
