import { ClockProtocolError } from '../errors.js';
import { COMMAND } from '../wire/commands.js';
import type { Packet } from '../wire/packet.js';
import type { ClockConnection, ClockRequest, Reception } from './connection.js';
import { isWishForRepetition, persistently } from './persistently.js';
import { sessionForgotten } from './session-forgotten.js';

/**
 * Exactly `length` bytes of the prepared set from `start` on: PREPARE_DATA with the length, one or many DATA and ACK_OK, or
 * one DATA alone; the closing ACK_OK may be missing or late.
 * @throws ClockProtocolError `CLOCK.SIZE_MISMATCH` when more or less came, `CLOCK.UNSUPPORTED` when the clock refuses
 */
export async function fetchChunk(
  connection: ClockConnection,
  start: number,
  length: number,
): Promise<Buffer> {
  const pieces: Buffer[] = [];
  for (let fetched = 0; fetched < length;) {
    const wanted = Math.min(connection.maxChunkBytes, length - fetched);
    const request = new ChunkRequest(start + fetched, wanted);
    const parts = await persistently(async () => {
      await connection.request(request);
      return request.parts();
    });
    if (parts.length > 1 && !connection.keepsOrder) {
      // The parts may have changed places on the way, and nobody could tell: ask for no more than one of them holds.
      connection.maxChunkBytes = largest(parts);
      continue;
    }
    pieces.push(...parts);
    fetched += wanted;
  }
  return pieces.length === 1 ? pieces[0]! : Buffer.concat(pieces, length);
}

function largest(parts: readonly Buffer[]): number {
  return Math.max(...parts.map((part) => part.length));
}

class ChunkRequest implements ClockRequest {
  readonly command = COMMAND.READ_CHUNK;
  readonly data: Buffer;
  private received: Buffer[] = [];
  private receivedBytes = 0;
  private refusal: number | null = null;

  constructor(
    start: number,
    private readonly length: number,
  ) {
    this.data = Buffer.alloc(8);
    this.data.writeUInt32LE(start, 0);
    this.data.writeUInt32LE(length, 4);
  }

  /**
   * What came, or `null` when the clock asks to be asked again.
   * @throws ClockProtocolError `CLOCK.UNSUPPORTED` when it refused; the conversation may go on
   */
  parts(): readonly Buffer[] | null {
    if (this.refusal === null) return this.received;
    if (isWishForRepetition(this.refusal)) return null;
    throw new ClockProtocolError(
      'CLOCK.UNSUPPORTED',
      `the clock answered ${this.refusal} to a request for a chunk`,
    );
  }

  onSend(): void {
    this.received = [];
    this.receivedBytes = 0;
    this.refusal = null;
  }

  receive({ command, data }: Packet): Reception {
    switch (command) {
      case COMMAND.PREPARE_DATA:
        if (data.length >= 4 && data.readUInt32LE(0) > this.length) throw this.tooMuch(data.readUInt32LE(0));
        return 'more';
      case COMMAND.DATA:
        if (data.length === 0) return 'more';
        this.received.push(data);
        this.receivedBytes += data.length;
        if (this.receivedBytes > this.length) throw this.tooMuch(this.receivedBytes);
        return this.receivedBytes === this.length ? 'done' : 'more';
      case COMMAND.ACK_OK:
        return 'lost';
      case COMMAND.ACK_UNAUTH:
        throw sessionForgotten();
      default:
        this.refusal = command;
        return 'done';
    }
  }

  /** A datagram may come twice; one that is different is of a longer answer, and which part of it was taken is unknown. */
  late({ command, data }: Packet): void {
    if (command !== COMMAND.DATA || this.receivedBytes < this.length) return;
    if (!this.received.some((part) => part.equals(data)))
      throw this.tooMuch(this.receivedBytes + data.length);
  }

  private tooMuch(bytes: number): ClockProtocolError {
    return new ClockProtocolError(
      'CLOCK.SIZE_MISMATCH',
      `${bytes} bytes came where ${this.length} were asked for`,
    );
  }
}
