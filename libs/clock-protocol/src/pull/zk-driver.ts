import type {
  ClockDriver,
  ClockProbe,
  ClockPunch,
  ClockTarget,
  ConversationOptions,
  ReadReport,
} from '../driver.js';
import { ClockProtocolError } from '../errors.js';
import type { ClockConnection } from './connection.js';
import { converse } from './converse.js';
import type { Limits } from './limits.js';
import { readAttendance } from './read-attendance.js';
import { ATTENDANCE_SET, readDataSet } from './read-data-set.js';
import { TcpConnection } from './tcp-connection.js';
import { UdpConnection } from './udp-connection.js';

/** Our own reader of ZKTeco-style clocks, over TCP or UDP. */
export class ZkDriver implements ClockDriver {
  private readonly openConnection: (target: ClockTarget, limits: Limits) => Promise<ClockConnection>;

  constructor(options: { readonly transport: 'tcp' | 'udp' }) {
    this.openConnection = options.transport === 'tcp' ? TcpConnection.open : UdpConnection.open;
  }

  probe(target: ClockTarget, options?: ConversationOptions): Promise<ClockProbe> {
    return converse(this.openConnection, target, options, ({ session }) => session.probe());
  }

  read(
    target: ClockTarget,
    onPunches: (batch: readonly ClockPunch[]) => void | Promise<void>,
    options?: ConversationOptions,
  ): Promise<ReadReport> {
    return converse(this.openConnection, target, options, ({ session, limits }) =>
      readAttendance(session, limits, (consume) => readDataSet(session, ATTENDANCE_SET, consume), onPunches),
    );
  }

  setTime(): Promise<void> {
    return Promise.reject(new ClockProtocolError('CLOCK.UNSUPPORTED', 'this driver does not set the time'));
  }

  watch(): Promise<void> {
    return Promise.reject(new ClockProtocolError('CLOCK.UNSUPPORTED', 'this driver hears no live events'));
  }
}
