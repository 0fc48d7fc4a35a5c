import type {
  ClockDriver,
  ClockProbe,
  ClockTarget,
  ConversationOptions,
  LiveEvent,
  ReadOptions,
  ReadReport,
} from '../driver.js';
import { ClockProtocolError } from '../errors.js';
import type { ClockConnection } from './connection.js';
import { converse, type OpenConnection } from './converse.js';
import type { TakePunches } from './log-transfer.js';
import { readLog, type LogReader } from './read-log.js';
import { setClockTime } from './set-time.js';
import { TcpConnection } from './tcp-connection.js';
import { UdpConnection } from './udp-connection.js';
import { watchEvents } from './watch-events.js';
import { ZkDataSets } from './zk-data-sets.js';

/** Our own reader of ZKTeco-style clocks, over TCP or UDP. */
export class ZkDriver implements ClockDriver {
  private readonly openConnection: OpenConnection<ClockConnection>;
  private readonly reader: LogReader<ClockConnection>;

  constructor(options: { readonly transport: 'tcp' | 'udp' }) {
    this.openConnection = options.transport === 'tcp' ? TcpConnection.open : UdpConnection.open;
    this.reader = {
      openConnection: this.openConnection,
      dataSets: ({ session }) => new ZkDataSets(session),
    };
  }

  probe(target: ClockTarget, options?: ConversationOptions): Promise<ClockProbe> {
    return converse(this.openConnection, target, options, ({ session }) => session.probe());
  }

  read(target: ClockTarget, onPunches: TakePunches, options?: ReadOptions): Promise<ReadReport> {
    return readLog(this.reader, target, onPunches, options);
  }

  setTime(target: ClockTarget, localTime: () => string, options?: ConversationOptions): Promise<void> {
    return converse(this.openConnection, target, options, ({ session }) => setClockTime(session, localTime));
  }

  /** Without `totalTimeoutMs` it goes on for ever. */
  async watch(
    target: ClockTarget,
    onEvent: (event: LiveEvent) => void,
    options: ConversationOptions = {},
  ): Promise<void> {
    const endless = { ...options, totalTimeoutMs: options.totalTimeoutMs ?? Infinity };
    try {
      await converse(this.openConnection, target, endless, (conversation) =>
        watchEvents(conversation, onEvent),
      );
    } catch (error) {
      if (!(error instanceof ClockProtocolError && error.code === 'CLOCK.ABORTED')) throw error;
    }
  }
}
