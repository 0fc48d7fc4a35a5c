import type {
  ClockDriver,
  ClockProbe,
  ClockTarget,
  ConversationOptions,
  ReadOptions,
  ReadReport,
} from '../driver.js';
import { ClockProtocolError } from '../errors.js';
import { converse } from '../pull/converse.js';
import { heldSet } from '../pull/data-sets.js';
import type { TakePunches } from '../pull/log-transfer.js';
import { dataSetRequest } from '../pull/read-data-set.js';
import { readLog, type LogReader } from '../pull/read-log.js';
import { NodeZklibConnection } from './node-zklib-connection.js';

const READER: LogReader<NodeZklibConnection> = {
  openConnection: NodeZklibConnection.open,
  dataSets: ({ connection }) => ({
    offer: async ({ readCommand, filter }) =>
      heldSet(await connection.readSet(dataSetRequest(readCommand, filter)), false),
  }),
};

/**
 * Reads clocks through the npm package node-zklib 1.3.0 (TCP only), with our record decoder, so that verify mode, state and
 * raw bytes are there. A part of a log, which the package hands out as if it were all, is an error here.
 * The log is held in memory as a whole, 64 MiB at most, and always read whole; `ZkDriver` streams and is the default.
 */
export class NodeZklibDriver implements ClockDriver {
  probe(target: ClockTarget, options?: ConversationOptions): Promise<ClockProbe> {
    return converse(NodeZklibConnection.open, target, options, ({ session }) => session.probe());
  }

  read(target: ClockTarget, onPunches: TakePunches, options?: ReadOptions): Promise<ReadReport> {
    return readLog(READER, target, onPunches, options);
  }

  /** @throws ClockProtocolError `CLOCK.UNSUPPORTED` always: the package gives times back that it has shifted by a zone */
  setTime(): Promise<void> {
    return Promise.reject(new ClockProtocolError('CLOCK.UNSUPPORTED', 'node-zklib does not set the time'));
  }

  /** @throws ClockProtocolError `CLOCK.UNSUPPORTED` always: the package does not acknowledge events, and clocks stop telling them */
  watch(): Promise<void> {
    return Promise.reject(new ClockProtocolError('CLOCK.UNSUPPORTED', 'node-zklib hears no live events'));
  }
}
