import { describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import { frameTcp, MAX_PAYLOAD_BYTES } from './packet.js';
import { PacketStream } from './packet-stream.js';

const payloads = [Buffer.alloc(8, 1), Buffer.alloc(9, 2), Buffer.alloc(1040, 3)];
const stream = Buffer.concat(payloads.map(frameTcp));
const wanted = hex(payloads);

function hex(buffers: readonly Buffer[]): string[] {
  return buffers.map((buffer) => buffer.toString('hex'));
}

describe('a stream of packets', () => {
  it('is cut right when split in two at every byte', () => {
    for (let at = 0; at <= stream.length; at += 1) {
      const packets = new PacketStream();
      const received = [...packets.push(stream.subarray(0, at)), ...packets.push(stream.subarray(at))];
      expect(hex(received)).toEqual(wanted);
    }
  });

  it('is cut right when it arrives byte by byte', () => {
    const packets = new PacketStream();
    expect(hex([...stream].flatMap((byte) => packets.push(Buffer.from([byte]))))).toEqual(wanted);
  });

  it('is cut right when everything is glued together', () => {
    expect(hex(new PacketStream().push(stream))).toEqual(wanted);
  });

  it('gives the same payloads however it is split', () => {
    const anyPayloads = fc.array(fc.uint8Array({ minLength: 8, maxLength: 300 }), { maxLength: 8 });
    fc.assert(
      fc.property(anyPayloads, fc.array(fc.nat(400), { maxLength: 40 }), (sent, steps) => {
        const buffers = sent.map((bytes) => Buffer.from(bytes));
        const bytes = Buffer.concat(buffers.map(frameTcp));
        const packets = new PacketStream();
        const received: Buffer[] = [];
        let at = 0;
        for (const step of steps) {
          received.push(...packets.push(bytes.subarray(at, at + step)));
          at = Math.min(bytes.length, at + step);
        }
        received.push(...packets.push(bytes.subarray(at)));
        expect(hex(received)).toEqual(hex(buffers));
      }),
    );
  });

  it('never does anything but cut or refuse, whatever the bytes', () => {
    fc.assert(
      fc.property(fc.array(fc.uint8Array({ maxLength: 64 }), { maxLength: 8 }), (pieces) => {
        const packets = new PacketStream();
        try {
          for (const piece of pieces) packets.push(Buffer.from(piece));
        } catch (error) {
          expect(error).toMatchObject({ code: 'CLOCK.BAD_FRAME' });
        }
      }),
    );
  });

  it('refuses the first byte that no clock would send', () => {
    expect(() => new PacketStream().push(Buffer.from('H'))).toThrow(
      expect.objectContaining({ code: 'CLOCK.BAD_FRAME' }),
    );
  });

  it.each([0, 7, MAX_PAYLOAD_BYTES + 1, 0xffff_ffff])(
    'refuses a length of %d before holding any of it',
    (length) => {
      const frame = Buffer.from('5050827d00000000', 'hex');
      frame.writeUInt32LE(length, 4);
      expect(() => new PacketStream().push(frame)).toThrow(
        expect.objectContaining({ code: 'CLOCK.BAD_FRAME' }),
      );
    },
  );

  it('accepts the longest packet', () => {
    const longest = Buffer.alloc(MAX_PAYLOAD_BYTES, 5);
    expect(new PacketStream().push(frameTcp(longest))[0]?.equals(longest)).toBe(true);
  });
});
