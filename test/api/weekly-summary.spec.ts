import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import {
  type ReadSheet,
  readWorkbook,
  type ReadWorkbook,
} from '../../libs/bulletins/src/testing/read-sheet.js';
import type { Assessment } from '../pipeline/scenarios.fixture.js';
import { Town, visit } from '../support/town.js';

const WEEK = '2026-W43';
const HEAD_ROW = 3;
const FIRST_ROW = 5;
const COLUMNS = 27;
const VERDICT_WORDS: Readonly<Record<string, string>> = {
  met: '是',
  missed: '否',
  exempt: '免考',
  undetermined: '待定',
};

let town: Town;
let workbook: ReadWorkbook;
let sheet: ReadSheet;
let figures: Record<string, unknown>;
let assessments: Assessment[];

beforeAll(async () => {
  town = await Town.start('2026-10-19T08:00');
  await town.addVillages(2);
  for (const village of ['V01', 'V02']) await town.addClock(village);
  await town.addCadre('C001', { category: 'resident', name: '=1+1', homeVillageCode: 'V01' });
  await town.addCadre('C002', { name: '李四' });
  await town.addCadre('C003', { name: '王五' });
  await town.addCadre('C004', { name: '赵六' });
  town.punch(
    ...visit('C001', '2026-10-20', 'V01'),
    { number: 'C003', at: '2026-10-21T09:00:00 V02' },
    ...visit('C002', '2026-10-21', 'V02'),
    ...visit('C001', '2026-10-22', 'V01'),
    ...visit('C002', '2026-10-24', 'V01'),
  );
  const slip = { cadreCode: 'C004', kind: 'sick', from: '2026-10-19', until: '2026-10-25' };
  const { id } = await town.ask<{ id: number }>('office', 'post', 'absences', slip);
  await town.ask('leader', 'post', `absences/${id}/approve`);
  await town.ask('office', 'post', 'checklists', {
    cadreCode: 'C003',
    week: WEEK,
    items: [{ title: '走访' }],
  });
  town.setTime('2026-10-26T08:00');
  await town.pollAll();

  const authorization = await town.tokenOf('office');
  const download = await town.api
    .http()
    .get(`/api/weeks/${WEEK}/summary.xlsx`)
    .set('Authorization', authorization)
    .responseType('blob')
    .expect(200);
  expect(download.headers['content-type']).toBe(
    'application/vnd.openxmlformats-officedocument.spreadsheetml.sheet',
  );
  expect(download.headers['content-disposition']).toContain(encodeURIComponent(`${WEEK}-周汇总表.xlsx`));
  workbook = await readWorkbook(download.body as Buffer);
  sheet = workbook.sheets[0] as ReadSheet;
  figures = await town.get(`weeks/${WEEK}`);
  assessments = (await town.get<{ items: Assessment[] }>(`assessments?week=${WEEK}`)).items;
});
afterAll(() => town.stop());

const letter = (column: number): string =>
  (column > 26 ? 'A' : '') + String.fromCharCode(64 + (column > 26 ? column - 26 : column));

/** The cell of a row under the column with that title. */
function cell(row: number, title: string): string | number | undefined {
  for (let column = 1; column <= COLUMNS; column += 1) {
    if (sheet.cell(`${letter(column)}${HEAD_ROW}`) === title) return sheet.cell(`${letter(column)}${row}`);
  }
  throw new Error(`the sheet has no column ${title}`);
}

const yuan = (fen: number): number => fen / 100;

describe('the weekly summary that the office downloads', () => {
  it('has two sheets and the title of the township and the week', () => {
    expect(workbook.sheets.map(({ name }) => name)).toEqual(['周汇总表', '按村汇总']);
    expect(sheet.cell('A1')).toBe('示范镇机关干部下村打卡周汇总表（2026年第43周）');
  });

  it('says of every cadre what GET /assessments says', () => {
    expect(assessments).toHaveLength(4);
    for (const [n, judged] of assessments.entries()) {
      const row = FIRST_ROW + n;
      expect(cell(row, '序号')).toBe(n + 1);
      expect(cell(row, '应下村')).toBe(judged.quota);
      expect(cell(row, '合计')).toBe(judged.visitDays);
      expect(cell(row, '清单项')).toBe(judged.checklist.items);
      expect(cell(row, '按时完成项')).toBe(judged.checklist.onTime);
      expect(cell(row, '是否完成')).toBe(VERDICT_WORDS[judged.verdict]);
      expect(cell(row, '次数')).toBe(judged.misses);
      expect(cell(row, '金额')).toBe(yuan(judged.deductionFen));
    }
    expect(assessments.map(({ verdict }) => verdict)).toEqual(['missed', 'met', 'missed', 'exempt']);
  });

  it('sums up to the figures of GET /weeks/{week}, and both to the assessments', () => {
    const total = FIRST_ROW + assessments.length;
    const sum = (figure: (judged: Assessment) => number): number =>
      assessments.reduce((result, judged) => result + figure(judged), 0);
    expect(figures).toMatchObject({
      week: WEEK,
      month: '2026-10',
      workdays: 5,
      issuedOn: '2026-10-26',
      people: 4,
      met: 1,
      missed: 2,
      exempt: 1,
      undetermined: 0,
      totalDays: sum((judged) => judged.visitDays),
      misses: sum((judged) => judged.misses),
      deductionFen: sum((judged) => judged.deductionFen),
    });
    expect(cell(total, '合计')).toBe(figures['totalDays']);
    expect(cell(total, '次数')).toBe(figures['misses']);
    expect(cell(total, '金额')).toBe(yuan(figures['deductionFen'] as number));
  });

  it('shows first and last punch with the village, half a pair, and leave without its kind', () => {
    expect(cell(FIRST_ROW, '周二')).toBe('08:41–15:10 1号');
    expect(cell(FIRST_ROW + 2, '周三')).toContain('△');
    expect(cell(FIRST_ROW + 3, '周一')).toBe('假');
    expect(workbook.part('xl/sharedStrings.xml')).not.toMatch(/病假|sick/);
  });

  it('has no cell that a spreadsheet would compute', () => {
    expect(String(cell(FIRST_ROW, '姓名'))).toBe("'=1+1");
    for (const { xml } of workbook.sheets) expect(xml).not.toContain('<f>');
  });

  it('is audited as an export', async () => {
    const { items } = await town.get<{ items: unknown[] }>('audit?pageSize=500', 'auditor');
    expect(items).toContainEqual(
      expect.objectContaining({
        actor: 'office-1',
        action: 'export',
        subject: `/api/weeks/${WEEK}/summary.xlsx`,
      }),
    );
  });
});
