import { describe, expect, it } from '@jest/globals';
import { COMMAND } from '../../wire/commands.js';
import { scrambleCommKey } from '../../wire/comm-key.js';
import { PacketDecoder, payloadChecksum, type Packet } from '../../wire/packet.js';
import { PacketStream } from '../../wire/packet-stream.js';
import { decodeTimeCode } from '../../wire/time-code.js';
import type { DeviceSession } from '../device-session.js';
import { EmulatedClock } from '../emulated-clock.js';
import type { LineStep, Medium } from '../line.js';
import { plausiblePunches } from '../plausible-punches.js';
import { PROFILE_NAMES } from './catalogue.js';

const COUNT = 200;
const SET_BYTES = 4 + COUNT * 40;
const MEMORY = plausiblePunches({ punches: COUNT, users: 12, seed: 4 });

/** Speaks to a clock without a network: requests in, steps on the line out. */
class Client {
  readonly told: LineStep[] = [];
  session: DeviceSession;
  private replyId = 0;

  constructor(
    readonly clock: EmulatedClock,
    private readonly medium: Medium = 'tcp',
  ) {
    this.session = this.begin();
  }

  begin(): DeviceSession {
    this.session = this.clock.begin(this.medium, (steps) => void this.told.push(...steps));
    this.ask(COMMAND.CONNECT);
    return this.session;
  }

  ask(command: number, data: Buffer = Buffer.alloc(0)): readonly LineStep[] {
    this.replyId += 1;
    return this.clock.answer(this.session, {
      command,
      session: this.session.id,
      replyId: this.replyId,
      data,
    });
  }

  prepareLog(): readonly LineStep[] {
    return this.ask(COMMAND.PREPARE_SET, Buffer.from('010d000000000000000000', 'hex'));
  }

  chunk(start: number, length: number): readonly LineStep[] {
    const data = Buffer.alloc(8);
    data.writeUInt32LE(start, 0);
    data.writeUInt32LE(length, 4);
    return this.ask(COMMAND.READ_CHUNK, data);
  }

  /** The steps of the whole log. */
  log(): readonly LineStep[] {
    this.prepareLog();
    return this.chunk(0, SET_BYTES);
  }
}

function client(profile: string, medium?: Medium): Client {
  return new Client(new EmulatedClock({ ...MEMORY, profile, now: () => '2026-10-20T08:41:00' }), medium);
}

function writes(steps: readonly LineStep[]): Buffer[] {
  return steps.flatMap((step) => (step.kind === 'write' ? [step.bytes] : []));
}

function packets(steps: readonly LineStep[]): Packet[] {
  const payloads = new PacketStream().push(Buffer.concat(writes(steps)));
  const decoder = new PacketDecoder();
  return payloads.map((payload) => decoder.decode(payload));
}

const SOUND_LOG = Buffer.concat(writes(client('').log()));
const kinds = (steps: readonly LineStep[]): string[] => steps.map(({ kind }) => kind);

describe('profiles of the emulated clock', () => {
  it.each(PROFILE_NAMES.map((name) => [name]))('there is %s', (name) => {
    expect(() => new EmulatedClock({ profile: name })).not.toThrow();
  });

  it.each(['sour', 'split,split', 'split:x', 'drop:twice', 'comm-key:1000000', '8a:1,nothing'])(
    'there is no %s',
    (profile) => expect(() => new EmulatedClock({ profile })).toThrow(RangeError),
  );

  it.each([
    ['8a', 8],
    ['8b', 8],
    ['16', 16],
    ['40', 40],
    ['49', 49],
  ])('%s lays a punch out in %d bytes', (profile, bytes) => {
    const sizes = packets(client(profile).prepareLog())[0]!.data;
    expect(sizes.readUInt32LE(1)).toBe(4 + COUNT * bytes);
  });

  it('comm-key:77 wants 77 proved', () => {
    const { clock, session } = client('comm-key:77');
    const prove = (key: number): number => {
      const data = scrambleCommKey(key, session.id);
      const request = { command: COMMAND.AUTH, session: session.id, replyId: 9, data };
      return packets(clock.answer(session, request))[0]!.command;
    };
    expect([prove(78), prove(77)]).toEqual([COMMAND.ACK_UNAUTH, COMMAND.ACK_OK]);
  });

  it('split brings the same bytes in pieces of at most 9, the same for the same seed', () => {
    const pieces = writes(client('split').log());
    expect(packets(client('split').log()).map(({ data }) => data)).toEqual(
      packets(client('').log()).map(({ data }) => data),
    );
    expect(Math.max(...pieces.map(({ length }) => length))).toBeLessThanOrEqual(9);
    expect(writes(client('split').log()).map(({ length }) => length)).toEqual(
      pieces.map(({ length }) => length),
    );
  });

  it('glued brings an answer of several packets in one write', () => {
    expect(kinds(client('').log())).toEqual(['write', 'pause', 'write']);
    const steps = client('glued').log();
    expect(kinds(steps)).toEqual(['write']);
    expect(packets(steps)).toHaveLength(3);
  });

  it('slow pauses after every kilobyte', () => {
    expect(
      client('slow:3')
        .log()
        .filter((step) => step.kind === 'pause' && step.ms === 3).length,
    ).toBe(Math.ceil(SET_BYTES / 1024) + 1);
  });

  it.each([
    ['drop', 'hang-up'],
    ['stall', 'go-silent'],
  ])('%s ends in the middle of the log and nowhere else', (profile, end) => {
    const failing = client(profile);
    failing.prepareLog();
    expect(kinds(failing.chunk(0, 1_000))).not.toContain(end);
    const steps = failing.chunk(0, SET_BYTES);
    expect(steps.at(-1)!.kind).toBe(end);
    expect(Buffer.concat(writes(steps)).length).toBe(Math.floor(SOUND_LOG.length / 2));
    expect(kinds(failing.ask(COMMAND.GET_TIME))).toEqual(['write']);
  });

  it('over UDP the last datagram before the end is a whole one', () => {
    const decoder = new PacketDecoder();
    const datagrams = writes(client('stall', 'udp').log());
    expect(datagrams.length).toBeGreaterThan(1);
    for (const datagram of datagrams) expect(() => decoder.decode(datagram)).not.toThrow();
  });

  it('drop:once gives the log to whoever asks again', () => {
    const failing = client('drop:once');
    expect(kinds(failing.log())).toContain('hang-up');
    expect(packets(failing.log()).at(-2)!.data).toEqual(packets(client('').log()).at(-2)!.data);
  });

  it.each([
    ['wrong-count', COUNT + 7],
    ['wrong-count:zero', 0],
    ['wrong-count:fewer', 66],
  ])('%s states %d punches of 200', (profile, stated) => {
    expect(packets(client(profile).ask(COMMAND.FREE_SIZES))[0]!.data.readUInt32LE(32)).toBe(stated);
  });

  it('free-sizes-4 states nothing but four bytes', () => {
    expect(packets(client('free-sizes-4').ask(COMMAND.FREE_SIZES))[0]!.data).toHaveLength(4);
  });

  it.each([
    ['wrong-size:prepared', SET_BYTES + 40],
    ['wrong-size:fewer', SET_BYTES - 40],
  ])('%s lies when the set is prepared', (profile, stated) => {
    expect(packets(client(profile).prepareLog())[0]!.data.readUInt32LE(1)).toBe(stated);
  });

  it('wrong-size lies at the head of the log', () => {
    const data = packets(client('wrong-size').log()).find(({ command }) => command === COMMAND.DATA)!.data;
    expect(data.readUInt32LE(0)).toBe(data.length - 4 + 40);
  });

  it('wrong-checksum flips one bit of the packet in the middle of the log', () => {
    const payloads = new PacketStream().push(Buffer.concat(writes(client('wrong-checksum').log())));
    const wrong = payloads.filter((payload) => payload.readUInt16LE(2) !== payloadChecksum(payload));
    expect(wrong.map((payload) => payload.readUInt16LE(0))).toEqual([COMMAND.DATA]);
  });

  it('off-by-one-checksum is one too many in every packet', () => {
    for (const payload of new PacketStream().push(
      Buffer.concat(writes(client('off-by-one-checksum').log())),
    )) {
      const stated = payload.readUInt16LE(2);
      expect((stated - payloadChecksum(payload) + 0xffff) % 0xffff).toBe(1);
    }
  });

  it('garbage is not what a clock says', () => {
    expect(() => packets(client('garbage').ask(COMMAND.GET_TIME))).toThrow();
    expect(packets(client('garbage:log').ask(COMMAND.GET_TIME))).toHaveLength(1);
  });

  it('clock-wrong:-90 states a minute and a half ago', () => {
    const time = packets(client('clock-wrong:-90').ask(COMMAND.GET_TIME))[0]!.data.readUInt32LE(0);
    expect(decodeTimeCode(time)).toBe('2026-10-20T08:39:30');
  });

  it('clock-jumping states another time in the next session', () => {
    const jumping = client('clock-jumping');
    const hear = (): string =>
      decodeTimeCode(packets(jumping.ask(COMMAND.GET_TIME))[0]!.data.readUInt32LE(0));
    const first = [hear(), hear()];
    jumping.begin();
    expect([...first, hear()]).toEqual(['2026-10-20T08:41:00', '2026-10-20T08:41:00', '2026-10-20T13:41:00']);
  });

  it('event-storm tells of punches around every packet of a transfer', () => {
    expect(packets(client('event-storm').log()).map(({ command }) => command)).toEqual([
      COMMAND.EVENT,
      COMMAND.PREPARE_DATA,
      COMMAND.EVENT,
      COMMAND.DATA,
      COMMAND.EVENT,
      COMMAND.ACK_OK,
    ]);
  });

  it.each([
    ['log-cleared', 0],
    ['log-cleared:refilled', COUNT + 5],
  ])('%s leaves %d punches to who reads after the first', (profile, left) => {
    const reader = client(profile);
    expect(reader.clock.punchCount).toBe(COUNT);
    reader.log();
    reader.begin();
    expect(reader.clock.punchCount).toBe(left);
    expect(reader.clock.punches).not.toEqual(MEMORY.punches);
  });

  it('udp-loss:100 loses every datagram, udp-duplicate:100 doubles it, TCP is as ever', () => {
    expect(writes(client('udp-loss:100', 'udp').log())).toHaveLength(0);
    const sound = writes(client('', 'udp').log()).length;
    expect(writes(client('udp-duplicate:100', 'udp').log())).toHaveLength(2 * sound);
    expect(writes(client('udp-loss:100').log())).toHaveLength(2);
  });

  it('udp-reorder:100 lets each datagram be overtaken by the next', () => {
    const reordered = writes(client('udp-reorder:100', 'udp').log());
    const order = reordered.map((payload) => payload.readUInt16LE(0));
    expect(order.slice(0, 4)).toEqual([COMMAND.DATA, COMMAND.PREPARE_DATA, COMMAND.DATA, COMMAND.DATA]);
  });

  it('legacy knows no 1503 and sends its log to command 13', () => {
    expect(packets(client('legacy').prepareLog())[0]!.command).toBe(COMMAND.ACK_UNKNOWN);
    expect(packets(client('legacy').ask(COMMAND.ATTENDANCE_READ))[1]!.data).toHaveLength(SET_BYTES);
  });

  it('error-1503 answers 4989 and sends no log at all', () => {
    expect(packets(client('error-1503').prepareLog())[0]!.command).toBe(4989);
    expect(packets(client('error-1503').ask(COMMAND.ATTENDANCE_READ))[0]!.command).toBe(COMMAND.ACK_ERROR);
  });

  it('inline sends what fits one packet at once', () => {
    expect(packets(client('inline').prepareLog())[0]).toMatchObject({
      command: COMMAND.DATA,
      data: expect.objectContaining({ length: SET_BYTES }),
    });
  });

  it('no-close-ack ends a chunk with its data', () => {
    expect(packets(client('no-close-ack').log()).map(({ command }) => command)).toEqual([
      COMMAND.PREPARE_DATA,
      COMMAND.DATA,
    ]);
  });

  it('session-zero says the size where its session belongs', () => {
    const [, data, ack] = packets(client('session-zero').log());
    expect([data!.session, ack!.session]).toEqual([0, SET_BYTES]);
  });

  it('stray-bytes puts nine bytes before the first punch', () => {
    const sizes = packets(client('stray-bytes').prepareLog())[0]!.data;
    expect(sizes.readUInt32LE(1)).toBe(SET_BYTES + 9);
  });

  it('impossible-date has exactly one 31 February', () => {
    const { clock } = client('impossible-date');
    expect(clock.punches.filter(({ clockTime }) => clockTime.startsWith('2026-02-31'))).toHaveLength(1);
  });

  it('long-numbers have 24 characters, all different only at the end', () => {
    const numbers = new Set(client('long-numbers').clock.punches.map(({ number }) => number));
    expect(numbers.size).toBe(12);
    expect(new Set([...numbers].map((number) => number.slice(0, 14))).size).toBe(1);
    expect([...numbers].every((number) => number.length === 24)).toBe(true);
  });

  it('one-client does not answer a second one until the first has left', () => {
    const first = client('one-client');
    const second = new Client(first.clock);
    expect(second.ask(COMMAND.GET_TIME)).toEqual([]);
    expect(first.ask(COMMAND.GET_TIME)).toHaveLength(1);
    first.ask(COMMAND.EXIT);
    expect(second.ask(COMMAND.GET_TIME)).toHaveLength(1);
  });

  it('profiles combine: an old clock on a line that splits', () => {
    const pieces = writes(client('8a,split:5').log());
    expect(Math.max(...pieces.map(({ length }) => length))).toBe(5);
  });
});

describe('live events of the emulated clock', () => {
  const PUNCH = MEMORY.punches[0]!;

  it('are told to who registered for them, and only to them', () => {
    const deaf = client('');
    const keen = new Client(deaf.clock);
    keen.ask(COMMAND.EVENT, Buffer.from('01000000', 'hex'));
    deaf.clock.addPunches([PUNCH]);
    expect(deaf.told).toEqual([]);
    const [event] = packets(keen.told);
    expect(event).toMatchObject({ command: COMMAND.EVENT, session: 1, replyId: 0 });
    expect(event!.data).toHaveLength(36);
    expect(event!.data.toString('latin1', 0, PUNCH.number.length)).toBe(PUNCH.number);
  });

  it('stop while the client acknowledges none, and go on when it does', () => {
    const lazy = client('');
    lazy.ask(COMMAND.EVENT, Buffer.from('01000000', 'hex'));
    lazy.clock.addPunches(Array.from({ length: 15 }, () => PUNCH));
    expect(packets(lazy.told)).toHaveLength(10);
    expect(lazy.ask(COMMAND.ACK_OK)).toEqual([]);
    lazy.clock.addPunches([PUNCH]);
    expect(packets(lazy.told)).toHaveLength(11);
  });

  it.each([
    ['16', 12],
    ['8a', 10],
  ])('of a clock with layout %s have %d bytes', (profile, bytes) => {
    const keen = client(profile);
    keen.ask(COMMAND.EVENT, Buffer.from('ffff0000', 'hex'));
    keen.clock.addPunches([PUNCH]);
    expect(packets(keen.told)[0]!.data).toHaveLength(bytes);
  });
});
