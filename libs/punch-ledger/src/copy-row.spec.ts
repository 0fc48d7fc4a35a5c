import { describe, expect, it } from '@jest/globals';
import { COPIED_COLUMNS, copyRow } from './copy-row.js';
import type { PunchRecord } from './domain/punch-record.js';

const rowOf = (change: Partial<PunchRecord> = {}): string =>
  copyRow({
    record: {
      clockId: 3,
      sequence: 128,
      number: '17',
      clockTime: '2026-10-20T08:41:00',
      verifyMode: 1,
      punchState: 0,
      workCode: 4_294_967_295,
      raw: Uint8Array.of(0x0d, 0x00, 0x5c),
      source: 'pull',
      readId: '00000000-0000-4000-8000-000000000007',
      receivedAt: '2026-10-26T00:31:07.250Z',
      suspicions: [],
      ...change,
    },
    hash: Buffer.alloc(32, 0xab),
  });

describe('a punch as a line of COPY', () => {
  it('is its columns in order, with tabs between them', () => {
    expect(rowOf()).toBe(
      '3\t128\t17\t2026-10-20T08:41:00\t2026-10-20T08:41:00\t1\t0\t4294967295\t\\\\x0d005c\tpull\t' +
        `00000000-0000-4000-8000-000000000007\t2026-10-26T00:31:07.250Z\t{}\t\\\\x${'ab'.repeat(32)}\n`,
    );
    expect(COPIED_COLUMNS.split(', ')).toHaveLength(rowOf().split('\t').length);
  });

  it('has no timestamp when the clock wrote one that does not exist', () => {
    const row = rowOf({ clockTime: '2026-02-31T08:41:00', suspicions: ['IMPOSSIBLE_TIME'] });
    expect(row.split('\t').slice(3, 5)).toEqual(['2026-02-31T08:41:00', '\\N']);
  });

  it('lists what speaks against its time', () => {
    expect(rowOf({ suspicions: ['FUTURE', 'OFFSET'] }).split('\t')[12]).toBe('{FUTURE,OFFSET}');
  });

  it.each([
    ['a tab', '1\t2', '1\\t2'],
    ['a line feed', '1\n2', '1\\n2'],
    ['a carriage return', '1\r2', '1\\r2'],
    ['a backslash', '1\\2', '1\\\\2'],
    ['what means no value', '\\N', '\\\\N'],
    ['what means the end', '\\.', '\\\\.'],
    ['a space and a quote', `1 '2"`, `1 '2"`],
    ['nothing', '', ''],
  ])('keeps %s in a number', (_, number, written) => {
    expect(rowOf({ number })).toContain(`3\t128\t${written}\t2026`);
  });
});
