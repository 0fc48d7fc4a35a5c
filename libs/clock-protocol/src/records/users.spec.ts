import { describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import { ClockMemory } from '../device/clock-memory.js';
import type { UserRecordSize } from '../device/record-encoders.js';
import { decodeUsers } from './users.js';

function userSet(userRecordSize: UserRecordSize, count: number): Buffer {
  const users = Array.from({ length: count }, (_, at) => ({
    internalId: at + 1,
    number: String(at + 101),
    name: '张三',
  }));
  return new ClockMemory({ users, userRecordSize }).userSet();
}

describe('the users of a clock', () => {
  it.each([
    [72, 1],
    [72, 7],
    [72, 47],
    [28, 1],
    [28, 18],
    [28, 47],
  ] as const)('are read from records of %d bytes, %d of them', (size, count) => {
    const users = decodeUsers(userSet(size, count));
    expect(users).toHaveLength(count);
    expect(users.at(-1)).toEqual({ internalId: count, number: String(count + 100) });
  });

  it('are none in an empty set', () => {
    expect(decodeUsers(Buffer.alloc(4))).toEqual([]);
    expect(decodeUsers(Buffer.alloc(0))).toEqual([]);
  });

  it('are refused when the set is not as long as it states', () => {
    expect(() => decodeUsers(userSet(72, 2).subarray(0, 100))).toThrow(
      expect.objectContaining({ code: 'CLOCK.SIZE_MISMATCH' }),
    );
  });

  it.each([
    ['two have the same number', (set: Buffer) => set.copyWithin(4 + 72 + 48, 4 + 48, 4 + 72)],
    ['two have the same internal id', (set: Buffer) => set.copyWithin(4 + 72, 4, 6)],
    ['one has no number', (set: Buffer) => set.fill(0, 4 + 48, 4 + 72)],
  ])('are refused when %s', (_what, spoil) => {
    const set = userSet(72, 3);
    spoil(set);
    expect(() => decodeUsers(set)).toThrow(expect.objectContaining({ code: 'CLOCK.UNKNOWN_LAYOUT' }));
  });

  it('are all different, or refused, whatever the bytes', () => {
    fc.assert(
      fc.property(fc.uint8Array({ maxLength: 300 }), (bytes) => {
        const set = Buffer.concat([Buffer.alloc(4), bytes]);
        set.writeUInt32LE(bytes.length);
        try {
          const users = decodeUsers(set);
          expect([28, 72]).toContain(bytes.length / Math.max(1, users.length) || 28);
          expect(new Set(users.map(({ number }) => number)).size).toBe(users.length);
        } catch (error) {
          expect(error).toMatchObject({ code: 'CLOCK.UNKNOWN_LAYOUT' });
        }
      }),
    );
  });

  it('are refused when no layout fits', () => {
    const set = Buffer.alloc(4 + 30);
    set.writeUInt32LE(30, 0);
    expect(() => decodeUsers(set)).toThrow(expect.objectContaining({ code: 'CLOCK.UNKNOWN_LAYOUT' }));
  });
});
