import { ClockProtocolError } from '../errors.js';

/** The clock began anew, or thought us gone: a fresh connection may go on. */
export function sessionForgotten(): ClockProtocolError {
  return new ClockProtocolError('CLOCK.CLOSED_MID_READ', 'the clock does not know the session any more', {
    transient: true,
  });
}
