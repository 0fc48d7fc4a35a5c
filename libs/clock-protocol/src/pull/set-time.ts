import { Temporal } from 'temporal-polyfill';
import { ClockProtocolError } from '../errors.js';
import { COMMAND } from '../wire/commands.js';
import { encodeTimeCode, isRealDateTime } from '../wire/time-code.js';
import type { ClockSession } from './session.js';

const TOLERANCE_SECONDS = 2;

/**
 * Sets the clock and looks whether it took the time.
 * @param localTime asked when the command leaves, and again when the clock is asked
 * @throws ClockProtocolError `CLOCK.UNSUPPORTED` when the clock refuses, `CLOCK.TIME_NOT_SET` when it says another time
 *   afterwards; RangeError when `localTime` answers what is no date and time a clock can state
 */
export async function setClockTime(session: ClockSession, localTime: () => string): Promise<void> {
  const answer = await session.ask(COMMAND.SET_TIME, () => timeData(localTime()));
  if (answer.command !== COMMAND.ACK_OK) {
    throw new ClockProtocolError('CLOCK.UNSUPPORTED', `the clock answered ${answer.command} to SET_TIME`);
  }
  await session.ask(COMMAND.REFRESH_DATA);
  const earliest = Temporal.PlainDateTime.from(localTime()).subtract({ seconds: TOLERANCE_SECONDS });
  const { clockTime } = await session.time();
  const latest = Temporal.PlainDateTime.from(localTime()).add({ seconds: TOLERANCE_SECONDS });
  const taken =
    isRealDateTime(clockTime) &&
    Temporal.PlainDateTime.compare(clockTime, earliest) >= 0 &&
    Temporal.PlainDateTime.compare(clockTime, latest) <= 0;
  if (!taken) {
    throw new ClockProtocolError(
      'CLOCK.TIME_NOT_SET',
      `the clock was set but states ${clockTime} instead of ${earliest} to ${latest}`,
    );
  }
}

function timeData(localTime: string): Buffer {
  const code = isRealDateTime(localTime) ? encodeTimeCode(localTime) : null;
  if (code === null) throw new RangeError(`a clock cannot be set to ${localTime}`);
  const data = Buffer.alloc(4);
  data.writeUInt32LE(code);
  return data;
}
