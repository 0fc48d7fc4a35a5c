import type {
  ClockDriver,
  ClockProbe,
  ClockPunch,
  ClockTarget,
  ConversationOptions,
  ReadReport,
} from '../driver.js';
import { ClockProtocolError } from '../errors.js';
import { converse } from '../pull/converse.js';
import { readAttendance } from '../pull/read-attendance.js';
import { ATTENDANCE_SET } from '../pull/read-data-set.js';
import { NodeZklibConnection } from './node-zklib-connection.js';

const SIZE_WORD_BYTES = 4;

/**
 * Reads clocks through the npm package node-zklib 1.3.0 (TCP only), with our record decoder, so that verify mode, state and
 * raw bytes are there. A part of a log, which the package hands out as if it were all, is an error here.
 * The log is held in memory as a whole, 64 MiB at most; `ZkDriver` streams and is the default.
 */
export class NodeZklibDriver implements ClockDriver {
  probe(target: ClockTarget, options?: ConversationOptions): Promise<ClockProbe> {
    return converse(NodeZklibConnection.open, target, options, ({ session }) => session.probe());
  }

  read(
    target: ClockTarget,
    onPunches: (batch: readonly ClockPunch[]) => void | Promise<void>,
    options?: ConversationOptions,
  ): Promise<ReadReport> {
    return converse(NodeZklibConnection.open, target, options, ({ session, connection, limits }) =>
      readAttendance(
        session,
        limits,
        async (consume) => {
          const records = (await connection.readSet(ATTENDANCE_SET)).subarray(SIZE_WORD_BYTES);
          if (records.length > 0) await consume(records, records.length);
        },
        onPunches,
      ),
    );
  }

  setTime(): Promise<void> {
    return Promise.reject(new ClockProtocolError('CLOCK.UNSUPPORTED', 'this driver does not set the time'));
  }

  watch(): Promise<void> {
    return Promise.reject(new ClockProtocolError('CLOCK.UNSUPPORTED', 'this driver hears no live events'));
  }
}
