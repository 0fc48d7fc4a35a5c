import { describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import { encodePunch } from '../device/record-encoders.js';
import type { AttendanceLayout, ClockPunch } from '../driver.js';
import { encodeTimeCode } from '../wire/time-code.js';
import { layoutNamed, type RecordContext } from './record-layouts.js';

const PUNCH = { number: '17', clockTime: '2026-10-20T08:41:00', verifyMode: 1, punchState: 0, workCode: 0 };
const CONTEXT: RecordContext = { statusOrder: 'state-first', numbers: new Map([[5, '17']]) };

function decode(name: AttendanceLayout, record: Buffer, context: Partial<RecordContext> = {}): ClockPunch {
  return layoutNamed(name).decode(record, 0, 0, { ...CONTEXT, ...context });
}

describe('an attendance record of 40 bytes', () => {
  it('is decoded from the bytes of a real clock', () => {
    const record = Buffer.from(`0d00${'39'.repeat(4)}${'00'.repeat(20)}016bb368230000000000ff000000`, 'hex');
    expect(decode('40', record)).toMatchObject({
      number: '9999',
      clockTime: '2018-06-25T17:50:35',
      verifyMode: 1,
      punchState: 0,
      workCode: 0,
    });
  });

  it('keeps a number of 24 characters whole', () => {
    const number = '330281199001011234ABCDEF';
    expect(decode('40', encodePunch('40', { ...PUNCH, number }, 1)).number).toBe(number);
  });

  it.each([
    ['empty', Buffer.alloc(24)],
    ['not printable', Buffer.from([0x31, 0x07])],
    ['not padded with NUL throughout', Buffer.from('17\0\0x')],
  ])('is none when its number is %s', (_what, number) => {
    const record = encodePunch('40', PUNCH, 1);
    record.fill(0, 2, 26);
    number.copy(record, 2);
    expect(layoutNamed('40').fits(record, 0)).toBe(false);
  });
});

describe('an attendance record of 16 bytes', () => {
  it.each([
    ['state-first', { punchState: 4, verifyMode: 15 }],
    ['verify-first', { punchState: 15, verifyMode: 4 }],
  ] as const)('has its two disputed bytes read %s', (statusOrder, wanted) => {
    const record = encodePunch('16', { ...PUNCH, punchState: 4, verifyMode: 15, workCode: 7 }, 0);
    expect(decode('16', record, { statusOrder })).toMatchObject({ ...wanted, number: '17', workCode: 7 });
  });
});

describe('an attendance record of 8 bytes', () => {
  it.each(['8a', '8b'] as const)('%s has the number of the user with its internal id', (name) => {
    const record = encodePunch(name, { ...PUNCH, punchState: 3, verifyMode: 2 }, 5);
    expect(decode(name, record)).toMatchObject({
      number: '17',
      clockTime: PUNCH.clockTime,
      punchState: 3,
      verifyMode: 2,
    });
  });

  it.each(['8a', '8b'] as const)('%s keeps the internal id of a user who is gone as uid:12', (name) => {
    expect(decode(name, encodePunch(name, PUNCH, 12)).number).toBe('uid:12');
  });
});

describe('an attendance record of any layout', () => {
  const names = ['8a', '8b', '16', '40', '49'] as const;

  it.each(names)('%s keeps an impossible date as stated, and its bytes as sent', (name) => {
    const record = encodePunch(name, { ...PUNCH, clockTime: '2026-02-31T08:00:00' }, 5);
    const punch = decode(name, record);
    expect(punch.clockTime).toBe('2026-02-31T08:00:00');
    expect(punch.raw).toEqual(record);
  });

  it.each(names)('%s comes back from its encoding, whatever it says', (name) => {
    const isText = name === '40' || name === '49';
    const byte = name === '8b' ? 15 : 255;
    const anyPunch = fc.record({
      number: isText ? fc.stringMatching(/^[\x20-\x7e]{1,24}$/) : fc.nat(0xffff).map(String),
      clockTime: fc.constantFrom('2026-10-20T08:41:00', '2000-01-01T00:00:00', '2133-01-31T23:59:59'),
      verifyMode: fc.nat(byte),
      punchState: fc.nat(byte),
      workCode: name.startsWith('8') ? fc.constant(0) : fc.nat(0xffff_ffff),
    });
    fc.assert(
      fc.property(anyPunch, (punch) => {
        expect(encodeTimeCode(punch.clockTime)).not.toBeNull();
        const numbers = new Map([[5, punch.number]]);
        const record = encodePunch(name, punch, 5);
        expect(layoutNamed(name).fits(record, 0)).toBe(true);
        expect(decode(name, record, { numbers })).toMatchObject(punch);
      }),
    );
  });
});
