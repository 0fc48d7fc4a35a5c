import { describe, expect, it } from '@jest/globals';
import { encodePayload, frameTcp, MAX_PAYLOAD_BYTES, PacketDecoder, payloadChecksum } from './packet.js';

const packet = { command: 2000, session: 0x1f2e, replyId: 7, data: Buffer.from('0102030405', 'hex') };

function withChecksum(payload: Buffer, difference: number): Buffer {
  const changed = Buffer.from(payload);
  changed.writeUInt16LE((payload.readUInt16LE(2) + difference) & 0xffff, 2);
  return changed;
}

describe('a packet', () => {
  it('comes back from its own encoding, odd data included', () => {
    expect(new PacketDecoder().decode(encodePayload(packet))).toEqual(packet);
  });

  it('is framed for TCP with magic and length', () => {
    const frame = frameTcp(encodePayload(packet));
    expect(frame.subarray(0, 8).toString('hex')).toBe('5050827d0d000000');
    expect(frame.length).toBe(8 + 13);
  });

  it('has the checksum that makes all its words sum to 0xffff', () => {
    // CONNECT as every client sends it: 1000, session 0, reply id 0.
    expect(payloadChecksum(Buffer.from('e803000000000000', 'hex'))).toBe(0xfc17);
  });

  it('with checksum 0x0000 equals one with 0xffff', () => {
    const payload = Buffer.from('ffff000000000000', 'hex');
    expect(payloadChecksum(payload)).toBe(0);
    payload.writeUInt16LE(0xffff, 2);
    expect(new PacketDecoder().decode(payload).command).toBe(0xffff);
  });

  it.each([0, 1, 7])('of %d bytes is no packet', (length) => {
    expect(() => new PacketDecoder().decode(Buffer.alloc(length))).toThrow(
      expect.objectContaining({ code: 'CLOCK.BAD_FRAME' }),
    );
  });

  it('longer than 128 KiB is refused', () => {
    expect(() => new PacketDecoder().decode(Buffer.alloc(MAX_PAYLOAD_BYTES + 1))).toThrow(
      expect.objectContaining({ code: 'CLOCK.BAD_FRAME' }),
    );
  });
});

describe('the checksum of a conversation', () => {
  it('refuses every flipped bit once the first packet was exact', () => {
    const payload = encodePayload(packet);
    for (let bit = 0; bit < payload.length * 8; bit += 1) {
      const decoder = new PacketDecoder();
      decoder.decode(payload);
      const flipped = Buffer.from(payload);
      flipped[bit >> 3]! ^= 1 << (bit & 7);
      expect(() => decoder.decode(flipped)).toThrow(expect.objectContaining({ code: 'CLOCK.CHECKSUM' }));
    }
  });

  it.each([1, -1])('may be off by %d in every packet, and that is counted', (difference) => {
    const decoder = new PacketDecoder();
    for (let round = 0; round < 3; round += 1)
      decoder.decode(withChecksum(encodePayload(packet), difference));
    expect(decoder.offByOne).toBe(3);
  });

  it('may not change from off by one to exact', () => {
    const decoder = new PacketDecoder();
    decoder.decode(withChecksum(encodePayload(packet), 1));
    expect(() => decoder.decode(encodePayload(packet))).toThrow(
      expect.objectContaining({ code: 'CLOCK.CHECKSUM' }),
    );
  });

  it.each([2, -2, 256])('is wrong when off by %d', (difference) => {
    expect(() => new PacketDecoder().decode(withChecksum(encodePayload(packet), difference))).toThrow(
      expect.objectContaining({ code: 'CLOCK.CHECKSUM' }),
    );
  });
});
