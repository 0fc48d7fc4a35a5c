import { beforeAll, describe, expect, it } from '@jest/globals';
import { SUMMARY_COLUMNS } from '../domain/weekly-summary.columns.js';
import { buildWeeklySummary } from '../domain/weekly-summary.js';
import { readWorkbook, type ReadSheet, type ReadWorkbook } from '../testing/read-sheet.js';
import { aPerson, aVillage, aWeekOfFacts } from '../testing/summary.factory.js';
import { aTown } from '../testing/town.fixture.js';
import { renderWeeklySummary } from './weekly-summary.sheet.js';

const LETTERS = [...'ABCDEFGHIJKLMNOPQRSTUVWXYZ', 'AA'];
const FIRST_ROW = 5;
const TOTAL_ROW = FIRST_ROW + 47;

async function sheetsOf(
  facts = aWeekOfFacts(),
): Promise<[people: ReadSheet, villages: ReadSheet, ReadWorkbook]> {
  const workbook = await readWorkbook(await renderWeeklySummary(buildWeeklySummary(facts)));
  const [people, villages] = workbook.sheets;
  if (people === undefined || villages === undefined) throw new Error('a sheet is missing');
  return [people, villages, workbook];
}

function rowHeight(sheet: ReadSheet, row: number): number {
  return Number(new RegExp(`<row r="${row}"[^>]* ht="([\\d.]+)"`).exec(sheet.xml)?.[1]);
}

describe('the weekly summary of a town of 47 as a file', () => {
  let people: ReadSheet;
  let villages: ReadSheet;
  let workbook: ReadWorkbook;
  beforeAll(async () => {
    [people, villages, workbook] = await sheetsOf(aTown());
  });

  it('has its two sheets', () => {
    expect(workbook.sheets.map(({ name }) => name)).toEqual(['周汇总表', '按村汇总']);
  });

  it('has title, line 2 and every heading in its cell', () => {
    expect(people.cell('A1')).toBe('官埠桥镇机关干部下村打卡周汇总表（2026年第43周）');
    expect(people.cell('A2')).toContain('统计周期：2026年10月19日至10月25日');
    expect(LETTERS.map((letter) => people.cell(`${letter}3`))).toEqual(
      SUMMARY_COLUMNS.map(({ title }) => title),
    );
    expect([...'GHIJKLM'].map((letter) => people.cell(`${letter}4`))).toEqual(
      [19, 20, 21, 22, 23, 24, 25].map((day) => `10月${day}日`),
    );
  });

  it('holds the row of a cadre who missed, cell by cell', () => {
    const row = LETTERS.map((letter) => people.cell(`${letter}${FIRST_ROW + 3}`));
    expect(row).toEqual([
      4,
      '赵晓燕',
      '党建工作办公室',
      '机关',
      undefined,
      2,
      undefined,
      '08:33–15:36 白竹',
      undefined,
      '△08:52 蒋寨',
      undefined,
      '休',
      '休',
      1,
      0,
      0,
      1,
      0,
      3,
      3,
      '否',
      '缺1天',
      1,
      100,
      0,
      undefined,
      undefined,
    ]);
  });

  it('shades the rows of those who missed and no other', () => {
    const shaded = Array.from({ length: 47 }, (_, n) => n).filter((n) => people.filled(`B${FIRST_ROW + n}`));
    expect(shaded).toEqual([3, 14, 27, 45]);
  });

  it('keeps amounts as numbers with two decimals', () => {
    expect(people.numberFormat(`X${FIRST_ROW + 3}`)).toBe('0.00;-0.00;');
    expect(people.cell(`X${TOTAL_ROW}`)).toBe(400);
    expect(people.numberFormat(`X${TOTAL_ROW}`)).toBe('0.00');
  });

  it.each(['F', 'N', 'O', 'P', 'Q', 'R', 'S', 'T', 'W', 'X', 'Y'])(
    'has in column %s a total that is the sum of the column',
    (letter) => {
      const column = Array.from({ length: 47 }, (_, n) => Number(people.cell(`${letter}${FIRST_ROW + n}`)));
      expect(people.cell(`${letter}${TOTAL_ROW}`)).toBe(column.reduce((sum, value) => sum + value, 0));
    },
  );

  it('prints figures smaller rather than as ### when a column is too narrow', () => {
    for (const address of [`F${TOTAL_ROW}`, `X${TOTAL_ROW}`, `X${FIRST_ROW}`, `A${FIRST_ROW}`]) {
      expect(people.shrinks(address)).toBe(true);
    }
    expect(people.shrinks(`G${FIRST_ROW}`)).toBe(false);
  });

  it('ends with the foot and the signatures', () => {
    const foot = [1, 2, 3, 4, 5, 6].map((n) => String(people.cell(`A${TOTAL_ROW + n}`)).slice(0, 4));
    expect(foot).toEqual(['汇总：考', '未采集或', '符号：√', '说明：结', '考核依据', '数据封印']);
    const signed = ['A', 'J', 'S'].map(
      (letter) => String(people.cell(`${letter}${TOTAL_ROW + 7}`)).split('：')[0],
    );
    expect(signed).toEqual(['制表人', '审核人', '分管领导']);
  });

  it('prints on A4 landscape, one page wide and as many high as it takes', () => {
    for (const sheet of [people, villages]) {
      expect(sheet.xml).toContain('<pageSetUpPr fitToPage="1"/>');
      expect(sheet.xml).toMatch(/<pageSetup [^>]*paperSize="9"[^>]*orientation="landscape"/);
      expect(sheet.xml).toMatch(/<pageSetup [^>]*fitToWidth="1" fitToHeight="0"/);
    }
  });

  it('repeats the head on every page and prints nothing beside the form', () => {
    const names = workbook.part('xl/workbook.xml');
    expect(names).toMatch(/name="_xlnm.Print_Titles" localSheetId="0">&apos;周汇总表&apos;!\$3:\$4</);
    expect(names).toMatch(/name="_xlnm.Print_Titles" localSheetId="1">&apos;按村汇总&apos;!\$3:\$3</);
    expect(names).toMatch(
      new RegExp(`Print_Area" localSheetId="0">&apos;周汇总表&apos;!\\$A\\$1:\\$AA\\$${TOTAL_ROW + 7}<`),
    );
  });

  it('freezes the head and the names on screen', () => {
    expect(people.xml).toMatch(/<pane xSplit="2" ySplit="4" topLeftCell="C5"[^>]*state="frozen"/);
    expect(villages.xml).toMatch(/<pane xSplit="1" ySplit="3" topLeftCell="B4"[^>]*state="frozen"/);
  });

  it('numbers its pages', () => {
    expect(people.xml).toMatch(/<oddFooter>[^<]*第 &amp;P 页 共 &amp;N 页/);
  });

  it('names Chinese fonts, and counts widths in a font that every machine can stand in for', () => {
    expect(people.fontName('A1')).toBe('黑体');
    expect(people.fontName('A2')).toBe('仿宋');
    expect(people.fontName(`B${FIRST_ROW}`)).toBe('宋体');
    expect(workbook.part('xl/styles.xml')).not.toContain('Calibri');
  });

  it('has the sheet by village, with sums where they make sense', () => {
    expect([...'ABCDEFG'].map((letter) => villages.cell(`${letter}3`))).toEqual([
      '村',
      '设备',
      '到访人数',
      '人次',
      '末次采集',
      '异常条数',
      '采集情况',
    ]);
    expect([...'ABCDEFG'].map((letter) => villages.cell(`${letter}5`))).toEqual([
      '白竹村',
      '白竹村委会1号机',
      6,
      11,
      '10月26日00:31',
      3,
      '设备故障，数据截至10月26日00:31',
    ]);
    const visits = Array.from({ length: 16 }, (_, n) => Number(villages.cell(`D${4 + n}`)));
    expect(villages.cell('D20')).toBe(visits.reduce((sum, value) => sum + value, 0));
    expect(villages.cell('C20')).toBe('—');
  });
});

describe('page breaks', () => {
  it('keep total, foot and signatures on one page with the last three cadres, however many there are', async () => {
    const town = aTown();
    for (let count = 10; count <= 47; count += 1) {
      const [people] = await sheetsOf({ ...town, people: town.people.slice(0, count) });
      const breaks = [...people.xml.matchAll(/<brk id="(\d+)"/g)].map((match) => Number(match[1]));
      const lastOfThoseBefore = FIRST_ROW + count - 4;
      expect({ count, late: breaks.filter((row) => row > lastOfThoseBefore) }).toEqual({ count, late: [] });
      if (count === 10) expect(breaks).toEqual([]);
      if (count === 47) expect(breaks).toHaveLength(2);
    }
  });
});

describe('text from people', () => {
  it('never becomes a formula, in a name, a note, a village or a clock', async () => {
    const [people, villages] = await sheetsOf(
      aWeekOfFacts({
        people: [aPerson({ name: '=HYPERLINK("http://x","y")', office: '+1', note: '@SUM(A1)' })],
        villages: [aVillage({ villageName: '-村', clockNames: ['\t=1'] })],
      }),
    );
    expect(people.cell('B5')).toBe('\'=HYPERLINK("http://x","y")');
    expect(people.cell('C5')).toBe("'+1");
    expect(people.cell('AA5')).toBe("'@SUM(A1)");
    expect(villages.cell('A4')).toBe("'-村");
    expect(villages.cell('B4')).toBe("'\t=1");
    expect(people.xml + villages.xml).not.toContain('<f>');
  });

  it('keeps rare characters and markup as they were typed', async () => {
    const [people] = await sheetsOf(
      aWeekOfFacts({ people: [aPerson({ name: '卢小𠮷', note: '<甲>&"乙"' })] }),
    );
    expect(people.cell('B5')).toBe('卢小𠮷');
    expect(people.cell('AA5')).toBe('<甲>&"乙"');
  });

  it('of any length stays whole and makes the row higher, up to the limit of a row', async () => {
    const name = '阿卜杜热合曼'.repeat(4);
    const [people] = await sheetsOf(
      aWeekOfFacts({ people: [aPerson(), aPerson({ name }), aPerson({ name: name.repeat(40) })] }),
    );
    expect(people.cell('B6')).toBe(name);
    expect(rowHeight(people, 6)).toBeGreaterThan(rowHeight(people, 5) * 3);
    expect(people.cell('B7')).toBe(name.repeat(40));
    expect(rowHeight(people, 7)).toBe(409);
  });

  it('in a page footer cannot turn into a footer code', async () => {
    const [people] = await sheetsOf(aWeekOfFacts({ townshipName: 'A&D镇' }));
    expect(people.xml).toContain('A&amp;&amp;D镇');
  });
});

describe('the file', () => {
  it('is the same to the byte for the same facts, whenever it is written', async () => {
    const once = await renderWeeklySummary(buildWeeklySummary(aTown()));
    await new Promise((resolve) => setTimeout(resolve, 2_100));
    const again = await renderWeeklySummary(buildWeeklySummary(aTown()));
    expect(again.equals(once)).toBe(true);
  });

  it('names the issuing unit and the date of issue, and nothing of the machine', async () => {
    const [, , workbook] = await sheetsOf();
    const core = workbook.part('docProps/core.xml');
    expect(core).toContain('<dc:creator>官埠桥镇党政办公室</dc:creator>');
    expect(core).toContain('2026-10-26T00:00:00Z');
  });

  it('can be drawn for a town without cadres or villages', async () => {
    const [people, villages] = await sheetsOf(aWeekOfFacts({ people: [], villages: [] }));
    expect(people.cell('A5')).toBe('合计');
    expect(villages.cell('A4')).toBe('合计');
  });
});
