import { ClockProtocolError } from '../errors.js';
import { COMMAND } from '../wire/commands.js';
import type { Packet } from '../wire/packet.js';
import type { Reception } from './connection.js';
import type { ClockSession } from './session.js';

/** Takes the next bytes of all records; `recordBytes` is the length of all of them together. */
export type RecordConsumer = (bytes: Buffer, recordBytes: number) => Promise<void>;

/** The request for the whole attendance log. */
export const ATTENDANCE_SET = dataSetRequest(COMMAND.ATTENDANCE_READ, 0);

const SIZE_WORD_BYTES = 4;

/** The data of command 1503: which set to prepare. `filter` is 0 for attendance, 5 for users. */
export function dataSetRequest(readCommand: number, filter: number): Buffer {
  const request = Buffer.alloc(11);
  request[0] = 1;
  request.writeUInt16LE(readCommand, 1);
  request.writeUInt32LE(filter, 3);
  return request;
}

/**
 * Reads one data set completely and hands its records over in pieces as they arrive.
 * @throws ClockProtocolError `CLOCK.SIZE_MISMATCH` when the set is not exactly as long as it states,
 * `CLOCK.UNSUPPORTED` when the clock cannot prepare sets
 */
export async function readDataSet(
  session: ClockSession,
  request: Buffer,
  consume: RecordConsumer,
): Promise<void> {
  const answer = await session.ask(COMMAND.PREPARE_SET, request);
  if (answer.command === COMMAND.DATA) {
    await consumeInline(answer.data, consume);
    return;
  }
  const setBytes = preparedBytes(answer);
  if (setBytes > 0) await consumeChunks(session, setBytes, consume);
  await session.ask(COMMAND.FREE_DATA);
}

/** The size word at the head of a set must be the length of what follows it. */
export function checkSizeWord(set: Buffer, setBytes: number): number {
  const stated = set.length >= SIZE_WORD_BYTES ? set.readUInt32LE(0) : -1;
  if (stated !== setBytes - SIZE_WORD_BYTES) {
    throw new ClockProtocolError(
      'CLOCK.SIZE_MISMATCH',
      `the set of ${setBytes} bytes states ${stated} bytes of records`,
    );
  }
  return stated;
}

/** Bytes of the set that the clock holds ready; 0 when it is empty. */
export function preparedBytes({ command, data }: Pick<Packet, 'command' | 'data'>): number {
  if (command !== COMMAND.ACK_OK && command !== COMMAND.PREPARE_DATA) {
    throw new ClockProtocolError('CLOCK.UNSUPPORTED', `the clock answered ${command} to a request for a set`);
  }
  if (data.length === 0) return 0;
  if (data.length < 1 + SIZE_WORD_BYTES) {
    throw new ClockProtocolError('CLOCK.SIZE_MISMATCH', 'the clock did not state the size of the set');
  }
  return data.readUInt32LE(1);
}

async function consumeInline(set: Buffer, consume: RecordConsumer): Promise<void> {
  if (set.length === 0) return;
  const recordBytes = checkSizeWord(set, set.length);
  if (recordBytes > 0) await consume(set.subarray(SIZE_WORD_BYTES), recordBytes);
}

async function consumeChunks(
  session: ClockSession,
  setBytes: number,
  consume: RecordConsumer,
): Promise<void> {
  let recordBytes = 0;
  for (let start = 0; start < setBytes;) {
    const length = Math.min(session.connection.maxChunkBytes, setBytes - start);
    const chunk = await readChunk(session, start, length);
    if (start === 0) recordBytes = checkSizeWord(chunk, setBytes);
    const records = start === 0 ? chunk.subarray(SIZE_WORD_BYTES) : chunk;
    if (records.length > 0) await consume(records, recordBytes);
    start += length;
  }
}

/** Exactly `length` bytes of the prepared set from `start` on. */
async function readChunk(session: ClockSession, start: number, length: number): Promise<Buffer> {
  const data = Buffer.alloc(8);
  data.writeUInt32LE(start, 0);
  data.writeUInt32LE(length, 4);
  let parts: Buffer[] = [];
  let received = 0;
  const receive = (packet: Packet): Reception => {
    switch (packet.command) {
      case COMMAND.PREPARE_DATA:
        return 'more';
      case COMMAND.DATA:
        parts.push(packet.data);
        received += packet.data.length;
        if (received > length) {
          throw new ClockProtocolError(
            'CLOCK.SIZE_MISMATCH',
            `${received} bytes came where ${length} were asked for`,
          );
        }
        return received === length ? 'done' : 'more';
      case COMMAND.ACK_OK:
        return 'lost';
      default:
        throw new ClockProtocolError(
          'CLOCK.UNSUPPORTED',
          `the clock answered ${packet.command} to a request for a chunk`,
        );
    }
  };
  const onSend = (): void => {
    parts = [];
    received = 0;
  };
  await session.connection.request({ command: COMMAND.READ_CHUNK, data, onSend, receive });
  return parts.length === 1 ? parts[0]! : Buffer.concat(parts, length);
}
