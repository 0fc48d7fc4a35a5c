import { createHash } from 'node:crypto';
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { IsoWeek } from '@cunqin/work-calendar';
import JSZip from 'jszip';
import mammoth from 'mammoth';
import readExcelFile from 'read-excel-file/node';
import type { Response } from 'supertest';
import { Town, type TownClock, visit } from '../support/town.js';

const WEEKS = ['2026-W40', '2026-W41', '2026-W42', '2026-W43', '2026-W44'];
const DOC_NO = '官办发〔2026〕11号';
const PAPERS = ['bulletin.docx', 'bulletin.xlsx', 'public-notice.docx'] as const;
type Paper = (typeof PAPERS)[number];

interface Month {
  readonly state: string;
  readonly charged: { readonly name: string; readonly misses: number; readonly deductedFen: number }[];
  readonly weekFigures: { readonly judged: number; readonly met: number; readonly missed: number }[];
  readonly totals: Record<string, number>;
  readonly yearToDate: { persons: number; occurrences: number; amountFen: number };
  readonly verificationCode: string;
  readonly ledgerSeal: { readonly hash: string };
}

let town: Town;
let clock: TownClock;

const visits = (number: string, weeks: readonly string[]): { number: string; at: string }[] =>
  weeks.flatMap((week) => {
    const { monday } = IsoWeek.parse(week);
    return [1, 3].flatMap((days) => visit(number, monday.add({ days }).toString(), 'V01'));
  });

const download = async (name: Paper): Promise<Response> =>
  town.api
    .http()
    .get(`/api/months/2026-10/${name}`)
    .set('Authorization', await town.tokenOf('office'))
    .responseType('blob');
const bytesOf = async (name: Paper): Promise<Buffer> => {
  const answer = await download(name);
  expect(answer.status).toBe(200);
  return answer.body as Buffer;
};
const textOf = async (name: Paper): Promise<string> =>
  (await mammoth.extractRawText({ buffer: await bytesOf(name) })).value;
const headersOf = async (file: Buffer): Promise<string> => {
  const { files } = await JSZip.loadAsync(file);
  const headers = Object.values(files).filter(({ name }) => /header\d+\.xml$/.test(name));
  return (await Promise.all(headers.map((part) => part.async('string')))).join('');
};
const take = (role: 'office' | 'leader', at: string, to: string, body: object = {}): Promise<unknown> => {
  town.setTime(at);
  return town.ask(role, 'post', 'months/2026-10/transitions', { to, ...body });
};

beforeAll(async () => {
  town = await Town.start('2026-09-28T08:00');
  await town.addVillages(1);
  clock = await town.addClock('V01');
  const managedFrom = '2026-09-28';
  await town.addCadre('C001', { managedFrom, name: '赵晓燕' });
  await town.addCadre('C002', { managedFrom, name: '=HYPERLINK("http://x")' });
  await town.addCadre('C003', { managedFrom, name: '欧阳小𠮷' });
  town.punch(
    ...visits('C001', WEEKS),
    ...visits('C002', WEEKS.slice(1)),
    ...visits('C003', WEEKS.slice(0, 3)),
  );
  await town.ask('office', 'post', 'baselines', {
    fromWeek: '2025-W40',
    untilWeek: '2025-W44',
    cadreWeeks: 15,
    visitDays: 20,
    persons: 0,
    occurrences: 0,
    amountFen: 0,
    source: '2025年下村登记簿',
  });
  town.setTime('2026-11-02T08:30');
  await town.poll(clock);
}, 60_000);
afterAll(() => town.stop());

describe('the papers of an open month', () => {
  it('are drafts, and say so on every page and in their name', async () => {
    for (const name of PAPERS) {
      const { headers } = await download(name);
      expect(decodeURIComponent(headers['content-disposition'] ?? '')).toContain('（草稿）');
    }
    expect(await headersOf(await bytesOf('bulletin.docx'))).toContain('草　稿');
    expect(await headersOf(await bytesOf('public-notice.docx'))).toContain('草　稿');
    expect(await textOf('bulletin.docx')).toContain('文号待编');
    const stored = await town.database.query('SELECT name FROM issued_document');
    expect(stored).toEqual([]);
  });

  it('are for nobody whom they are not for, and of no month that is none', async () => {
    for (const name of PAPERS) {
      expect(await town.call('cadre', 'get', `months/2026-10/${name}`)).toMatchObject({ status: 403 });
      const unknown = await town.call('office', 'get', `months/2026-13/${name}`);
      expect(unknown).toMatchObject({ status: 400, body: { code: 'MONTH.UNKNOWN' } });
    }
  });

  it('the notice is none any more once it is posted', async () => {
    await take('office', '2026-11-02T09:00', 'checking', { by: '张三' });
    await take('office', '2026-11-05T08:30', 'notice', { by: '张三' });
    expect(await headersOf(await bytesOf('public-notice.docx'))).not.toContain('草');
    expect(await headersOf(await bytesOf('bulletin.docx'))).toContain('草　稿');
    const notice = await textOf('public-notice.docx');
    expect(notice).toContain('公示期2026年11月5日至2026年11月11日');
    expect(notice).toContain('欧阳*𠮷');
    expect(notice).not.toContain('欧阳小𠮷');
  });
});

describe('the papers of an issued month', () => {
  let month: Month;
  beforeAll(async () => {
    await take('leader', '2026-11-12T09:00', 'approved', { by: '李四' });
    await take('office', '2026-11-13T09:00', 'issued', { by: '张三', docNo: DOC_NO });
    month = await town.get<Month>('months/2026-10');
  });

  it('are stored when it is issued, under the hash of their bytes', async () => {
    const stored = await town.database.query<{ name: string; sha256: string }[]>(
      `SELECT name, encode(sha256, 'hex') AS sha256 FROM issued_document
       WHERE period = '2026-10' AND name NOT LIKE 'deductions%' ORDER BY name`,
    );
    expect(stored.map(({ name }) => name)).toEqual([...PAPERS]);
    for (const { name, sha256 } of stored) {
      const bytes = await bytesOf(name as Paper);
      expect(createHash('sha256').update(bytes).digest('hex')).toBe(sha256);
    }
  });

  it('carry number, figures, seal and code as GET /months answers them', async () => {
    const text = await textOf('bulletin.docx');
    const { totals, yearToDate } = month;
    expect(month.charged.map(({ misses }) => misses)).toEqual([1, 2]);
    for (const words of [
      DOC_NO,
      '2026年11月13日',
      `${totals['persons']}人(${totals['misses']}人次)扣发岗位补贴共${(totals['deductedFen'] ?? 0) / 100}元`,
      `通报${yearToDate.persons}人(${yearToDate.occurrences}人次)，扣发${yearToDate.amountFen / 100}元`,
      // 24 days in 15 cadre-weeks against 20 the year before.
      '人均每周1.6天，较去年同期上升20%（去年同期数据来源：2025年下村登记簿）',
      '编制：张三　　批准：李四',
      month.ledgerSeal.hash,
      month.verificationCode,
    ])
      expect(text).toContain(words);
    const verified = await town.api.http().get(`/api/verify/${month.verificationCode}`).expect(200);
    expect(verified.body).toMatchObject({ matches: true, month: '2026-10', docNo: DOC_NO });
    expect(await headersOf(await bytesOf('bulletin.docx'))).not.toContain('草');
  });

  it('carry in the workbook the very cells of GET /months', async () => {
    const sheets = await readExcelFile(await bytesOf('bulletin.xlsx'));
    const [figures, annex1, annex2] = sheets.map(({ data }) => data);
    const figure = (name: string): unknown => figures?.find((row) => row[1] === name)?.[2];
    expect(figure('应考')).toBe(month.totals['judged']);
    expect(figure('人均每周天数')).toBeCloseTo(month.totals['averageDays'] ?? NaN, 12);
    expect(figure('净扣发')).toBe((month.totals['netFen'] ?? 0) / 100);
    expect(annex1?.slice(3, 3 + month.charged.length).map((row) => [row[1], row[5], row[7]])).toEqual(
      month.charged.map(({ name, misses, deductedFen }) => [
        name.startsWith('=') ? `'${name}` : name,
        misses,
        deductedFen / 100,
      ]),
    );
    expect(annex2?.slice(3, 8).map((row) => row.slice(3, 6))).toEqual(
      month.weekFigures.map(({ judged, met, missed }) => [judged, met, missed]),
    );
  });

  it('are the same bytes for ever: after a new name, on another day, and for ten who ask at once', async () => {
    const before = await Promise.all(PAPERS.map(bytesOf));
    await town.database.query(`UPDATE cadre SET name = '别人' WHERE code = 'C003'`);
    town.setTime('2026-12-24T10:00');
    for (const [n, name] of PAPERS.entries()) {
      const again = await Promise.all(Array.from({ length: 10 }, () => bytesOf(name)));
      for (const bytes of again) expect(bytes.equals(before[n] ?? Buffer.alloc(0))).toBe(true);
    }
    const { headers } = await download('bulletin.docx');
    expect(decodeURIComponent(headers['content-disposition'] ?? '')).toContain('2026-10-通报.docx');
  });

  it('are audited as exports, with who and which', async () => {
    const { items } = await town.get<{ items: object[] }>('audit?pageSize=500', 'auditor');
    for (const name of PAPERS) {
      expect(items).toContainEqual(
        expect.objectContaining({ actor: 'office-1', action: 'export', subject: `${name} 2026-10` }),
      );
    }
  });
});

describe('a ledger that was tampered with', () => {
  it('is printed no more; what was issued before stays', async () => {
    const before = await bytesOf('bulletin.docx');
    await town.database.query(`
      ALTER TABLE punch DISABLE TRIGGER USER;
      UPDATE punch SET number = '9' WHERE sequence = 3;
    `);
    expect((await bytesOf('bulletin.docx')).equals(before)).toBe(true);
    const refused = await town.call('office', 'get', 'months/2026-11/bulletin.docx');
    expect(refused).toMatchObject({ status: 409, body: { code: 'LEDGER.CHAIN_BROKEN' } });
  });
});
