import { ClockProtocolError } from '@cunqin/clock-protocol';
import {
  encodePayload,
  frameTcp,
  HEADER_BYTES,
  PacketDecoder,
} from '../../../libs/clock-protocol/src/wire/packet.js';
import { PacketStream } from '../../../libs/clock-protocol/src/wire/packet-stream.js';
import { hold, inPieces, refusable, type FuzzTarget } from '../target.js';

const packet = (command: number, data: Buffer): Buffer =>
  encodePayload({ command, session: 0x1f2e, replyId: 7, data });

const PAYLOADS = [
  packet(2000, Buffer.alloc(0)),
  packet(1500, Buffer.from('a406000000040000', 'hex')),
  packet(1501, Buffer.alloc(333, 0x31)),
  packet(500, Buffer.from('0a0001001a0a1408290000', 'hex')),
];

/** A TCP stream gives the packets that are in it, wherever it is cut, and nothing else. */
export const packetStream: FuzzTarget = {
  name: 'packet stream',
  corpus: [
    ...PAYLOADS.map(frameTcp),
    Buffer.concat(PAYLOADS.map(frameTcp)),
    Buffer.concat([...PAYLOADS, ...PAYLOADS].map(frameTcp)),
  ],
  feed: (input, random) => {
    const whole = payloadsOf([input]);
    const cut = payloadsOf(inPieces(input, random));
    // Of a stream that turns bad within one piece, the packets of that piece are lost with it: never more than came.
    hold(cut.length >= whole.length, 'pieces give at least what the whole gives');
    const framed = Buffer.concat(cut.map(frameTcp));
    hold(framed.equals(input.subarray(0, framed.length)), 'packets are the bytes of the stream, in order');
    hold(
      whole.every((payload, at) => payload.equals(cut[at] ?? Buffer.alloc(0))),
      'cutting changes no packet',
    );
    return cut.length > 0;
  },
};

function payloadsOf(pieces: readonly Buffer[]): Buffer[] {
  const stream = new PacketStream();
  const payloads: Buffer[] = [];
  for (const piece of pieces) {
    const came = refusable(() => stream.push(piece), ClockProtocolError);
    if (came === null) break;
    payloads.push(...came.map((payload) => Buffer.from(payload)));
  }
  return payloads;
}

/** A packet that is accepted is, but for one in its checksum, the bytes that came. */
export const packetDecoder: FuzzTarget = {
  name: 'packet',
  corpus: PAYLOADS,
  feed: (input) => {
    const decoded = refusable(() => new PacketDecoder().decode(input), ClockProtocolError);
    if (decoded === null) return false;
    const again = encodePayload(decoded);
    hold(again.subarray(4).equals(input.subarray(4)), 'session, reply id and data are those that came');
    hold(again.readUInt16LE(0) === input.readUInt16LE(0), 'the command is the one that came');
    const difference = (again.readUInt16LE(2) - input.readUInt16LE(2) + 0xffff) % 0xffff;
    hold([0, 1, 0xfffe].includes(difference), 'the checksum is off by one at most');
    hold(decoded.data.length === input.length - HEADER_BYTES, 'no byte of data comes out of thin air');
    return true;
  },
};
