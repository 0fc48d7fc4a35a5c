import { describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import { parsePunchCsv, PUNCH_CSV_HEADER, punchCsvLine, PunchCsvError } from './punch-csv.js';

const ROW = {
  index: 0,
  number: '17',
  clockTime: '2026-10-20T08:41:00',
  verifyMode: 1,
  punchState: 0,
  workCode: 0,
};

function problemOf(text: string): PunchCsvError {
  try {
    parsePunchCsv(text);
  } catch (error) {
    if (error instanceof PunchCsvError) return error;
    throw error;
  }
  throw new Error('the file was accepted');
}

describe('a punch file', () => {
  it('has the columns of the contract and one punch a line', () => {
    expect(PUNCH_CSV_HEADER + punchCsvLine(ROW)).toBe(
      'index,number,time,verifyMode,punchState,workCode\n0,17,2026-10-20T08:41:00,1,0,0\n',
    );
  });

  it('comes back as it was written, whatever the numbers hold', () => {
    const anyRow = fc.record({
      index: fc.nat(),
      number: fc.string({ minLength: 1 }),
      clockTime: fc.constantFrom('2026-10-20T08:41:00', '2026-02-31T00:00:00'),
      verifyMode: fc.nat(255),
      punchState: fc.nat(255),
      workCode: fc.nat(0xffff_ffff),
    });
    fc.assert(
      fc.property(fc.array(anyRow, { maxLength: 5 }), (rows) => {
        expect(parsePunchCsv(PUNCH_CSV_HEADER + rows.map(punchCsvLine).join(''))).toEqual(rows);
      }),
    );
  });

  it('may have CR LF, a byte order mark and no last line end', () => {
    const text = `\ufeff${PUNCH_CSV_HEADER}${punchCsvLine(ROW)}`.replaceAll('\n', '\r\n').trimEnd();
    expect(parsePunchCsv(text)).toEqual([ROW]);
  });

  const good = punchCsvLine(ROW);
  it.each([
    ['nothing', '', 1],
    ['other columns', 'number,time\n', 1],
    ['a field too few', `${PUNCH_CSV_HEADER}0,17,2026-10-20T08:41:00,1,0\n`, 2],
    ['a field too many', `${PUNCH_CSV_HEADER}0,17,2026-10-20T08:41:00,1,0,0,0\n`, 2],
    ['an empty number', `${PUNCH_CSV_HEADER}0,,2026-10-20T08:41:00,1,0,0\n`, 2],
    ['another form of time', `${PUNCH_CSV_HEADER}${good}1,17,2026-10-20 08:41:00,1,0,0\n`, 3],
    [
      'a mode over 255',
      `${PUNCH_CSV_HEADER}0,"1\n7",2026-10-20T08:41:00,1,0,0\n${good.replace(',1,', ',256,')}`,
      4,
    ],
    ['a negative index', `${PUNCH_CSV_HEADER}-1,17,2026-10-20T08:41:00,1,0,0\n`, 2],
    ['a quote inside a field', `${PUNCH_CSV_HEADER}0,1"7,2026-10-20T08:41:00,1,0,0\n`, 2],
    ['a quote that is not closed', `${PUNCH_CSV_HEADER}0,"17,2026-10-20T08:41:00,1,0,0\n`, 2],
    ['an empty line', `${PUNCH_CSV_HEADER}\n`, 2],
  ])('with %s is refused at the line of the fault', (_what, text, line) => {
    expect(problemOf(text).line).toBe(line);
  });
});
