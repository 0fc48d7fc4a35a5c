import { beforeAll, describe, expect, it } from '@jest/globals';
import JSZip from 'jszip';
import mammoth from 'mammoth';
import {
  buildMonthlyBulletin,
  DEFAULT_RECIPIENTS,
  type MonthlyBulletin,
} from '../domain/monthly-bulletin.js';
import { printedCell } from '../domain/printed-cell.js';
import { buildPublicNotice } from '../domain/public-notice.js';
import { aChargedCadre, aMonth, anAdjustment, anIssuedMonth } from '../testing/month.factory.js';
import { renderBulletinDocument } from './monthly-bulletin.document.js';
import { renderNoticeDocument } from './public-notice.document.js';

const form = { timeZone: 'Asia/Shanghai', reviewDays: 30, ...DEFAULT_RECIPIENTS };
const bulletinOf = (month = anIssuedMonth()): MonthlyBulletin => buildMonthlyBulletin(month, form);

const partOf = async (file: Buffer, name: string): Promise<string> => {
  const part = (await JSZip.loadAsync(file)).file(name);
  if (part === null) throw new Error(`the document has no ${name}`);
  return part.async('string');
};
const documentXml = (file: Buffer): Promise<string> => partOf(file, 'word/document.xml');
const textOf = async (file: Buffer): Promise<string> =>
  (await mammoth.extractRawText({ buffer: file })).value;

/** The texts of each table's cells, row by row, as another reader finds them. */
async function tablesOf(file: Buffer): Promise<string[][][]> {
  const { value } = await mammoth.convertToHtml({ buffer: file });
  const cells = (row: string): string[] =>
    [...row.matchAll(/<t[hd]>(.*?)<\/t[hd]>/gs)].map(([, cell = '']) => cell.replace(/<[^>]*>/g, ''));
  return [...value.matchAll(/<table>(.*?)<\/table>/gs)].map(([, table = '']) =>
    [...table.matchAll(/<tr>(.*?)<\/tr>/gs)].map(([, row = '']) => cells(row)),
  );
}

const mm = (length: number): number => Math.round((length * 1440) / 25.4);

describe('the monthly bulletin as a Word document', () => {
  const bulletin = bulletinOf(anIssuedMonth({ adjustments: [anAdjustment()] }));
  let file: Buffer;
  let xml: string;
  beforeAll(async () => {
    file = await renderBulletinDocument(bulletin);
    xml = await documentXml(file);
  });

  it('is read by another program with every paragraph and every cell', async () => {
    const text = await textOf(file);
    for (const { heading, paragraphs } of bulletin.sections) {
      expect(text).toContain(heading);
      for (const paragraph of paragraphs) expect(text).toContain((paragraph.lead ?? '') + paragraph.text);
    }
    for (const line of [bulletin.docNo, bulletin.mainTo, bulletin.issuedOnWords, ...bulletin.proof])
      expect(text).toContain(line);
    const annexTables = (await tablesOf(file)).slice(0, 3);
    expect(annexTables).toEqual(
      bulletin.annexes.map(({ columns, rows, total }) => [
        columns.map(({ title }) => title),
        ...[...rows, ...(total === null ? [] : [total])].map((row) => row.map(printedCell)),
      ]),
    );
  });

  it('has the page of GB/T 9704-2012: A4, margins of 37, 35, 28 and 26 mm', () => {
    const sizes = [...xml.matchAll(/<w:pgSz w:w="(\d+)" w:h="(\d+)"/g)].map(([, w, h]) => [
      Number(w),
      Number(h),
    ]);
    expect(new Set(sizes.map(String))).toEqual(new Set([`${mm(210)},${mm(297)}`]));
    expect(xml).toMatch(
      new RegExp(`w:top="${mm(37)}" w:right="${mm(26)}" w:bottom="${mm(35)}" w:left="${mm(28)}"`),
    );
  });

  it('has 22 lines of 28.95 pt on 225 mm, and 28 characters of 16 pt on 156 mm', async () => {
    const styles = await partOf(file, 'word/styles.xml');
    const [, line = '0'] = /<w:spacing w:line="(\d+)" w:lineRule="exact"\/>/.exec(styles) ?? [];
    const [, size = '0'] = /<w:sz w:val="(\d+)"\/>/.exec(styles) ?? [];
    const [, spacing = '0'] = /<w:spacing w:val="(-?\d+)"\/>/.exec(styles) ?? [];
    expect(Number(line) / 20).toBe(28.95);
    expect(Math.floor(mm(225) / Number(line))).toBe(22);
    expect(Number(size) / 2).toBe(16);
    expect(Math.floor(mm(156) / (Number(size) * 10 + Number(spacing)))).toBe(28);
  });

  it('names the fonts for Chinese text, and what may stand in for them', async () => {
    expect(await partOf(file, 'word/styles.xml')).toMatch(/<w:rFonts [^>]*w:eastAsia="仿宋"/);
    for (const font of ['方正小标宋简体', '黑体', '楷体']) expect(xml).toContain(`w:eastAsia="${font}"`);
    const table = await partOf(file, 'word/fontTable.xml');
    for (const font of ['仿宋', '方正小标宋简体', '黑体', '楷体', '宋体'])
      expect(table).toMatch(
        new RegExp(`<w:font w:name="${font}"><w:altName w:val="[^"]+"/><w:charset w:val="86"/>`),
      );
    expect(await partOf(file, '[Content_Types].xml')).toContain('/word/fontTable.xml');
  });

  it('sets the title in 22 pt 小标宋, and the head and its line in red', () => {
    const title = new RegExp(
      `<w:r><w:rPr>[^/]*方正小标宋简体(?:(?!</w:rPr>).)*<w:sz w:val="44"/>.*?${bulletin.titleLines[0]}`,
    );
    expect(xml).toMatch(title);
    expect(xml).toMatch(new RegExp(`<w:color w:val="FF0000"/>(?:(?!</w:p>).)*${bulletin.masthead}`));
    expect(xml).toMatch(/<w:pBdr><w:bottom [^>]*w:color="FF0000"/);
  });

  it('numbers odd pages at the right and even pages at the left', async () => {
    const parts = Object.keys((await JSZip.loadAsync(file)).files).filter((name) =>
      /footer\d+\.xml$/.test(name),
    );
    const footers = await Promise.all(parts.map((name) => partOf(file, name)));
    expect(
      new Set(
        footers.map(
          (footer) => /<w:jc w:val="(left|right)"\/><\/w:pPr><w:r>(?:(?!<w:p>).)*－/.exec(footer)?.[1],
        ),
      ),
    ).toEqual(new Set(['left', 'right']));
    for (const footer of footers) expect(footer).toContain('PAGE');
    expect(await partOf(file, 'word/settings.xml')).toContain('<w:evenAndOddHeaders/>');
  });

  it('repeats the heads of its tables, splits no row and begins every annex on a page', () => {
    const rows = [...xml.matchAll(/<w:tr>.*?<\/w:tr>/gs)].map(([row]) => row);
    expect(rows.length).toBeGreaterThan(10);
    for (const row of rows) expect(row).toContain('<w:cantSplit/>');
    expect(rows.filter((row) => row.includes('<w:tblHeader/>'))).toHaveLength(3);
    expect([...xml.matchAll(/<w:type w:val="nextPage"\/>/g)]).toHaveLength(4);
  });

  it('puts copies, printing office and date at the foot of the last page only', async () => {
    const parts = Object.keys((await JSZip.loadAsync(file)).files).filter((name) =>
      /footer\d+\.xml$/.test(name),
    );
    const footers = await Promise.all(parts.map((name) => partOf(file, name)));
    expect(footers.filter((footer) => footer.includes('抄送'))).toHaveLength(2);
    expect(footers).toHaveLength(8);
    expect(footers.filter((footer) => footer.includes('2026年11月13日印发'))).toHaveLength(2);
  });

  it('says 草稿 on every page of what is not issued, and never on what is', async () => {
    const headers = async (of: Buffer): Promise<string[]> => {
      const parts = Object.keys((await JSZip.loadAsync(of)).files).filter((name) =>
        /header\d+\.xml$/.test(name),
      );
      return Promise.all(parts.map((name) => partOf(of, name)));
    };
    const draft = await headers(await renderBulletinDocument(buildMonthlyBulletin(aMonth(), form)));
    expect(draft.length).toBeGreaterThan(0);
    for (const header of draft) expect(header).toContain('草　稿');
    for (const header of await headers(file)) expect(header).not.toContain('草');
  });

  it('is the same to the byte for the same month, whenever it is written', async () => {
    await new Promise((resolve) => setTimeout(resolve, 2_100));
    expect((await renderBulletinDocument(bulletin)).equals(file)).toBe(true);
    expect(await partOf(file, 'docProps/core.xml')).toContain('2026-11-13T00:00:00Z');
  });
});

describe('what people typed', () => {
  it('of any kind is read back as it was typed, and never breaks the file', async () => {
    const names = [
      '=HYPERLINK("http://x","y")',
      '<甲>&"乙"',
      '卢小𠮷',
      'a\u0000\u0007b\uFFFEc',
      '断\n行',
      '半\uD842',
    ];
    const charged = names.map((name, n) => aChargedCadre({ line: n + 1, name, office: '</w:t>' }));
    const file = await renderBulletinDocument(bulletinOf(anIssuedMonth({ charged })));
    const [annex1 = []] = await tablesOf(file);
    expect(annex1.slice(1, -1).map((row) => row[1])).toEqual([
      '=HYPERLINK("http://x","y")',
      '&lt;甲&gt;&amp;"乙"',
      '卢小𠮷',
      'abc',
      '断 行',
      '半',
    ]);
    expect(await documentXml(file)).not.toMatch(/[\u0000-\u0008\u000B\u000C\u000E-\u001F\uFFFE\uFFFF]/);
  });

  it('in names of the township and of people stays out of the markup of the text, too', async () => {
    const file = await renderBulletinDocument(
      bulletinOf(
        anIssuedMonth({
          township: { code: 'T01', name: '甲&\u0001<乙>镇' },
          approved: { by: 'leader-1', name: '李\u0002四', at: '2026-11-12T01:00:00Z' },
        }),
      ),
    );
    expect(await textOf(file)).toContain('甲&<乙>镇党政办公室文件');
    expect(await textOf(file)).toContain('以上处理意见经李四审批');
  });

  it('may be 300 people and a name of 100 characters: every one has a row', async () => {
    const charged = Array.from({ length: 300 }, (_, n) =>
      aChargedCadre({ line: n + 1, name: n === 7 ? '长'.repeat(100) : `干部${n + 1}` }),
    );
    const [annex1 = []] = await tablesOf(
      await renderBulletinDocument(bulletinOf(anIssuedMonth({ charged }))),
    );
    expect(annex1.slice(1, -1).map((row) => row[1])).toEqual(charged.map(({ name }) => name));
  });

  it('gets the colophon a page of its own when annex 3 is long', async () => {
    const adjustments = Array.from({ length: 11 }, (_, n) => anAdjustment({ line: n + 1 }));
    const xml = await documentXml(await renderBulletinDocument(bulletinOf(anIssuedMonth({ adjustments }))));
    expect([...xml.matchAll(/<w:type w:val="nextPage"\/>/g)]).toHaveLength(5);
  });
});

describe('the public notice as a Word document', () => {
  it('has the masked names and nothing that tells who they are', async () => {
    const month = anIssuedMonth();
    const file = await renderNoticeDocument(buildPublicNotice(month, { reviewDays: 30 }));
    const [list = []] = await tablesOf(file);
    expect(list.slice(1, -1).map((row) => row[1])).toEqual([
      '赵*燕',
      '欧阳*国',
      '卢*𠮷',
      '阿**',
      '冯*',
      '丁*',
    ]);
    const everything = Object.values((await JSZip.loadAsync(file)).files);
    const parts = await Promise.all(everything.map((part) => part.async('string')));
    for (const { name, cadreCode } of month.charged)
      for (const part of parts) {
        expect(part).not.toContain(name);
        expect(part).not.toContain(cadreCode);
      }
  });

  it('can be drawn for a month in which nobody is charged', async () => {
    const notice = buildPublicNotice(aMonth({ charged: [] }), { reviewDays: 30 });
    expect(await textOf(await renderNoticeDocument(notice))).toContain('0人(0人次)');
  });
});
