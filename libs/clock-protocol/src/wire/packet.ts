import { ClockProtocolError } from '../errors.js';

/** One message of the pull protocol, on TCP without its frame. */
export interface Packet {
  readonly command: number;
  readonly session: number;
  readonly replyId: number;
  readonly data: Buffer;
}

export const TCP_MAGIC = Buffer.from([0x50, 0x50, 0x82, 0x7d]);
export const HEADER_BYTES = 8;

/** Longest payload accepted; legitimate ones end at 65,480 bytes. */
export const MAX_PAYLOAD_BYTES = 128 * 1024;

const CHECKSUM_OFFSET = 2;
const ONES_COMPLEMENT_MODULUS = 0xffff;

/** One's complement of the sum of all 16-bit little-endian words except the checksum's own; an odd byte counts as a word. */
export function payloadChecksum(payload: Buffer): number {
  let sum = 0;
  const even = payload.length & ~1;
  for (let at = 0; at < even; at += 2) {
    if (at !== CHECKSUM_OFFSET) sum += payload[at]! | (payload[at + 1]! << 8);
  }
  if (even < payload.length) sum += payload[even]!;
  while (sum > 0xffff) sum = (sum & 0xffff) + Math.floor(sum / 0x10000);
  return ~sum & 0xffff;
}

/** The payload of a packet: header with checksum, then data. On UDP this is the whole datagram. */
export function encodePayload(packet: Packet): Buffer {
  const payload = Buffer.alloc(HEADER_BYTES + packet.data.length);
  payload.writeUInt16LE(packet.command, 0);
  payload.writeUInt16LE(packet.session, 4);
  payload.writeUInt16LE(packet.replyId, 6);
  packet.data.copy(payload, HEADER_BYTES);
  payload.writeUInt16LE(payloadChecksum(payload), CHECKSUM_OFFSET);
  return payload;
}

/** A payload with the frame that TCP needs. */
export function frameTcp(payload: Buffer): Buffer {
  const frame = Buffer.alloc(TCP_MAGIC.length + 4 + payload.length);
  TCP_MAGIC.copy(frame);
  frame.writeUInt32LE(payload.length, TCP_MAGIC.length);
  payload.copy(frame, TCP_MAGIC.length + 4);
  return frame;
}

/**
 * Decodes the payloads of one conversation and verifies their checksums.
 *
 * Some firmware sums over the wrong reply id and is off by exactly one in every packet. Whether this clock does so is
 * learned from its first packet and demanded of all others: a flipped lowest bit in the middle of a healthy
 * conversation is off by one, too, and must not pass.
 */
export class PacketDecoder {
  private skew: number | null = null;
  private tolerated = 0;

  /** Packets accepted although their checksum was off by one. */
  get offByOne(): number {
    return this.tolerated;
  }

  /** @throws ClockProtocolError `CLOCK.BAD_FRAME` when too short or too long, `CLOCK.CHECKSUM` when corrupt */
  decode(payload: Buffer): Packet {
    if (payload.length < HEADER_BYTES || payload.length > MAX_PAYLOAD_BYTES) {
      throw new ClockProtocolError('CLOCK.BAD_FRAME', `a packet cannot have ${payload.length} bytes`);
    }
    this.verify(payload.readUInt16LE(CHECKSUM_OFFSET), payloadChecksum(payload));
    return {
      command: payload.readUInt16LE(0),
      session: payload.readUInt16LE(4),
      replyId: payload.readUInt16LE(6),
      data: payload.subarray(HEADER_BYTES),
    };
  }

  private verify(stated: number, computed: number): void {
    const difference = (stated - computed + 2 * ONES_COMPLEMENT_MODULUS) % ONES_COMPLEMENT_MODULUS;
    const skew = difference === ONES_COMPLEMENT_MODULUS - 1 ? -1 : difference;
    if (skew > 1 || (this.skew !== null && skew !== this.skew)) {
      throw new ClockProtocolError(
        'CLOCK.CHECKSUM',
        `checksum ${stated} where ${computed} was computed from the packet`,
        { transient: true },
      );
    }
    this.skew = skew;
    if (skew !== 0) this.tolerated += 1;
  }
}
