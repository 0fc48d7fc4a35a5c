import { describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import { decodeLiveEvent } from './live-event.js';

const TIME = Buffer.from([26, 10, 20, 8, 41, 5]);
const AT = '2026-10-20T08:41:05';
const text = (number: string): Buffer =>
  Buffer.concat([Buffer.from(number, 'latin1'), Buffer.alloc(24 - number.length)]);
const WHO = '330281199001011234ABCDEF';

describe('the payload of an attendance event', () => {
  it.each([
    [10, '17', Buffer.concat([Buffer.from([17, 0, 1, 0]), TIME])],
    [12, '70000', Buffer.concat([Buffer.from([0x70, 0x11, 1, 0, 1, 0]), TIME])],
    [14, '17', Buffer.concat([Buffer.from([17, 0, 1, 0]), TIME, Buffer.alloc(4, 9)])],
    [32, WHO, Buffer.concat([text(WHO), Buffer.from([1, 0]), TIME])],
    [36, '17', Buffer.concat([text('17'), Buffer.from([1, 0]), TIME, Buffer.alloc(4, 9)])],
    [37, '17', Buffer.concat([text('17'), Buffer.from([1, 0]), TIME, Buffer.alloc(5, 9)])],
    [52, '17', Buffer.concat([text('17'), Buffer.from([1, 0]), TIME, Buffer.alloc(20, 9)])],
  ])('of %d bytes says who and when', (bytes, number, payload) => {
    expect(payload).toHaveLength(bytes);
    expect(decodeLiveEvent(payload)).toEqual({ number, clockTime: AT });
  });

  it('of any other length still says that somebody punched', () => {
    expect(decodeLiveEvent(Buffer.alloc(11))).toEqual({ number: null, clockTime: null });
  });

  it('leaves out what cannot be: a month 13, a number that is not printable', () => {
    const payload = Buffer.concat([Buffer.alloc(24, 7), Buffer.from([1, 0, 26, 13, 20, 8, 41, 5])]);
    expect(decodeLiveEvent(payload)).toEqual({ number: null, clockTime: null });
  });

  it('never does anything but say who and when, or neither, whatever the bytes', () => {
    fc.assert(
      fc.property(fc.uint8Array({ maxLength: 60 }), (bytes) => {
        const { number, clockTime } = decodeLiveEvent(Buffer.from(bytes));
        if (number !== null) expect(number).toMatch(/^[\x20-\x7e]{1,24}$/);
        if (clockTime !== null) expect(clockTime).toMatch(/^2[01]\d\d-\d\d-\d\dT\d\d:\d\d:\d\d$/);
      }),
    );
  });
});
