import { describe, expect, it } from '@jest/globals';
import { Temporal } from 'temporal-polyfill';
import { offsetSeconds } from './offset.js';

function sample(clockTime: string, askedAt: string, answeredAt: string) {
  return {
    clockTime,
    askedAt: Temporal.Instant.from(askedAt),
    answeredAt: Temporal.Instant.from(answeredAt),
  };
}

describe('the offset of a clock', () => {
  it('is its time minus the middle between asking and being answered', () => {
    const fast = sample('2026-10-20T08:42:30', '2026-10-20T00:40:59Z', '2026-10-20T00:41:01Z');
    expect(offsetSeconds([fast], 'Asia/Shanghai')).toBe(90);
  });

  it('is negative when the clock is slow', () => {
    const slow = sample('2026-10-20T08:40:00', '2026-10-20T00:41:00Z', '2026-10-20T00:41:00Z');
    expect(offsetSeconds([slow], 'Asia/Shanghai')).toBe(-60);
  });

  it.each(['00', '20', '50', '99'])(
    'is 0 when the clock is right and rounds its second down, .%s in',
    (fraction) => {
      const at = `2026-10-20T00:41:00.${fraction}Z`;
      expect(offsetSeconds([sample('2026-10-20T08:41:00', at, at)], 'Asia/Shanghai')).toBe(0);
    },
  );

  it('is the median, so that one slow answer does not count', () => {
    const exact = sample('2026-10-20T08:41:00', '2026-10-20T00:41:00Z', '2026-10-20T00:41:00Z');
    const late = sample('2026-10-20T08:41:00', '2026-10-20T00:41:00Z', '2026-10-20T00:41:40Z');
    expect(offsetSeconds([late, exact, exact], 'Asia/Shanghai')).toBe(0);
  });

  it('is unknown when the clock states a date that does not exist', () => {
    const impossible = sample('2026-02-31T08:00:00', '2026-03-01T00:00:00Z', '2026-03-01T00:00:00Z');
    expect(offsetSeconds([impossible], 'Asia/Shanghai')).toBeNull();
  });

  it('is unknown without a sample', () => {
    expect(offsetSeconds([], 'Asia/Shanghai')).toBeNull();
  });
});
