import { ClockProtocolError } from '../errors.js';
import { HEADER_BYTES, MAX_PAYLOAD_BYTES, TCP_MAGIC } from './packet.js';

const FRAME_BYTES = TCP_MAGIC.length + 4;

/**
 * Cuts a TCP stream into payloads, however the bytes were split or glued on the way.
 * Holds at most one unfinished payload (128 KiB).
 */
export class PacketStream {
  private readonly frame = Buffer.alloc(FRAME_BYTES);
  private frameFilled = 0;
  private payload: Buffer | null = null;
  private payloadFilled = 0;

  /**
   * Takes the next bytes and returns the payloads they complete, in order.
   * @throws ClockProtocolError `CLOCK.BAD_FRAME` at the first byte that no clock would send; the stream is then useless
   */
  push(bytes: Buffer): Buffer[] {
    const complete: Buffer[] = [];
    let at = 0;
    while (at < bytes.length) {
      at += this.payload === null ? this.fillFrame(bytes, at) : this.fillPayload(this.payload, bytes, at);
      if (this.payload !== null && this.payloadFilled === this.payload.length) {
        complete.push(this.payload);
        this.payload = null;
        this.frameFilled = 0;
      }
    }
    return complete;
  }

  private fillFrame(bytes: Buffer, at: number): number {
    const copied = bytes.copy(this.frame, this.frameFilled, at, at + FRAME_BYTES - this.frameFilled);
    this.frameFilled += copied;
    const known = Math.min(this.frameFilled, TCP_MAGIC.length);
    if (this.frame.compare(TCP_MAGIC, 0, known, 0, known) !== 0) {
      throw badFrame('the answer does not begin like a packet of a clock');
    }
    if (this.frameFilled === FRAME_BYTES) this.beginPayload(this.frame.readUInt32LE(TCP_MAGIC.length));
    return copied;
  }

  private beginPayload(length: number): void {
    if (length < HEADER_BYTES || length > MAX_PAYLOAD_BYTES) {
      throw badFrame(`a packet cannot have ${length} bytes`);
    }
    this.payload = Buffer.alloc(length);
    this.payloadFilled = 0;
  }

  private fillPayload(payload: Buffer, bytes: Buffer, at: number): number {
    const copied = bytes.copy(payload, this.payloadFilled, at);
    this.payloadFilled += copied;
    return copied;
  }
}

/** In the middle of a conversation it may be the line that changed a byte of the frame. */
function badFrame(message: string): ClockProtocolError {
  return new ClockProtocolError('CLOCK.BAD_FRAME', message, { transient: true });
}
