import { COMMAND, MAX_TCP_CHUNK, MAX_UDP_CHUNK } from '../wire/commands.js';
import type { Packet } from '../wire/packet.js';
import type { Burst } from './device-session.js';
import type { Medium } from './line.js';

/** A packet of the answer at hand: session and reply id are filled in. */
export type PacketOf = (command: number, data?: Buffer) => Packet;

/** What a clock states of a set it holds ready: `00 · u32 size · u32 size · 4 bytes`. */
export function preparedSizes(setBytes: number): Buffer {
  const sizes = Buffer.alloc(13);
  sizes.writeUInt32LE(setBytes, 1);
  sizes.writeUInt32LE(setBytes, 5);
  return sizes;
}

/**
 * PREPARE_DATA, the data, ACK_OK. What fits one datagram goes without PREPARE_DATA on UDP. The closing ACK leaves together
 * with the last data: npm's clients take a late one for the answer to their next command.
 */
export function transfer(medium: Medium, data: Buffer, packet: PacketOf): Burst[] {
  const limit = medium === 'tcp' ? MAX_TCP_CHUNK : MAX_UDP_CHUNK;
  const announcement = Buffer.alloc(8);
  announcement.writeUInt32LE(data.length, 0);
  announcement.writeUInt32LE(limit, 4);
  const bursts: Packet[][] = [];
  if (medium === 'tcp' || data.length > limit) bursts.push([packet(COMMAND.PREPARE_DATA, announcement)]);
  for (let at = 0; at < data.length; at += limit) {
    bursts.push([packet(COMMAND.DATA, data.subarray(at, at + limit))]);
  }
  bursts.at(-1)?.push(packet(COMMAND.ACK_OK));
  return bursts;
}
