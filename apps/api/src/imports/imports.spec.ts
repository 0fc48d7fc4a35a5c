import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import ExcelJS from 'exceljs';
import JSZip from 'jszip';
import type { Response } from 'supertest';
import { Town } from '../../../../test/support/town.js';

let town: Town;
beforeAll(async () => {
  town = await Town.start('2026-10-19T08:00');
  await town.addVillages(2);
  await town.addClock('V01');
});
afterAll(() => town.stop());

type Value = ExcelJS.CellValue;
const CADRE = ['人员编号', '姓名', '所在办(站所)', '类别', '身份', '岗位补贴(元/月)', '纳入管理日期'];
const CADRE_MORE = [...CADRE, '管理截止日期', '驻点村编号', '变动生效日期'];
const ITEM = ['人员编号', '姓名', '周次', '清单项', '村编号', '完成期限'];
const ENROLMENT = ['人员编号', '打卡机编号', '登记号', '启用日期', '停用日期'];

async function book(
  rows: readonly (readonly Value[])[],
  change?: (sheet: ExcelJS.Worksheet) => void,
): Promise<Buffer> {
  const workbook = new ExcelJS.Workbook();
  const sheet = workbook.addWorksheet('表');
  for (const row of rows) sheet.addRow([...row]);
  change?.(sheet);
  return Buffer.from(await workbook.xlsx.writeBuffer());
}

async function upload(kind: string, file: Buffer, partial = false): Promise<Response> {
  return town.api
    .http()
    .post(`/api/imports/${kind}${partial ? '?partial=true' : ''}`)
    .set('Authorization', await town.tokenOf('office'))
    .attach('file', file, 'sheet.xlsx');
}

const send = async (kind: string, rows: readonly (readonly Value[])[], partial = false): Promise<Response> =>
  upload(kind, await book(rows), partial);

const aCadre = (code: string, change: Partial<Record<number, Value>> = {}): Value[] =>
  Object.assign([code, '张三', '党政办', '机关', '公务员', 800, '2026-01-01'], change);

const cadreOf = async (code: string): Promise<Record<string, unknown> | undefined> =>
  (await town.get<{ items: Record<string, unknown>[] }>('cadres')).items.find(
    (cadre) => cadre['code'] === code,
  );

describe('a sheet of cadres', () => {
  it('adds a whole office; the same sheet again changes nothing', async () => {
    const rows = [
      CADRE,
      ['示例C001', '张三', '党政办', '驻村', '公务员', 800, '2026-01-01'],
      ['0017', '𠮷野', '财政所', '驻村', '事业', '812.50', new Date('2026-01-05T00:00:00Z')],
      aCadre('A002', { 3: 'organ', 6: '2026年1月5日' }),
    ];
    const first = await send('cadres', rows);
    expect(first).toMatchObject({
      status: 200,
      body: { created: 2, updated: 0, unchanged: 0, rejected: [] },
    });
    expect(await cadreOf('0017')).toMatchObject({
      name: '𠮷野',
      category: 'resident',
      identity: 'institution',
      postSubsidyFen: 81_250,
      managedFrom: '2026-01-05',
    });
    expect((await send('cadres', rows)).body).toEqual({ created: 0, updated: 0, unchanged: 2, rejected: [] });
  });

  it('changes what differs: the office at once, category and village from their date on', async () => {
    await send('cadres', [CADRE, aCadre('B001')]);
    const change = (date: Value): Promise<Response> =>
      send('cadres', [CADRE_MORE, [...aCadre('B001', { 2: '农业办', 3: '驻村' }), null, 'V02', date]]);
    expect((await change(null)).body).toMatchObject({
      updated: 0,
      rejected: [{ row: 2, code: 'IMPORTS.EFFECTIVE_FROM_MISSING', field: 'effectiveFrom' }],
    });
    expect(await cadreOf('B001')).toMatchObject({ office: '党政办', category: 'organ' });
    expect((await change('2026-10-12')).body).toMatchObject({ created: 0, updated: 1, rejected: [] });
    expect(await cadreOf('B001')).toMatchObject({
      office: '农业办',
      category: 'resident',
      homeVillageCode: 'V02',
    });
    expect((await change('2026-10-12')).body).toMatchObject({ updated: 0, unchanged: 1 });
    const categories = await town.database.query<unknown[]>(
      `SELECT category, valid_from::text AS from FROM cadre_category WHERE cadre_code = 'B001' ORDER BY valid_from`,
    );
    expect(categories).toEqual([
      { category: 'organ', from: '2026-01-01' },
      { category: 'resident', from: '2026-10-12' },
    ]);
    const trail = await town.get<{ items: { action: string; detail: unknown }[] }>(
      'audit?pageSize=500',
      'auditor',
    );
    expect(trail.items).toContainEqual(
      expect.objectContaining({
        action: 'cadre.corrected',
        detail: expect.objectContaining({ before: expect.objectContaining({ office: '党政办' }) }),
      }),
    );
  });

  it('changes identity and subsidy from their date on, and never without one', async () => {
    await send('cadres', [CADRE, aCadre('B002')]);
    const change = (date: Value): Promise<Response> =>
      send('cadres', [CADRE_MORE, [...aCadre('B002', { 4: '聘用', 5: 600 }), null, null, date]]);
    expect((await change(null)).body).toMatchObject({
      rejected: [{ row: 2, code: 'IMPORTS.EFFECTIVE_FROM_MISSING', field: 'effectiveFrom' }],
    });
    expect((await change('2026-10-12')).body).toMatchObject({ updated: 1, rejected: [] });
    expect((await change('2026-10-12')).body).toMatchObject({ updated: 0, unchanged: 1 });
    expect(await cadreOf('B002')).toMatchObject({ identity: 'contract', postSubsidyFen: 60_000 });
    const posts = await town.database.query<unknown[]>(
      `SELECT valid_from::text AS from, identity, post_subsidy_fen AS fen FROM cadre_post WHERE cadre_code = 'B002'`,
    );
    expect(posts).toEqual([{ from: '2026-10-12', identity: 'contract', fen: 60_000 }]);
  });

  it('is all or nothing, and every row says what is wrong; partial=true takes those that are right', async () => {
    const rows = [
      CADRE,
      aCadre('D001'),
      aCadre('D 02'),
      aCadre('D003', { 3: '临时' }),
      aCadre('D004', { 5: 'abc', 6: '2026-02-30' }),
      aCadre('D001'),
      aCadre('D005', { 1: null }),
    ];
    const faults = [
      { row: 3, code: 'REQUEST.INVALID', field: 'code' },
      { row: 4, code: 'IMPORTS.NOT_A_CHOICE', field: 'category' },
      { row: 5, code: 'IMPORTS.NOT_AN_AMOUNT', field: 'postSubsidyFen' },
      { row: 5, code: 'IMPORTS.NOT_A_DATE', field: 'managedFrom' },
      { row: 6, code: 'IMPORTS.ROW_TWICE', field: 'code' },
      { row: 7, code: 'IMPORTS.REQUIRED', field: 'name' },
    ];
    const refused = await send('cadres', rows);
    expect(refused).toMatchObject({ status: 200, body: { created: 0, updated: 0, rejected: faults } });
    for (const { message } of refused.body.rejected) expect(message).toMatch(/\p{Script=Han}/u);
    expect(await cadreOf('D001')).toBeUndefined();
    expect((await send('cadres', rows, true)).body).toMatchObject({ created: 1, rejected: faults });
    expect(await cadreOf('D001')).toBeDefined();
  });

  it.each<[string, Partial<Record<number, Value>>, string, string]>([
    ['a formula', { 1: { formula: '1+1', result: 2 } }, 'IMPORTS.FORMULA', 'name'],
    ['text that is a formula elsewhere', { 1: '=HYPERLINK("http://x","y")' }, 'IMPORTS.FORMULA', 'name'],
    ['an error value', { 1: { error: '#N/A' } }, 'IMPORTS.ERROR_VALUE', 'name'],
    ['a code as a number, its zeros lost', { 0: 17 }, 'IMPORTS.CODE_AS_NUMBER', 'code'],
    ['half a fen', { 5: 800.005 }, 'IMPORTS.NOT_AN_AMOUNT', 'postSubsidyFen'],
    ['a negative amount', { 5: -1 }, 'IMPORTS.NOT_AN_AMOUNT', 'postSubsidyFen'],
    ['a number for a date', { 6: 46_000 }, 'IMPORTS.NOT_A_DATE', 'managedFrom'],
    ['a date for a name', { 1: new Date('2026-01-05T00:00:00Z') }, 'IMPORTS.NOT_TEXT', 'name'],
    ['a name too long', { 1: '长'.repeat(61) }, 'REQUEST.INVALID', 'name'],
  ])('refuses %s', async (_, change, code, field) => {
    const { body } = await send('cadres', [CADRE, aCadre('E001', change)]);
    expect(body).toMatchObject({ created: 0, rejected: [{ row: 2, code, field }] });
  });

  it('refuses a village nobody knows, and another beginning of a cadre who is there', async () => {
    const { body } = await send('cadres', [CADRE_MORE, [...aCadre('F001'), null, 'V99', null]]);
    expect(body.rejected).toMatchObject([
      { row: 2, code: 'ROSTER.UNKNOWN_VILLAGE', field: 'homeVillageCode' },
    ]);
    await send('cadres', [CADRE, aCadre('F002')]);
    const again = await send('cadres', [CADRE, aCadre('F002', { 6: '2026-02-01' })]);
    expect(again.body.rejected).toMatchObject([{ code: 'IMPORTS.MANAGED_FROM_DIFFERS' }]);
  });
});

describe('a sheet of checklist items', () => {
  it('makes the lists of a whole office, adds to those that are there, and twice is once', async () => {
    await send('cadres', [CADRE, aCadre('G001'), aCadre('G002')]);
    const rows = [
      ITEM,
      ['G001', '张三', '2026-W43', '走访', 'V01', '2026-10-23 18:00'],
      ['G002', null, '2026年第43周', '台账', null, null],
      ['G001', null, '2026-W43', '防汛', null, new Date('2026-10-24T00:00:00Z')],
    ];
    expect((await send('checklists', rows)).body).toEqual({
      created: 3,
      updated: 0,
      unchanged: 0,
      rejected: [],
    });
    const { items } = await town.get<{ items: { items: unknown[] }[] }>(
      'checklists?week=2026-W43&cadreCode=G001',
    );
    expect(items[0]?.items).toMatchObject([
      { n: 1, title: '走访', villageCode: 'V01', dueAt: '2026-10-23T10:00:00Z' },
      { n: 2, title: '防汛', villageCode: null, dueAt: '2026-10-24T16:00:00Z' },
    ]);
    expect((await send('checklists', rows)).body).toMatchObject({ created: 0, unchanged: 3, rejected: [] });
    expect(
      (await send('checklists', [...rows, ['G001', null, '2026-W43', '新增', null, null]])).body,
    ).toMatchObject({
      created: 1,
      unchanged: 3,
    });
  });

  it('refuses the row at fault: another name, cadre, village, week, a due time outside it, an item that differs', async () => {
    await send('cadres', [CADRE, aCadre('H001')]);
    await send('checklists', [ITEM, ['H001', null, '2026-W43', '走访', null, null]]);
    const { body } = await send('checklists', [
      ITEM,
      ['H001', '李四', '2026-W43', '甲', null, null],
      ['H999', null, '2026-W43', '乙', null, null],
      ['H001', null, '2026-W43', '丙', 'V99', null],
      ['H001', null, '2026-W60', '丁', null, null],
      ['H001', null, '2026-W43', '戊', null, '2026-10-26 09:00'],
      ['H001', null, '2026-W43', '走访', 'V01', null],
    ]);
    expect(body).toMatchObject({
      created: 0,
      rejected: [
        { row: 2, code: 'IMPORTS.NAME_DIFFERS', field: 'name' },
        { row: 3, code: 'ROSTER.UNKNOWN_CADRE', field: 'cadreCode' },
        { row: 4, code: 'ROSTER.UNKNOWN_VILLAGE', field: 'villageCode' },
        { row: 5, code: 'REQUEST.INVALID', field: 'week' },
        { row: 6, code: 'CHECKLISTS.DUE_OUTSIDE_WEEK' },
        { row: 7, code: 'IMPORTS.ITEM_DIFFERS', field: 'title' },
      ],
    });
  });
});

describe('a sheet of enrolment numbers', () => {
  it('maps numbers to cadres, ends those given a last day, and refuses one that is somebody else’s', async () => {
    await send('cadres', [CADRE, aCadre('K001'), aCadre('K002')]);
    const rows = [
      ENROLMENT,
      ['K001', '全部', 17, '2026-01-01', null],
      ['K002', town.clocks[0]?.id ?? 0, '018', '2026-01-01', null],
    ];
    expect((await send('enrolments', rows)).body).toMatchObject({ created: 2, rejected: [] });
    expect((await send('enrolments', rows)).body).toMatchObject({ created: 0, unchanged: 2 });
    const taken = await send('enrolments', [ENROLMENT, ['K002', '全部', '17', '2026-05-01', null]]);
    expect(taken.body.rejected).toMatchObject([{ row: 2, code: 'ROSTER.NUMBER_TAKEN', field: 'number' }]);
    const handedOn = [
      ENROLMENT,
      ['K001', '全部', '17', '2026-01-01', '2026-04-30'],
      ['K002', '全部', '17', '2026-05-01', null],
    ];
    expect((await send('enrolments', handedOn)).body).toMatchObject({ created: 1, updated: 1, rejected: [] });
    expect((await send('enrolments', handedOn)).body).toMatchObject({ unchanged: 2 });
    const unknown = await send('enrolments', [ENROLMENT, ['K001', 999_999, '3', '2026-01-01', null]]);
    expect(unknown.body.rejected).toMatchObject([{ code: 'ROSTER.UNKNOWN_CLOCK', field: 'clockId' }]);
    const { items } = await town.get<{ items: { number: string }[] }>('enrolments');
    expect(items.map(({ number }) => number)).toContain('018');
  });
});

describe('a file that is no sheet of ours', () => {
  const expectRefusal = async (file: Buffer, code: string, status = 400): Promise<void> => {
    const before = await town.get<{ total: number }>('cadres');
    const answer = await upload('cadres', file);
    expect(answer).toMatchObject({ status, body: { code, status } });
    expect(answer.headers['content-type']).toMatch(/^application\/problem\+json/);
    expect(answer.body.title).toMatch(/\p{Script=Han}/u);
    expect(await town.get('cadres')).toEqual(before);
  };

  /** A workbook with one of its parts changed. */
  async function tampered(change: (zip: JSZip) => void | Promise<void>): Promise<Buffer> {
    const zip = await JSZip.loadAsync(await book([CADRE, aCadre('Z001')]));
    await change(zip);
    return zip.generateAsync({ type: 'nodebuffer', compression: 'DEFLATE' });
  }
  const SHEET = 'xl/worksheets/sheet1.xml';

  it('is refused: no zip, a zip of something else, half a workbook, an old or locked one, one with macros', async () => {
    await expectRefusal(Buffer.from('人员编号,姓名\n'), 'UPLOADS.NOT_XLSX');
    await expectRefusal(Buffer.alloc(0), 'UPLOADS.NOT_XLSX');
    const other = new JSZip().file('a.txt', 'x');
    await expectRefusal(await other.generateAsync({ type: 'nodebuffer' }), 'UPLOADS.NOT_XLSX');
    await expectRefusal((await book([CADRE])).subarray(0, 900), 'UPLOADS.DAMAGED');
    await expectRefusal(Buffer.from('d0cf11e0a1b11ae1', 'hex'), 'UPLOADS.OLD_FORMAT');
    await expectRefusal(await tampered((zip) => void zip.file('xl/vbaProject.bin', 'x')), 'UPLOADS.MACROS');
    await expectRefusal(await tampered((zip) => void zip.remove(SHEET)), 'UPLOADS.DAMAGED');
  });

  it('is refused as too large before it is unpacked, and while it is', async () => {
    const bomb = await tampered((zip) => void zip.file('xl/media/a.bin', Buffer.alloc(70 * 1024 * 1024)));
    await expectRefusal(bomb, 'UPLOADS.TOO_LARGE', 413);
    const dense = await tampered((zip) => void zip.file(SHEET, ' '.repeat(4 * 1024 * 1024)));
    await expectRefusal(dense, 'UPLOADS.TOO_LARGE', 413);
    const liar = await tampered((zip) => void zip.file(SHEET, ' '.repeat(900 * 1024)));
    const size = Buffer.alloc(4);
    size.writeUInt32LE(900 * 1024);
    // The central directory says ten bytes; what comes out is more.
    for (let at = liar.indexOf(size); at !== -1; at = liar.indexOf(size, at + 4)) liar.writeUInt32LE(10, at);
    await expectRefusal(liar, 'UPLOADS.DAMAGED');
  });

  it('is refused by its size alone, as a problem', async () => {
    await expectRefusal(Buffer.alloc(9 * 1024 * 1024), 'REQUEST.TOO_LARGE', 413);
  });

  it('is refused when it declares a document type, however small it looks', async () => {
    const file = await tampered((zip) => void zip.file(SHEET, '<!DOCTYPE x [<!ENTITY a "aa">]><worksheet/>'));
    await expectRefusal(file, 'UPLOADS.DAMAGED');
  });

  it('is refused for its form: empty, other headings, merged cells, 100,000 rows', async () => {
    await expectRefusal(await book([]), 'IMPORTS.EMPTY');
    await expectRefusal(await book([CADRE, ['示例C001', '张三']]), 'IMPORTS.EMPTY');
    await expectRefusal(
      await book([
        ['编号', '姓名'],
        ['C001', '张三'],
      ]),
      'IMPORTS.WRONG_HEADINGS',
    );
    await expectRefusal(await book([[...CADRE, '备注'], aCadre('Z001')]), 'IMPORTS.WRONG_HEADINGS');
    await expectRefusal(await book([[...CADRE, '姓名'], aCadre('Z001')]), 'IMPORTS.WRONG_HEADINGS');
    const merged = await book([CADRE, aCadre('Z001'), aCadre('Z002')], (sheet) => sheet.mergeCells('C2:C3'));
    await expectRefusal(merged, 'IMPORTS.MERGED_CELLS');
    const row = '<row><c t="inlineStr"><is><t>C001</t></is></c></row>';
    const many = await tampered(async (zip) => {
      const xml = (await zip.file(SHEET)?.async('string')) ?? '';
      const filler = Array.from({ length: 100_000 }, (_, n) =>
        row.replace('C001', String((n * 7919) % 99_991)),
      );
      zip.file(SHEET, xml.replace('</sheetData>', `${filler.join('')}</sheetData>`));
    });
    await expectRefusal(many, 'UPLOADS.TOO_MANY_ROWS', 413);
  });

  it('is no trap for the reader: ranges of a whole sheet, unclosed tags and endless attributes are passed over', async () => {
    const traps = await tampered(async (zip) => {
      const xml = (await zip.file(SHEET)?.async('string')) ?? '';
      const rules = '<dataValidations><dataValidation sqref="A1:XFD1048576" type="list"/></dataValidations>';
      zip.file(
        SHEET,
        xml.replace(
          '</worksheet>',
          `${rules}<hyperlinks><hyperlink ref="A1:XFD1048576"/></hyperlinks></worksheet>`,
        ),
      );
    });
    expect((await upload('cadres', traps)).body).toMatchObject({ created: 1, rejected: [] });
    const unclosed = await tampered(
      (zip) =>
        void zip.file(SHEET, Array.from({ length: 90_000 }, (_, n) => `<row r="${n}" x${n * 31}`).join('>')),
    );
    await expectRefusal(unclosed, 'IMPORTS.EMPTY');
  });

  it('is missing: that is said', async () => {
    expect(await town.call('office', 'post', 'imports/cadres')).toMatchObject({
      status: 400,
      body: { code: 'UPLOADS.MISSING' },
    });
  });
});

describe('GET /imports/{cadres|checklists|enrolments}', () => {
  it.each(['cadres', 'checklists', 'enrolments'])(
    'gives a form for %s that imports nothing as it is',
    async (kind) => {
      const { body, headers } = await town.api
        .http()
        .get(`/api/imports/${kind}`)
        .set('Authorization', await town.tokenOf('office'))
        .buffer(true)
        .parse((response, done) => {
          const chunks: Buffer[] = [];
          response.on('data', (chunk: Buffer) => chunks.push(chunk));
          response.on('end', () => done(null, Buffer.concat(chunks)));
        });
      expect(headers['content-type']).toContain('spreadsheetml');
      const workbook = new ExcelJS.Workbook();
      await workbook.xlsx.load(body as ExcelJS.Buffer);
      const [sheet] = workbook.worksheets;
      expect(sheet?.getCell('A1').text).toBe('人员编号*');
      expect(sheet?.getCell('A1').note).toBeDefined();
      expect(sheet?.getColumn(1).numFmt).toBe('@');
      expect(workbook.worksheets.map(({ name }) => name)).toContain('村名册');
      expect((await upload(kind, body as Buffer)).body).toMatchObject({ code: 'IMPORTS.EMPTY' });
      // Filled in by hand below the example.
      if (kind !== 'cadres' || sheet === undefined) return;
      aCadre(`T001`).forEach((value, index) => (sheet.getCell(3, index + 1).value = value));
      const filled = Buffer.from(await workbook.xlsx.writeBuffer());
      expect((await upload(kind, filled)).body).toMatchObject({ created: 1, rejected: [] });
    },
  );
});
