import { ClockProtocolError } from '../errors.js';
import { COMMAND, isRefusal } from '../wire/commands.js';
import type { Packet } from '../wire/packet.js';
import type { ClockConnection, ClockRequest, Reception } from './connection.js';
import { isWishForRepetition, persistently } from './persistently.js';
import { sessionForgotten } from './session-forgotten.js';

const SIZE_WORD_BYTES = 4;
/** Held in memory as a whole, because only the whole shows whether it came in order; more is not believed. */
const MAX_SET_BYTES = 64 * 1024 * 1024;
const MOST_READINGS = 4;

/**
 * A whole data set the old way: the command that reads it, then PREPARE_DATA with its length, DATA and ACK_OK unasked; the
 * closing ACK_OK may be missing. There is no way to ask for a part of it again.
 *
 * Datagrams carry no sequence number: over UDP it is read until two readings in a row are the same.
 * @throws ClockProtocolError `CLOCK.SIZE_MISMATCH` when more or less came, `CLOCK.UNSUPPORTED` when the clock refuses
 */
export async function readUnasked(connection: ClockConnection, readCommand: number): Promise<Buffer> {
  let set = await readOnce(connection, readCommand);
  if (connection.keepsOrder) return set;
  for (let readings = 1; readings < MOST_READINGS; readings += 1) {
    const again = await readOnce(connection, readCommand);
    if (again.equals(set)) return set;
    set = again;
  }
  throw new ClockProtocolError('CLOCK.SIZE_MISMATCH', 'no two readings of the set were the same', {
    transient: true,
  });
}

function readOnce(connection: ClockConnection, readCommand: number): Promise<Buffer> {
  const request = new UnaskedRequest(readCommand);
  return persistently(async () => {
    await connection.request(request);
    return request.set();
  });
}

class UnaskedRequest implements ClockRequest {
  private parts: Buffer[] = [];
  private received = 0;
  private announced: number | null = null;
  private repeat = false;

  constructor(readonly command: number) {}

  /** The set, or `null` when the clock asks to be asked again. */
  set(): Buffer | null {
    return this.repeat ? null : Buffer.concat(this.parts, this.received);
  }

  onSend(): void {
    this.parts = [];
    this.received = 0;
    this.announced = null;
    this.repeat = false;
  }

  receive({ command, data }: Packet): Reception {
    if (isWishForRepetition(command)) {
      this.repeat = true;
      return 'done';
    }
    if (isRefusal(command)) {
      throw new ClockProtocolError('CLOCK.UNSUPPORTED', `the clock answered ${command} to ${this.command}`);
    }
    switch (command) {
      case COMMAND.PREPARE_DATA:
        this.announce(data);
        return this.announced === 0 ? 'done' : 'more';
      case COMMAND.DATA:
        return this.take(data);
      case COMMAND.ACK_OK:
        return this.received === (this.announced ?? 0) ? 'done' : 'lost';
      case COMMAND.ACK_UNAUTH:
        throw sessionForgotten();
      default:
        throw new ClockProtocolError('CLOCK.UNSUPPORTED', `the clock answered ${command} to ${this.command}`);
    }
  }

  late({ command, data }: Packet): void {
    if (command !== COMMAND.DATA || this.received !== this.announced) return;
    if (!this.parts.some((part) => part.equals(data))) throw this.tooMuch();
  }

  private announce(data: Buffer): void {
    if (data.length < SIZE_WORD_BYTES) {
      throw new ClockProtocolError('CLOCK.SIZE_MISMATCH', 'the clock did not state the size of the set');
    }
    const bytes = data.readUInt32LE(0);
    if (bytes > MAX_SET_BYTES || (this.announced !== null && bytes !== this.announced)) {
      throw new ClockProtocolError('CLOCK.SIZE_MISMATCH', `a set of ${bytes} bytes is not believable`);
    }
    this.announced = bytes;
  }

  private take(data: Buffer): Reception {
    // A small set comes without announcement: its own size word says how long it is.
    this.announced ??= data.length < SIZE_WORD_BYTES ? 0 : data.readUInt32LE(0) + SIZE_WORD_BYTES;
    this.parts.push(data);
    this.received += data.length;
    if (this.received > this.announced || this.received > MAX_SET_BYTES) throw this.tooMuch();
    return this.received === this.announced ? 'done' : 'more';
  }

  private tooMuch(): ClockProtocolError {
    return new ClockProtocolError(
      'CLOCK.SIZE_MISMATCH',
      `more than the ${this.announced ?? 0} bytes came that were announced`,
    );
  }
}
