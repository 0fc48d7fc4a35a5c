import { describe, expect, it } from '@jest/globals';
import { asClockError, ClockProtocolError, clockErrorText } from './errors.js';

describe('an error of a clock', () => {
  it('has a sentence for people', () => {
    expect(clockErrorText('CLOCK.AUTH_REFUSED')).toBe('通讯密码不正确');
  });

  it('stays itself when it already has a code', () => {
    const error = new ClockProtocolError('CLOCK.CHECKSUM', 'corrupt');
    expect(asClockError(error, 'CLOCK.TIMEOUT', 'late')).toBe(error);
  });

  it('keeps what it was made from', () => {
    const cause = new Error('EPIPE');
    expect(asClockError(cause, 'CLOCK.TIMEOUT', 'late')).toMatchObject({ code: 'CLOCK.TIMEOUT', cause });
  });
});
