import { describe, expect, it } from '@jest/globals';
import { CodedError } from '@cunqin/platform/errors';
import ExcelJS from 'exceljs';
import iconv from 'iconv-lite';
import JSZip from 'jszip';
import { receiptLines } from '../domain/receipts/receipt-lines.js';
import { readReceipt } from './read-receipt.js';

const ROWS = [
  ['人员编码', '姓名', '实扣金额'],
  ['0007', '卢小𠮷', 100],
  ['C002', '张伟 & "小" <买>', '1,200.00'],
] as const;
const LINES = [
  { row: 2, personCode: '0007', actualFen: 10_000 },
  { row: 3, personCode: 'C002', actualFen: 120_000 },
];

/** A workbook as another program writes it, then changed part by part. */
async function aWorkbook(
  rows: readonly (readonly ExcelJS.CellValue[])[] = ROWS,
  change: (zip: JSZip) => void = () => undefined,
): Promise<Buffer> {
  const workbook = new ExcelJS.Workbook();
  workbook.addWorksheet('隐藏', { state: 'hidden' }).addRow(['x']);
  const sheet = workbook.addWorksheet('回执');
  rows.forEach((row) => sheet.addRow([...row]));
  const zip = await JSZip.loadAsync(await workbook.xlsx.writeBuffer());
  change(zip);
  return zip.generateAsync({ type: 'nodebuffer', compression: 'DEFLATE' });
}

const refusal = async (file: Buffer): Promise<unknown> => {
  try {
    return receiptLines(await readReceipt(file));
  } catch (failure) {
    return failure instanceof CodedError ? failure.code : failure;
  }
};

describe('an uploaded receipt is read', () => {
  it('from xlsx: the first visible sheet, codes with their zeros', async () => {
    expect(receiptLines(await readReceipt(await aWorkbook()))).toEqual(LINES);
  });

  it('from CSV in UTF-8 with and without mark, GB18030 and Unicode text', async () => {
    const csv = '人员编码,姓名,实扣金额\r\n0007,卢小𠮷,100.00\r\nC002,"张 ""小"" 伟","1,200.00"\r\n';
    const tabs = '人员编码\t姓名\t实扣金额\r\n0007\t卢小𠮷\t100.00\r\nC002\t张伟\t"1,200.00"\r\n';
    const files = [
      Buffer.from(csv),
      Buffer.from(`\ufeff${csv}`),
      iconv.encode(csv, 'gb18030'),
      iconv.encode(tabs, 'utf16le', { addBOM: true }),
    ];
    for (const file of files) expect(receiptLines(await readReceipt(file))).toEqual(LINES);
  });

  it('from texts in pieces, without the readings beside them', async () => {
    const file = await aWorkbook([
      ['人员编码', '实扣金额'],
      [{ richText: [{ text: '00' }, { text: '07' }] }, 100],
    ]);
    expect(receiptLines(await readReceipt(file))).toEqual([LINES[0]]);
  });
});

describe('an uploaded receipt is refused by a code', () => {
  it('when it holds a formula', async () => {
    const file = await aWorkbook([
      ['人员编码', '实扣金额'],
      ['C001', { formula: 'SUM(1,2)', result: 100 }],
    ]);
    expect(await refusal(file)).toBe('RECEIPT.BAD_LINES');
  });

  it('when it holds macros, whatever its name', async () => {
    const withPart = await aWorkbook(ROWS, (zip) => zip.file('xl/vbaProject.bin', 'x'));
    expect(await refusal(withPart)).toBe('RECEIPT.MACROS');
    const types = await aWorkbook(ROWS, (zip) =>
      zip.file(
        '[Content_Types].xml',
        '<Types><Override ContentType="application/vnd.ms-excel.sheet.macroEnabled.main+xml"/></Types>',
      ),
    );
    expect(await refusal(types)).toBe('RECEIPT.MACROS');
  });

  it('when it is a bomb: one part, many parts, or a directory that lies', async () => {
    const zeros = Buffer.alloc(100 * 1024 * 1024);
    const bomb = await aWorkbook(ROWS, (zip) => zip.file('xl/worksheets/sheet2.xml', zeros));
    expect(bomb.length).toBeLessThan(1024 * 1024);
    expect(await refusal(bomb)).toBe('RECEIPT.TOO_LARGE');

    const many = await aWorkbook(ROWS, (zip) => {
      for (let n = 0; n < 1_100; n += 1) zip.file(`xl/media/${n}.bin`, 'x');
    });
    expect(await refusal(many)).toBe('RECEIPT.TOO_LARGE');

    const lying = Buffer.from(bomb);
    const size = Buffer.alloc(4);
    size.writeUInt32LE(zeros.length);
    const small = Buffer.alloc(4);
    small.writeUInt32LE(1_000);
    for (let at = lying.indexOf(size); at >= 0; at = lying.indexOf(size)) small.copy(lying, at);
    expect(await refusal(lying)).toBe('RECEIPT.UNREADABLE');
  }, 60_000);

  it('when its tags never end, in a time of the order of its size', async () => {
    const aSheetOf = (content: string): Promise<Buffer> =>
      aWorkbook(ROWS, (zip) => zip.file('xl/worksheets/sheet2.xml', content));
    const timeOf = async (file: Buffer): Promise<[unknown, number]> => {
      // Of the processor, not of a machine that does other things as well.
      const started = process.cpuUsage();
      const answer = await refusal(file);
      return [answer, process.cpuUsage(started).user / 1_000];
    };
    // From 1 MiB on, what packs this well is refused unread.
    const size = 1_000_000;
    const filled = (piece: string): string => piece.repeat(size / piece.length);
    const harmless = await aSheetOf(
      `<worksheet><sheetData>${filled('<row><c t="str"><v>某</v></c></row>')}</sheetData></worksheet>`,
    );
    await timeOf(harmless);
    const [, usual] = await timeOf(harmless);
    for (const piece of [
      '<row>',
      '<c>',
      '<row ',
      '<c r="',
      '<v>',
      '<is><t>',
      `<c ${'a'.repeat(4000)}>`,
      '<!--',
    ]) {
      const [code, taken] = await timeOf(await aSheetOf(`<worksheet><sheetData>${filled(piece)}`));
      expect([piece, code]).toEqual([piece, 'RECEIPT.NO_HEADINGS']);
      // Looking from each tag for its end took thousands of times as long.
      expect([piece, taken < Math.max(usual, 100) * 30]).toEqual([piece, true]);
    }
  }, 60_000);

  it('when it is too large to begin with', async () => {
    expect(await refusal(Buffer.alloc(17 * 1024 * 1024, 'a'))).toBe('RECEIPT.TOO_LARGE');
  });

  it('when its XML declares entities', async () => {
    const file = await aWorkbook(ROWS, (zip) =>
      zip.file('xl/sharedStrings.xml', '<!DOCTYPE x [<!ENTITY a "aaaa">]><sst><si><t>&a;</t></si></sst>'),
    );
    expect(await refusal(file)).toBe('RECEIPT.UNREADABLE');
  });

  it.each([
    ['an old xls file', Buffer.from('d0cf11e0a1b11ae1', 'hex')],
    ['a cut archive', Buffer.from('PK\u0003\u0004 and nothing more')],
    ['an archive that is no workbook', null],
    ['bytes of no encoding', Buffer.from([0xff, 0xff, 0x80, 0x80, 0x0a])],
    ['a NUL in text', Buffer.from('人员编码,实扣金额\nC001\0,100\n')],
    ['an open quote', Buffer.from('人员编码,实扣金额\n"C001,100\n')],
  ])('when it is %s', async (_, given) => {
    const file = given ?? (await new JSZip().file('a.txt', 'a').generateAsync({ type: 'nodebuffer' }));
    expect(await refusal(file)).toBe('RECEIPT.UNREADABLE');
  });

  it.each(['', '\r\n', '姓名,金额\n张伟,100\n'])('when %j has no headings', async (text) => {
    expect(await refusal(Buffer.from(text))).toBe('RECEIPT.NO_HEADINGS');
  });

  it('but a merged range over the whole sheet costs nothing', async () => {
    const file = await aWorkbook();
    const zip = await JSZip.loadAsync(file);
    const name = 'xl/worksheets/sheet2.xml';
    const sheet = (await zip.file(name)?.async('string')) ?? '';
    zip.file(
      name,
      sheet.replace('</sheetData>', '</sheetData><mergeCells><mergeCell ref="A5:XFD1048576"/></mergeCells>'),
    );
    expect(await refusal(await zip.generateAsync({ type: 'nodebuffer' }))).toEqual(LINES);
  });
});
