import { COMMAND } from '../../wire/commands.js';
import type { ClockMemory } from '../clock-memory.js';
import { shiftClockTime } from '../shift-clock-time.js';
import { wordArgument, type ProfileFactory } from './clock-profile.js';
import { carriesLog } from './log-transfer.js';

const WEEK_S = 7 * 86_400;
const MORE = 5;

/**
 * After the log was read once, somebody clears it before the next client connects; with `log-cleared:refilled` people have
 * punched since, more often than before.
 */
export const logCleared: ProfileFactory = (setting) => {
  const refilled = wordArgument(setting, ['empty', 'refilled']) === 'refilled';
  let read = false;
  let cleared = false;
  return {
    answer: (exchange, firmware) => {
      if (exchange.request?.command === COMMAND.CONNECT && read && !cleared) {
        cleared = true;
        clear(exchange.memory, refilled);
      }
      read ||= carriesLog(exchange);
      return firmware();
    },
  };
};

function clear(memory: ClockMemory, refilled: boolean): void {
  const before = memory.punches;
  memory.clearPunches();
  if (!refilled) return;
  const since = [...before, ...before.slice(-MORE)];
  memory.addPunches(since.map((punch) => ({ ...punch, clockTime: shiftClockTime(punch.clockTime, WEEK_S) })));
}
