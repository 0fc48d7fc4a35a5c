import { readdirSync, readFileSync } from 'node:fs';
import { describe, expect, it } from '@jest/globals';
import { AttlogFileError, parseAttlogFile } from './attlog-file.js';

const folder = new URL('../../../../test/fixtures/attlog/', import.meta.url);
const fixture = (name: string): Buffer => readFileSync(new URL(name, folder));

function refusalOf(file: Uint8Array): { fault: string; line: number | null } {
  try {
    parseAttlogFile(file);
  } catch (failure) {
    if (failure instanceof AttlogFileError) return { fault: failure.fault, line: failure.line };
    throw failure;
  }
  throw new Error('the file was taken');
}

describe('a file from a USB stick', () => {
  it('is read by tabs: padded number, time, device, state, verify, work code', () => {
    const punches = parseAttlogFile(fixture('ok/1_attlog.dat'));
    expect(
      punches.map(({ number, clockTime, punchState, verifyMode }) => [
        number,
        clockTime,
        punchState,
        verifyMode,
      ]),
    ).toEqual([
      ['1', '2026-10-20T15:10:07', 0, 1],
      ['1', '2026-10-20T08:41:00', 0, 1],
      ['2', '2026-10-21T08:30:59', 0, 15],
      ['2', '2026-10-21T15:00:00', 1, 1],
      ['17', '2026-10-22T11:59:59', 0, 4],
    ]);
  });

  it('of older firmware is read by spaces', () => {
    expect(parseAttlogFile(fixture('ok/spaces_attlog.dat'))).toMatchObject([
      { number: '1', clockTime: '2026-10-20T08:41:00', punchState: 0, verifyMode: 1, complete: true },
      { number: '1', clockTime: '2026-10-20T15:10:07', punchState: 0, verifyMode: 1, complete: true },
      { number: '17', clockTime: '2026-10-22T11:59:59', punchState: 0, verifyMode: 4, complete: true },
    ]);
  });

  it('may miss its last columns, and says that they were not said (problem 18)', () => {
    expect(parseAttlogFile(fixture('ok/few-columns_attlog.dat'))).toMatchObject([
      { number: '1', punchState: 255, verifyMode: 255, complete: false },
      { number: '1', punchState: 255, verifyMode: 255, complete: false },
    ]);
  });

  it('keeps an impossible date as stated (problem 8)', () => {
    expect(parseAttlogFile(fixture('ok/impossible-date_attlog.dat'))[1]?.clockTime).toBe(
      '2026-02-31T08:41:00',
    );
  });

  it.each([
    ['line-3-truncated.dat', { fault: 'BAD_LINE', line: 3 }],
    ['line-2-state-no-number.dat', { fault: 'BAD_LINE', line: 2 }],
    ['empty.dat', { fault: 'EMPTY', line: null }],
    ['names.dat', { fault: 'NOT_ATTLOG', line: null }],
    ['user.dat', { fault: 'NOT_ATTLOG', line: null }],
    ['fp.dat', { fault: 'NOT_ATTLOG', line: null }],
  ])('is refused whole: %s', (name, refusal) => {
    expect(refusalOf(fixture(`not-ok/${name}`))).toEqual(refusal);
  });

  it('has a test for every fixture', () => {
    expect(readdirSync(new URL('ok/', folder))).toHaveLength(4);
    expect(readdirSync(new URL('not-ok/', folder))).toHaveLength(6);
  });

  it('is refused for one line that is longer than any punch: it might be a template', () => {
    const good = '1\t2026-10-20 08:41:00\t1\t0\t1\t0';
    expect(refusalOf(Buffer.from(`${good}\n${good}\t${'A'.repeat(400)}\n`))).toEqual({
      fault: 'BAD_LINE',
      line: 2,
    });
  });

  it('counts lines as an editor does, empty ones included', () => {
    const good = '1\t2026-10-20 08:41:00\t1\t0\t1\t0';
    expect(refusalOf(Buffer.from(`${good}\n\n\n?\n`))).toEqual({ fault: 'BAD_LINE', line: 4 });
  });
});
