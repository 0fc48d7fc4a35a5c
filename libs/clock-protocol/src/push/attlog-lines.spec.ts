import { describe, expect, it } from '@jest/globals';
import { parseAttlogUpload } from './attlog-lines.js';

const bytesOf = (text: string): Buffer => Buffer.from(text, 'utf8');
const textOf = (bytes: Uint8Array | null | undefined): string => Buffer.from(bytes ?? []).toString('utf8');

describe('an ATTLOG upload', () => {
  it('is read by position: number, time, state, verify, work code', () => {
    const { punches, lines } = parseAttlogUpload(bytesOf('17\t2026-10-20 08:41:00\t1\t15\t3\t0\t0\n'));
    expect(lines).toBe(1);
    expect(punches).toMatchObject([
      {
        index: 0,
        number: '17',
        clockTime: '2026-10-20T08:41:00',
        punchState: 1,
        verifyMode: 15,
        workCode: 3,
      },
    ]);
    expect(textOf(punches[0]?.raw)).toBe('17\t2026-10-20 08:41:00\t1\t15\t3\t0\t0');
  });

  it('may miss its last columns: state and verify are then 255, the clocks’ own word for undefined (problem 18)', () => {
    const { punches } = parseAttlogUpload(bytesOf('17\t2026-10-20 08:41:00\n18\t2026-10-20 08:42:00\t0\n'));
    expect(punches).toMatchObject([
      { punchState: 255, verifyMode: 255, workCode: 0 },
      { punchState: 0, verifyMode: 255 },
    ]);
  });

  it('takes LF and CR LF, and counts no empty line', () => {
    expect(parseAttlogUpload(bytesOf('1\t2026-10-20 08:41:00\r\n\r\n2\t2026-10-20 08:42:00')).lines).toBe(2);
    expect(parseAttlogUpload(bytesOf('\n \t\r\n')).lines).toBe(0);
  });

  it('keeps an impossible date as stated (problem 8)', () => {
    const { punches } = parseAttlogUpload(
      bytesOf('17\t2026-02-31 08:41:00\t0\t1\n17\t2026-13-01 25:61:00\t0\t1\n'),
    );
    expect(punches.map(({ clockTime }) => clockTime)).toEqual(['2026-02-31T08:41:00', '2026-13-01T25:61:00']);
  });

  it('keeps a number of 24 characters whole (problem 21)', () => {
    const number = '123456789012345678901234';
    expect(parseAttlogUpload(bytesOf(`${number}\t2026-10-20 08:41:00`)).punches[0]?.number).toBe(number);
  });

  it('reads lines whose text is in GBK (problem 17)', () => {
    const name = Buffer.from([0xd5, 0xc5, 0xc8, 0xfd]);
    const line = Buffer.concat([bytesOf('17\t2026-10-20 08:41:00\t0\t1\t0\t'), name, bytesOf('\n')]);
    const { punches, quarantined } = parseAttlogUpload(line);
    expect(quarantined).toEqual([]);
    expect(punches).toMatchObject([{ number: '17', verifyMode: 1 }]);
    expect(punches[0]?.raw).toEqual(line.subarray(0, -1));
  });

  it.each([
    ['NUMBER', '\t2026-10-20 08:41:00\t0\t1'],
    ['NUMBER', '1 7\t2026-10-20 08:41:00\t0\t1'],
    ['NUMBER', '1\u00007\t2026-10-20 08:41:00\t0\t1'],
    ['NUMBER', `${'9'.repeat(25)}\t2026-10-20 08:41:00\t0\t1`],
    ['TIME', '17'],
    ['TIME', '17\tyesterday\t0\t1'],
    ['TIME', '17\t0000-01-01 00:00:00\t0\t1'],
    ['STATE', '17\t2026-10-20 08:41:00\tin\t1'],
    ['VERIFY', '17\t2026-10-20 08:41:00\t0\t-1'],
  ])('sets a line aside whose %s cannot be read, and takes the others: %j', (fault, poison) => {
    const good = '1\t2026-10-20 08:41:00\t0\t1';
    const { punches, quarantined, lines } = parseAttlogUpload(
      bytesOf(`${good}\n${poison}\n${good.replace('1', '2')}\n`),
    );
    expect(lines).toBe(3);
    expect(punches.map(({ number, index }) => [number, index])).toEqual([
      ['1', 0],
      ['2', 2],
    ]);
    expect(quarantined).toMatchObject([{ fault, length: poison.length }]);
  });

  it('keeps a line it sets aside only when it has the shape of a punch: it might be a template', () => {
    const template = `FP PIN=17\tFID=1\tSize=1024\tValid=1\tTMP=${'TkVWRVI'.repeat(100)}`;
    const long = `17\tyesterday\t${'TkVWRVI'.repeat(20)}`;
    const { quarantined } = parseAttlogUpload(bytesOf(`${template}\n${long}\n17\tyesterday\t0\t1\n`));
    expect(quarantined.map(({ bytes }) => (bytes === null ? null : textOf(bytes)))).toEqual([
      null,
      null,
      '17\tyesterday\t0\t1',
    ]);
  });

  it('keeps of a punch no column that follows the seventh: temperature, identity card, position', () => {
    const line = '17\t2026-10-20 08:41:00\t0\t1\t0\t0\t0\t420102199001011234\t36.6\teyJHUFMiOjF9';
    expect(textOf(parseAttlogUpload(bytesOf(line)).punches[0]?.raw)).toBe(
      '17\t2026-10-20 08:41:00\t0\t1\t0\t0\t0',
    );
    const overlong = `17\t2026-10-20 08:41:00\t0\t1\t0\t${'TkVWRVI'.repeat(20)}`;
    expect(textOf(parseAttlogUpload(bytesOf(overlong)).punches[0]?.raw)).toBe(
      '17\t2026-10-20 08:41:00\t0\t1\t0',
    );
  });

  it('does not lose a punch over a work code that is no number', () => {
    expect(parseAttlogUpload(bytesOf('17\t2026-10-20 08:41:00\t0\t1\tA7')).punches).toMatchObject([
      { workCode: 0 },
    ]);
  });
});
