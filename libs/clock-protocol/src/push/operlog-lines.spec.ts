import { describe, expect, it } from '@jest/globals';
import { LOSING_OPERATIONS, operationName, parseOperlogUpload } from './operlog-lines.js';

describe('an OPERLOG upload', () => {
  it('keeps operations and drops users, templates, faces and photos unread', () => {
    const body = [
      'OPLOG 4\t0\t2026-10-20 08:41:00\t0\t0\t0\t0',
      'USER PIN=17\tName=张三\tPri=0\tPasswd=1234\tCard=99',
      'FP PIN=17\tFID=1\tSize=1024\tValid=1\tTMP=AAAA',
      'FACE PIN=17\tFID=0\tSIZE=1\tTMP=BBBB',
      'BIODATA Pin=17\tTmp=CCCC',
      'USERPIC PIN=17\tContent=DDDD',
      'OPLOG 21\t9\t2026-10-20 08:42:00\t0\t0\t0\t0',
    ].join('\n');
    expect(parseOperlogUpload(Buffer.from(body))).toEqual({
      operations: [
        { type: 4, operator: '0', clockTime: '2026-10-20T08:41:00' },
        { type: 21, operator: '9', clockTime: '2026-10-20T08:42:00' },
      ],
      quarantined: [],
      dropped: 5,
      lines: 7,
    });
  });

  it('reads an operator’s name in GBK (problem 17)', () => {
    const body = Buffer.concat([
      Buffer.from('OPLOG 13\t'),
      Buffer.from([0xd5, 0xc5, 0xc8, 0xfd]),
      Buffer.from('\t2026-10-20 08:41:00\n'),
    ]);
    expect(parseOperlogUpload(body).operations).toEqual([
      { type: 13, operator: '张三', clockTime: '2026-10-20T08:41:00' },
    ]);
  });

  it.each(['OPLOG x\t0\t2026-10-20 08:41:00', 'OPLOG 4\t0\tlater', 'OPLOG 4'])(
    'sets an operation aside that cannot be read: %j',
    (line) => {
      const { operations, quarantined } = parseOperlogUpload(
        Buffer.from(`${line}\nOPLOG 1\t0\t2026-10-20 08:41:00`),
      );
      expect(operations).toHaveLength(1);
      expect(quarantined).toMatchObject([{ fault: 'OPERATION', bytes: null }]);
    },
  );
});

describe('an operation', () => {
  it('has a name when it matters as evidence', () => {
    expect([0, 1, 4, 13, 21, 22, 30].map(operationName)).toEqual([
      'power-on',
      'power-off',
      'menu-entered',
      'data-cleared',
      'time-set',
      'factory-reset',
      null,
    ]);
  });

  it('can have taken punches with it when data was cleared or the clock reset', () => {
    expect(LOSING_OPERATIONS).toEqual([13, 22]);
  });
});
