import { createHash } from 'node:crypto';
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import type { Role } from '@cunqin/accounts';
import { IsoWeek } from '@cunqin/work-calendar';
import { parse } from 'csv-parse/sync';
import iconv from 'iconv-lite';
import { readSheet } from 'read-excel-file/node';
import type { Response } from 'supertest';
import { Town, visit } from '../support/town.js';

const WEEKS = ['2026-W40', '2026-W41', '2026-W42', '2026-W43', '2026-W44'];
const DEDUCTIONS = 'months/2026-10/deductions';

interface Control {
  readonly draft: boolean;
  readonly mappingVersion: number;
  readonly netFen: number;
  readonly computedFen: number;
  readonly files: { name: string; sha256: string; bytes: number }[];
}

let town: Town;

const download = async (path: string, role: Role = 'payroll'): Promise<Response> =>
  town.api
    .http()
    .get(`/api/${path}`)
    .set('Authorization', await town.tokenOf(role))
    .buffer(true)
    .parse((response, done) => {
      const pieces: Buffer[] = [];
      response.on('data', (piece: Buffer) => pieces.push(piece));
      response.on('end', () => done(null, Buffer.concat(pieces)));
    });
const bytesOf = async (path: string): Promise<Buffer> => {
  const answer = await download(path);
  expect(answer.status).toBe(200);
  return answer.body as Buffer;
};
const upload = async (file: Buffer | string, role: Role = 'payroll'): Promise<Response> =>
  town.api
    .http()
    .post('/api/months/2026-10/payroll-receipts')
    .set('Authorization', await town.tokenOf(role))
    .attach('file', Buffer.from(file), '回执.csv');
const sha256 = (bytes: Buffer): string => createHash('sha256').update(bytes).digest('hex');
const csvOf = async (query: string, encoding: string): Promise<string[][]> =>
  parse(iconv.decode(await bytesOf(`${DEDUCTIONS}.csv?${query}`), encoding), { bom: true });

/** Two visit days in each of the weeks. */
const visits = (number: string, weeks: readonly string[]) =>
  weeks.flatMap((week) =>
    [1, 3].flatMap((days) => visit(number, IsoWeek.parse(week).monday.add({ days }).toString(), 'V01')),
  );

beforeAll(async () => {
  town = await Town.start('2026-09-28T08:00');
  await town.addVillages(1);
  const clock = await town.addClock('V01');
  const managedFrom = '2026-09-28';
  await town.addCadre('C000', { managedFrom });
  await town.addCadre('0015', { managedFrom, postSubsidyFen: 40_000, name: '卢小𠮷' });
  await town.addCadre('C016', { managedFrom, name: '=HYPERLINK("http://x")' });
  await town.addCadre('C017', { managedFrom, identity: 'contract' });
  town.punch(...visits('C000', WEEKS), ...visits('C016', WEEKS.slice(1)));
  town.setTime('2026-11-02T08:30');
  await town.poll(clock);
}, 60_000);
afterAll(() => town.stop());

const take = async (at: string, role: Role, to: string, body: object = {}): Promise<void> => {
  town.setTime(at);
  await town.ask(role, 'post', 'months/2026-10/transitions', { to, ...body });
};

describe('before the month is issued', () => {
  it('every file is a draft and says so', async () => {
    const csv = await csvOf('shape=long', 'utf8');
    expect(csv[1]?.at(-1)).toContain('草稿，未发文，不得入账');
    const sheet = await download(`${DEDUCTIONS}.xlsx`);
    expect(decodeURIComponent(sheet.headers['content-disposition'] as string)).toContain('草稿');
    expect((await readSheet(sheet.body as Buffer))[0]?.[0]).toContain('草稿');
    expect(await town.get<Control>(`${DEDUCTIONS}/control.json`)).toMatchObject({ draft: true });
  });

  it('no receipt is taken', async () => {
    expect(await upload('人员编码,实扣金额\n')).toMatchObject({
      status: 409,
      body: { code: 'RECEIPT.NOT_ISSUED' },
    });
  });

  it('payroll says how it wants the files, version by version, and nobody else does', async () => {
    expect(await town.get('payroll-mapping')).toMatchObject({ version: 0, personCode: 'cadre-code' });
    const mapping = { monthFormat: 'YYYYMM', unit: '官埠桥镇财政所' };
    expect((await town.call('office', 'put', 'payroll-mapping', mapping)).status).toBe(403);
    expect(await town.ask('payroll', 'put', 'payroll-mapping', mapping)).toMatchObject({
      version: 1,
      ...mapping,
    });
    const refused = await town.call('payroll', 'put', 'payroll-mapping', {
      long: [
        { key: 'name', title: '姓名' },
        { key: 'amount', title: '姓名' },
      ],
      colour: 'red',
    });
    expect(refused).toMatchObject({ status: 400, body: { code: 'PAYROLL.MAPPING_INVALID' } });
    expect(await town.get('payroll-mapping/versions')).toMatchObject({ total: 1 });
  });

  it('no two persons hold one payroll number', async () => {
    const numbers = [
      { cadreCode: '0015', number: '000123' },
      { cadreCode: 'C016', number: '000123' },
    ];
    expect(await town.call('payroll', 'put', 'payroll-numbers', { numbers })).toMatchObject({
      status: 409,
      body: { code: 'PAYROLL.NUMBER_DOUBLED' },
    });
    expect(await town.get('payroll-numbers')).toEqual({ items: [], total: 0 });
  });
});

describe('once it is issued', () => {
  beforeAll(async () => {
    await take('2026-11-02T09:00', 'office', 'checking');
    await take('2026-11-05T08:30', 'office', 'notice');
    await take('2026-11-12T08:30', 'leader', 'approved');
    await take('2026-11-13T08:30', 'office', 'issued', { docNo: '官办发〔2026〕11号' });
  }, 60_000);

  it('both shapes read back as the figures of the month, under the mapping it was issued with', async () => {
    const month = await town.get<{ totals: { netFen: number; computedFen: number } }>('months/2026-10');
    const long = await csvOf('shape=long&encoding=gb18030', 'gb18030');
    expect(long.slice(1).map((row) => [row[1], row[2], row[3], row[4], row[7], row[9], row[10]])).toEqual([
      ['202611', '官埠桥镇财政所', '0015', '卢小𠮷', '5', '400.00', '本期'],
      ['202611', '官埠桥镇财政所', 'C016', '\'=HYPERLINK("http://x")', '1', '100.00', '本期'],
    ]);
    const wide = await readSheet(await bytesOf(`${DEDUCTIONS}.xlsx?shape=wide`));
    expect(wide.slice(1).map((row) => row.slice(3, 9))).toEqual([
      ['0015', '卢小𠮷', 400, 0, 400, 500],
      ['C016', '\'=HYPERLINK("http://x")', 100, 0, 100, 100],
    ]);
    expect(await town.get(`${DEDUCTIONS}/control.json`)).toMatchObject({
      draft: false,
      mappingVersion: 1,
      netFen: month.totals.netFen,
      computedFen: month.totals.computedFen,
      leftOut: { contractPersons: 1 },
    });
  });

  it('every download is the same bytes, those whose SHA-256 is in the control totals', async () => {
    const paths: Record<string, string> = {
      'deductions.xlsx': '.xlsx',
      'deductions-long.xlsx': '.xlsx?shape=long',
      'deductions-wide-utf8.csv': '.csv?shape=wide&encoding=utf8',
      'deductions-long-gb18030.csv': '.csv?shape=long&encoding=gb18030',
    };
    const { files } = await town.get<Control>(`${DEDUCTIONS}/control.json`);
    // Another mapping, another day, and another name: none of it reaches the stored files.
    town.setTime('2026-11-20T10:00');
    await town.ask('payroll', 'put', 'payroll-mapping', { unit: '别的单位' });
    await town.database.query(`UPDATE cadre SET name = '改名' WHERE code = '0015'`);
    for (const [name, path] of Object.entries(paths)) {
      const bytes = await bytesOf(DEDUCTIONS + path);
      expect([name, sha256(bytes)]).toEqual([name, files.find((file) => file.name === name)?.sha256]);
    }
  });

  it('another version of the mapping can be asked for, and is a set of its own', async () => {
    const other = await csvOf('shape=long&mapping=2', 'utf8');
    expect(other[1]?.slice(1, 3)).toEqual(['2026-11', '别的单位']);
    expect((await csvOf('shape=long', 'utf8'))[1]?.[2]).toBe('官埠桥镇财政所');
    expect(await town.call('payroll', 'get', `${DEDUCTIONS}.csv?mapping=9`)).toMatchObject({
      status: 404,
      body: { code: 'PAYROLL.MAPPING_UNKNOWN' },
    });
  });

  it('who has no payroll number is named when numbers are wanted', async () => {
    await town.ask('payroll', 'put', 'payroll-mapping', { personCode: 'payroll-number' });
    await town.ask('payroll', 'put', 'payroll-numbers', {
      numbers: [{ cadreCode: '0015', number: '000123' }],
    });
    expect((await town.call('payroll', 'get', `${DEDUCTIONS}.csv?mapping=3`)).body).toMatchObject({
      code: 'PAYROLL.NUMBER_MISSING',
      fields: [{ field: 'C016' }],
    });
    await town.ask('payroll', 'put', 'payroll-numbers', {
      numbers: [{ cadreCode: 'C016', number: '000124' }],
    });
    const rows = await csvOf('shape=wide&mapping=3', 'utf8');
    expect(rows.slice(1).map((row) => row[3])).toEqual(['000123', '000124']);
  });

  it('a receipt is compared line by line, and a better one is the next version', async () => {
    const wrong = '人员编码,姓名,实扣金额\r\n0015,卢小𠮷,300.00\r\nX1,某某,100元\r\n';
    expect((await upload(iconv.encode(wrong, 'gb18030'))).body).toMatchObject({
      version: 1,
      matched: 0,
      differences: [
        { kind: 'amount', cadreCode: '0015', expectedFen: 40_000, actualFen: 30_000 },
        { kind: 'missing', cadreCode: 'C016', expectedFen: 10_000, actualFen: null },
        { kind: 'unknown', cadreCode: 'X1', expectedFen: null, actualFen: 10_000 },
      ],
    });
    const right = '人员编码,实扣金额\n0015,400\nC016,"100.00"\n';
    expect((await upload(right)).body).toMatchObject({ version: 2, matched: 2, differences: [] });
    const { items } = await town.get<{ items: object[] }>('months/2026-10/payroll-receipts', 'auditor');
    expect(items).toMatchObject([
      { version: 1, matched: 0, fileName: '回执.csv', sha256: sha256(iconv.encode(wrong, 'gb18030')) },
      {
        version: 2,
        matched: 2,
        uploadedBy: 'payroll-1',
        uploadedAt: expect.stringMatching(/^2026-11-20T02:/),
      },
    ]);
  });

  it('the file that payroll was given is a receipt that matches', async () => {
    const [headings = [], ...rows] = await csvOf('shape=long', 'utf8');
    const back = [headings, ...rows].map((row) => `${row[3]},${row[9]}`).join('\n');
    expect((await upload(back)).body).toMatchObject({ matched: 2, differences: [] });
  });

  it('an upload that is no receipt is refused by a code, and nothing is stored', async () => {
    expect(await upload('姓名\n张伟\n')).toMatchObject({
      status: 400,
      body: { code: 'RECEIPT.NO_HEADINGS' },
    });
    expect(await upload(Buffer.alloc(17 * 1024 * 1024, 'a'))).toMatchObject({
      status: 413,
      body: { code: 'REQUEST.TOO_LARGE' },
    });
    const empty = await town.call('payroll', 'post', 'months/2026-10/payroll-receipts');
    expect(empty).toMatchObject({ status: 400, body: { code: 'RECEIPT.NO_FILE' } });
    expect(await town.get('months/2026-10/payroll-receipts')).toMatchObject({ total: 3 });
  });

  it('cadres see none of it, and only payroll and admin upload', async () => {
    for (const path of ['.xlsx', '.csv', '/control.json', '/control.xlsx']) {
      expect((await town.call('cadre', 'get', DEDUCTIONS + path)).status).toBe(403);
    }
    expect((await town.call('cadre', 'get', 'months/2026-10/payroll-receipts')).status).toBe(403);
    for (const role of ['office', 'leader', 'auditor', 'cadre'] as const) {
      expect((await upload('人员编码,实扣金额\n', role)).status).toBe(403);
    }
    for (const role of ['office', 'leader', 'auditor'] as const) {
      expect((await download(`${DEDUCTIONS}.xlsx`, role)).status).toBe(200);
    }
  });
});
