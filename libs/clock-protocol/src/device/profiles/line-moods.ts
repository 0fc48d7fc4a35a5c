import type { LineStep, Medium } from '../line.js';
import {
  numberArgument,
  wordArgument,
  type ClockProfile,
  type Exchange,
  type ProfileFactory,
} from './clock-profile.js';
import { carriesLog, carriesMiddleOfLog } from './log-transfer.js';

const SLOW_PIECE_BYTES = 1_024;
const SLOW_PAUSE_MS = 10;
const MOST_SPLIT_BYTES = 9;
const MOST_GARBAGE_BYTES = 400;

/** TCP brings every answer in pieces of 1 to 9 bytes, or of exactly `split:N`. */
export const split: ProfileFactory = (setting) => {
  const fixed = numberArgument(setting, 0);
  const pieceBytes = (): number => (fixed > 0 ? fixed : 1 + Math.floor(setting.random() * MOST_SPLIT_BYTES));
  return {
    carry: (steps, { session }) =>
      session.medium === 'udp' ? [...steps] : inPieces(steps, pieceBytes, { kind: 'pause', ms: 0 }),
  };
};

/** TCP brings all packets of an answer in one write. */
export const glued: ProfileFactory = () => ({
  carry: (steps, { session }) => {
    if (session.medium === 'udp') return [...steps];
    const bytes = Buffer.concat(steps.flatMap((step) => (step.kind === 'write' ? [step.bytes] : [])));
    const ends = steps.filter(({ kind }) => kind !== 'write' && kind !== 'pause');
    return bytes.length === 0 ? ends : [{ kind: 'write', bytes }, ...ends];
  },
});

/** A bad village line: a pause after every 1,024 bytes, 10 ms or `slow:MS`. */
export const slow: ProfileFactory = (setting) => {
  const ms = numberArgument(setting, SLOW_PAUSE_MS);
  const pause: LineStep = { kind: 'pause', ms };
  return {
    carry: (steps, { session }) =>
      session.medium === 'tcp'
        ? inPieces(steps, () => SLOW_PIECE_BYTES, pause)
        : steps.flatMap((step): LineStep[] => (step.kind === 'write' ? [step, pause] : [step])),
  };
};

/** The connection is cut in the middle of the log: every time (`drop`) or the first time (`drop:once`). */
export const drop: ProfileFactory = (setting) =>
  endingMidLog(wordArgument(setting, ['always', 'once']) === 'once', { kind: 'hang-up' });

/** Nothing comes any more from the middle of the log on: every time (`stall`) or the first time (`stall:once`). */
export const stall: ProfileFactory = (setting) =>
  endingMidLog(wordArgument(setting, ['always', 'once']) === 'once', { kind: 'go-silent' });

/** Rubbish instead of every answer (`garbage`) or instead of the log only (`garbage:log`). */
export const garbage: ProfileFactory = (setting) => {
  const logOnly = wordArgument(setting, ['all', 'log']) === 'log';
  const rubbish = (): Buffer =>
    Buffer.from(
      Array.from({ length: 1 + Math.floor(setting.random() * MOST_GARBAGE_BYTES) }, () =>
        Math.floor(setting.random() * 256),
      ),
    );
  return {
    carry: (steps, exchange) =>
      logOnly && !carriesLog(exchange)
        ? [...steps]
        : steps.map((step) => (step.kind === 'write' ? { ...step, bytes: rubbish() } : step)),
  };
};

function endingMidLog(once: boolean, end: LineStep): ClockProfile {
  let ended = false;
  return {
    carry: (steps, exchange: Exchange) => {
      if (!carriesMiddleOfLog(exchange) || (once && ended)) return [...steps];
      ended = true;
      return [...firstHalf(steps, exchange.session.medium), end];
    },
  };
}

/** A datagram comes whole or not at all. */
function firstHalf(steps: readonly LineStep[], medium: Medium): LineStep[] {
  const all = steps.reduce((sum, step) => sum + (step.kind === 'write' ? step.bytes.length : 0), 0);
  let left = Math.floor(all / 2);
  const half: LineStep[] = [];
  for (const step of steps) {
    if (step.kind !== 'write') {
      half.push(step);
      continue;
    }
    if (step.bytes.length > left) {
      if (left > 0 && medium === 'tcp') half.push({ kind: 'write', bytes: step.bytes.subarray(0, left) });
      return half;
    }
    half.push(step);
    left -= step.bytes.length;
  }
  return half;
}

function inPieces(steps: readonly LineStep[], pieceBytes: () => number, between: LineStep): LineStep[] {
  return steps.flatMap((step) => {
    if (step.kind !== 'write') return [step];
    const pieces: LineStep[] = [];
    for (let at = 0, end = 0; at < step.bytes.length; at = end) {
      end = Math.min(step.bytes.length, at + pieceBytes());
      pieces.push({ kind: 'write', bytes: step.bytes.subarray(at, end) }, between);
    }
    return pieces;
  });
}
