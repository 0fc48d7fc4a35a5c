import { describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import { decodeTimeCode, encodeTimeCode, isRealDateTime } from './time-code.js';

describe('the time code of a clock', () => {
  it('is the text of the local time', () => {
    expect(decodeTimeCode(0)).toBe('2000-01-01T00:00:00');
    // The record printed in the protocol notes: 6b b3 68 23.
    expect(decodeTimeCode(0x2368b36b)).toBe('2018-06-25T17:50:35');
  });

  it('comes back from its own text for every code a clock can send', () => {
    fc.assert(
      fc.property(fc.integer({ min: 0, max: 0xffff_ffff }), (code) => {
        expect(encodeTimeCode(decodeTimeCode(code))).toBe(code);
      }),
    );
  });

  it('keeps 31 February as stated and knows that it is no date', () => {
    const code = encodeTimeCode('2026-02-31T08:00:00');
    expect(code).not.toBeNull();
    expect(decodeTimeCode(code!)).toBe('2026-02-31T08:00:00');
    expect(isRealDateTime('2026-02-31T08:00:00')).toBe(false);
  });

  it.each(['2024-02-29T00:00:00', '2026-12-31T23:59:59', '2026-10-20T08:41:00'])('%s is real', (text) => {
    expect(isRealDateTime(text)).toBe(true);
  });

  it.each([
    '2026-02-29T00:00:00',
    '2026-04-31T00:00:00',
    '1999-12-31T00:00:00',
    '2026-13-01T00:00:00',
    '2026-10-20T24:00:00',
    '2026-10-20 08:41:00',
    '2026-10-20T08:41',
    '',
  ])('%p is not real', (text) => {
    expect(isRealDateTime(text)).toBe(false);
  });
});
