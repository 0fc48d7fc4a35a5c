import { describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import { encodePunch } from '../device/record-encoders.js';
import { encodeTimeCode } from '../wire/time-code.js';
import { chooseAttendanceLayout, decodeAttendance } from './attendance.js';

const PUNCH = { number: '17', clockTime: '2026-10-20T08:41:00', verifyMode: 1, punchState: 0, workCode: 3 };

function decodeOne(record: Buffer): ReturnType<typeof decodeAttendance> {
  return decodeAttendance(chooseAttendanceLayout(record.length, record), record, 0);
}

describe('an attendance record of 40 bytes', () => {
  it('is decoded from the bytes of a real clock', () => {
    const record = Buffer.from(`0d00${'39'.repeat(4)}${'00'.repeat(20)}016bb368230000000000ff000000`, 'hex');
    expect(decodeOne(record)).toMatchObject({
      number: '9999',
      clockTime: '2018-06-25T17:50:35',
      verifyMode: 1,
      punchState: 0,
      workCode: 0,
    });
  });

  it('keeps a number of 24 characters whole', () => {
    const number = '330281199001011234ABCDEF';
    expect(decodeOne(encodePunch(40, { ...PUNCH, number }, 1)).number).toBe(number);
  });

  it('keeps an impossible date as stated', () => {
    expect(decodeOne(encodePunch(40, { ...PUNCH, clockTime: '2026-02-31T08:00:00' }, 1)).clockTime).toBe(
      '2026-02-31T08:00:00',
    );
  });

  it('keeps its bytes as sent', () => {
    const record = encodePunch(40, PUNCH, 9);
    expect(decodeOne(record).raw).toEqual(record);
  });

  it('comes back from its encoding, whatever it says', () => {
    const anyPunch = fc.record({
      number: fc.stringMatching(/^[\x20-\x7e]{1,24}$/),
      clockTime: fc.constantFrom('2026-10-20T08:41:00', '2000-01-01T00:00:00', '2133-01-31T23:59:59'),
      verifyMode: fc.nat(255),
      punchState: fc.nat(255),
      workCode: fc.nat(0xffff_ffff),
    });
    fc.assert(
      fc.property(anyPunch, (punch) => {
        expect(encodeTimeCode(punch.clockTime)).not.toBeNull();
        expect(decodeOne(encodePunch(40, punch, 1))).toMatchObject(punch);
      }),
    );
  });
});

describe('a log in a layout that is not known', () => {
  it.each([8, 16] as const)('of %d bytes is refused rather than read as something else', (size) => {
    const log = Buffer.concat(Array.from({ length: 5 }, () => encodePunch(size, PUNCH, 1)));
    expect(() => chooseAttendanceLayout(log.length, log)).toThrow(
      expect.objectContaining({ code: 'CLOCK.UNKNOWN_LAYOUT' }),
    );
  });

  it('of 49 bytes is refused even when its length fits', () => {
    const record = Buffer.concat([encodePunch(40, PUNCH, 1), Buffer.alloc(9)]);
    const log = Buffer.concat(Array.from({ length: 40 }, () => record));
    expect(() => chooseAttendanceLayout(log.length, log)).toThrow(
      expect.objectContaining({ code: 'CLOCK.UNKNOWN_LAYOUT' }),
    );
  });

  it('is refused when its length does not fit', () => {
    const log = encodePunch(40, PUNCH, 1);
    expect(() => chooseAttendanceLayout(41, log)).toThrow(
      expect.objectContaining({ code: 'CLOCK.UNKNOWN_LAYOUT' }),
    );
  });

  it('is refused at a later record that cannot be one', () => {
    const record = encodePunch(40, PUNCH, 1);
    const layout = chooseAttendanceLayout(80, record);
    expect(() => decodeAttendance(layout, Buffer.alloc(40), 1)).toThrow(
      expect.objectContaining({ code: 'CLOCK.UNKNOWN_LAYOUT' }),
    );
  });
});
