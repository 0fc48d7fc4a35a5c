import { describe, expect, it } from '@jest/globals';
import { encodePunch } from '../device/record-encoders.js';
import { recordsOffset, SET_HEAD_BYTES } from './records-in-set.js';

const PUNCH = { number: '55', clockTime: '2026-10-20T08:41:00', verifyMode: 1, punchState: 0, workCode: 0 };
const STRAY = Buffer.from('ff3235350000000000', 'hex');

function word(value: number): Buffer {
  const bytes = Buffer.alloc(4);
  bytes.writeUInt32LE(value);
  return bytes;
}

const offsetIn = (set: Buffer): number => recordsOffset(set.subarray(0, SET_HEAD_BYTES), set.length);

describe('the records of a set', () => {
  const records = Buffer.concat([encodePunch('40', PUNCH, 1), encodePunch('40', PUNCH, 2)]);

  it('follow the size word', () => {
    expect(offsetIn(Buffer.concat([word(80), records]))).toBe(4);
    expect(offsetIn(word(0))).toBe(4);
  });

  it.each([
    ['after the size word, counted', Buffer.concat([word(89), STRAY, records])],
    ['after the size word, not counted', Buffer.concat([word(80), STRAY, records])],
    ['before the size word', Buffer.concat([STRAY, word(80), records])],
  ])('may have nine stray bytes before them: %s', (_where, set) => {
    expect(offsetIn(set)).toBe(13);
  });

  it('of a user with internal id 13055 and number 55 begin like the stray bytes, but fill the set', () => {
    const record = encodePunch('40', PUNCH, 0x32ff);
    expect(record.subarray(0, 9)).toEqual(STRAY);
    expect(offsetIn(Buffer.concat([word(40), record]))).toBe(4);
  });

  it.each([
    ['more than there is', Buffer.concat([word(120), records])],
    ['less than there is', Buffer.concat([word(40), records])],
    ['nothing at all', Buffer.from([1, 2])],
    ['nine more, which are not the stray ones', Buffer.concat([word(80), Buffer.alloc(9), records])],
  ])('are refused when the size word states %s', (_what, set) => {
    expect(() => offsetIn(set)).toThrow(expect.objectContaining({ code: 'CLOCK.SIZE_MISMATCH' }));
  });
});
