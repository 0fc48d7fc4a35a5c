import { ClockProtocolError } from '../errors.js';
import { COMMAND, isRefusal } from '../wire/commands.js';
import type { Packet } from '../wire/packet.js';
import { heldSet, type DataSetName, type DataSets, type OfferedSet } from './data-sets.js';
import { fetchChunk } from './fetch-chunk.js';
import { dataSetRequest } from './read-data-set.js';
import { readUnasked } from './read-unasked.js';
import { sessionForgotten } from './session-forgotten.js';
import type { ClockSession } from './session.js';

const NOTHING = Buffer.alloc(0);
const SIZE_OFFSET = 1;
const SIZE_BYTES = 4;

/** Data sets by command 1503, and by the older way where a clock does not know it. */
export class ZkDataSets implements DataSets {
  constructor(private readonly session: ClockSession) {}

  async offer(name: DataSetName): Promise<OfferedSet> {
    const answer = await this.session.ask(COMMAND.PREPARE_SET, dataSetRequest(name.readCommand, name.filter));
    if (answer.command === COMMAND.DATA) return heldSet(answer.data, true);
    if (isRefusal(answer.command)) {
      return heldSet(await readUnasked(this.session.connection, name.readCommand), false);
    }
    const bytes = preparedBytes(answer);
    return bytes === 0 ? heldSet(NOTHING, true) : this.prepared(bytes);
  }

  private prepared(bytes: number): OfferedSet {
    const { connection } = this.session;
    return {
      bytes,
      held: false,
      hasOffsets: true,
      maxFetchBytes: connection.maxChunkBytes,
      fetch: (start, length) => fetchChunk(connection, start, length),
      release: async () => {
        await this.session.ask(COMMAND.FREE_DATA);
      },
    };
  }
}

/**
 * Bytes of the set that the clock holds ready; 0 when it is empty.
 * @throws ClockProtocolError `CLOCK.UNSUPPORTED` when the answer is none to a request for a set
 */
export function preparedBytes({ command, data }: Pick<Packet, 'command' | 'data'>): number {
  if (command === COMMAND.ACK_UNAUTH) throw sessionForgotten();
  if (command !== COMMAND.ACK_OK && command !== COMMAND.PREPARE_DATA) {
    throw new ClockProtocolError('CLOCK.UNSUPPORTED', `the clock answered ${command} to a request for a set`);
  }
  if (data.length === 0) return 0;
  if (data.length < SIZE_OFFSET + SIZE_BYTES) {
    throw new ClockProtocolError('CLOCK.SIZE_MISMATCH', 'the clock did not state the size of the set');
  }
  return data.readUInt32LE(SIZE_OFFSET);
}
