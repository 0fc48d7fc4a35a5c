import { afterEach, describe, expect, it } from '@jest/globals';
import { plausiblePunches } from '../device/plausible-punches.js';
import type { ClockDriver } from '../driver.js';
import {
  answerTo,
  changed,
  readPunches,
  SHORT_LIMITS,
  startEmulated,
  startMiddleman,
  stopAll,
  type Middleman,
} from '../testing/tampered-clock.js';
import { COMMAND } from '../wire/commands.js';
import { encodePayload, frameTcp, PacketDecoder, type Packet } from '../wire/packet.js';
import { ZkDriver } from './zk-driver.js';

afterEach(stopAll);

const TCP = new ZkDriver({ transport: 'tcp' });
const DRIVERS: readonly (readonly [string, ClockDriver])[] = [
  ['zk-tcp', TCP],
  ['zk-udp', new ZkDriver({ transport: 'udp' })],
];
const LOG = plausiblePunches({ punches: 4_000, users: 20, seed: 6 });
const SMALL = plausiblePunches({ punches: 12, users: 5, seed: 6 });
const SET_BYTES = 4 + 40 * 4_000;

describe.each(DRIVERS)('%s reads the log of a clock that', (_name, driver) => {
  it.each([
    'inline',
    'legacy',
    'legacy,16',
    'legacy,8b',
    'no-close-ack',
    'legacy,no-close-ack',
    'session-zero',
    'event-storm',
    'legacy,event-storm',
    'off-by-one-checksum',
    '8a',
    '8b,no-close-ack',
  ])('is %s', async (profile) => {
    const { target } = await startEmulated({ ...LOG, profile });
    expect((await readPunches(driver, target)).punches).toEqual(LOG.punches);
  });

  it.each(['inline', 'legacy', '8a', 'legacy,8a'])('is %s and has a small log', async (profile) => {
    const { target } = await startEmulated({ ...SMALL, profile });
    expect((await readPunches(driver, target)).punches).toEqual(SMALL.punches);
  });

  it.each(['', 'legacy', '8a', 'legacy,8a', 'inline'])('is empty (%s)', async (profile) => {
    const { target } = await startEmulated({ ...LOG, punches: [], profile });
    expect((await readPunches(driver, target)).report).toMatchObject({
      decoded: 0,
      logRecords: 0,
      known: null,
      recordSize: null,
    });
  });

  it('and says so when it gives its log in no way that is known', async () => {
    const { target } = await startEmulated({ ...LOG, profile: 'error-1503' });
    await expect(readPunches(driver, target)).rejects.toMatchObject({ code: 'CLOCK.UNSUPPORTED' });
  });
});

/** Answers this command itself, the first `times` times. */
function answering(
  command: number,
  answer: (request: Packet) => readonly Buffer[],
  times = Infinity,
): Middleman {
  let asked = 0;
  return {
    onRequest: (request, client) => {
      if (request.command !== command || (asked += 1) > times) return true;
      client.write(Buffer.concat(answer(request)));
      return false;
    },
  };
}

function sizes(bytes: number): Buffer {
  const data = Buffer.alloc(13);
  data.writeUInt32LE(bytes, 1);
  data.writeUInt32LE(bytes, 5);
  return data;
}

function word(value: number): Buffer {
  const data = Buffer.alloc(4);
  data.writeUInt32LE(value);
  return data;
}

describe('an answer to the request for a log', () => {
  it.each([COMMAND.ACK_ERROR, COMMAND.ACK_UNKNOWN, 65_531, 65_532, 65_533, 4_989])(
    'that is %d leads to the old way of reading',
    async (refusal) => {
      const target = await startMiddleman(
        answering(COMMAND.PREPARE_SET, (request) => [answerTo(request, refusal)]),
        LOG,
      );
      expect((await readPunches(TCP, target)).punches).toEqual(LOG.punches);
    },
  );

  it.each([
    ['a bare ACK_OK', COMMAND.ACK_OK, Buffer.alloc(0)],
    ['an ACK_OK with size 0', COMMAND.ACK_OK, sizes(0)],
    ['PREPARE_DATA with size 0', COMMAND.PREPARE_DATA, sizes(0)],
    ['DATA of no bytes', COMMAND.DATA, Buffer.alloc(0)],
    ['DATA with a size word of 0', COMMAND.DATA, word(0)],
  ])('that is %s means an empty log', async (_what, command, data) => {
    const target = await startMiddleman(
      answering(COMMAND.PREPARE_SET, (request) => [answerTo(request, command, data)]),
      LOG,
    );
    expect((await readPunches(TCP, target)).report).toMatchObject({ decoded: 0, statedBefore: 4_000 });
  });

  it('that is PREPARE_DATA with sizes is as good as ACK_OK', async () => {
    const prepared = ({ command, data }: Packet): boolean => command === COMMAND.ACK_OK && data.length === 13;
    const target = await startMiddleman(
      {
        onAnswer: (payload, client) => {
          const answer = changed(payload, (packet) => ({
            command: prepared(packet) ? COMMAND.PREPARE_DATA : packet.command,
          }));
          client.write(frameTcp(answer));
        },
      },
      LOG,
    );
    expect((await readPunches(TCP, target)).punches).toEqual(LOG.punches);
  });

  it.each([COMMAND.ACK_RETRY, COMMAND.ACK_REPEAT])('that is %d is a wish to be asked again', async (wish) => {
    for (const command of [COMMAND.CONNECT, COMMAND.PREPARE_SET, COMMAND.READ_CHUNK]) {
      const target = await startMiddleman(
        answering(command, (request) => [answerTo(request, wish)], 2),
        LOG,
      );
      expect((await readPunches(TCP, target)).punches).toEqual(LOG.punches);
    }
  });

  it('that is always a wish to be asked again is given up', async () => {
    const target = await startMiddleman(
      answering(COMMAND.PREPARE_SET, (request) => [answerTo(request, COMMAND.ACK_RETRY)]),
      LOG,
    );
    await expect(readPunches(TCP, target)).rejects.toMatchObject({ code: 'CLOCK.TIMEOUT' });
  });
});

describe('an answer to the request for a chunk', () => {
  const set = Buffer.alloc(SET_BYTES);
  const piece = (request: Packet): Buffer =>
    set.subarray(request.data.readUInt32LE(0), request.data.readUInt32LE(0) + request.data.readUInt32LE(4));

  it.each([
    [
      'states more than was asked for',
      (request: Packet) => [answerTo(request, COMMAND.PREPARE_DATA, word(65_473))],
    ],
    [
      'has a byte too many',
      (request: Packet) => [
        answerTo(request, COMMAND.DATA, Buffer.concat([piece(request), Buffer.alloc(1)])),
      ],
    ],
    [
      'goes on when it was whole',
      (request: Packet) => [
        answerTo(request, COMMAND.DATA, piece(request)),
        answerTo(request, COMMAND.DATA, Buffer.alloc(7, 7)),
      ],
    ],
  ])('that %s is an error', async (_what, answer) => {
    set.writeUInt32LE(SET_BYTES - 4);
    const target = await startMiddleman(answering(COMMAND.READ_CHUNK, answer), LOG);
    await expect(readPunches(TCP, target)).rejects.toMatchObject({ code: 'CLOCK.SIZE_MISMATCH' });
  });

  it('may be many packets of DATA, with the closing ACK_OK long after', async () => {
    const target = await startMiddleman(
      {
        onAnswer: (payload, client) => {
          const packet = new PacketDecoder().decode(payload);
          if (packet.command === COMMAND.ACK_OK && packet.data.length === 0) {
            setTimeout(() => client.write(frameTcp(payload)), 30);
            return;
          }
          const part = packet.command === COMMAND.DATA ? 999 : packet.data.length;
          for (let at = 0; at === 0 || at < packet.data.length; at += part) {
            client.write(answerTo(packet, packet.command, packet.data.subarray(at, at + part)));
          }
        },
      },
      LOG,
    );
    expect((await readPunches(TCP, target)).punches).toEqual(LOG.punches);
  });
});

describe('the users that records of 8 bytes need', () => {
  it('are read before the log is asked for again, because a clock holds one set at a time', async () => {
    const commands: number[] = [];
    const { target } = await startEmulated({
      ...LOG,
      profile: '8a',
      onCommand: (command) => commands.push(command),
    });
    await readPunches(TCP, target);
    expect(commands.filter((command) => command === COMMAND.PREPARE_SET)).toHaveLength(3);
  });

  it('are needed: without them the log is not read, for the numbers would be made up', async () => {
    const users = ({ data }: Packet): boolean => data.readUInt16LE(1) === COMMAND.USERS_READ;
    const target = await startMiddleman(
      {
        onRequest: (request, client) => {
          const refused =
            (request.command === COMMAND.PREPARE_SET && users(request)) ||
            request.command === COMMAND.USERS_READ;
          if (refused) client.write(answerTo(request, COMMAND.ACK_ERROR));
          return !refused;
        },
      },
      { ...LOG, profile: '8a' },
    );
    await expect(TCP.read(target, () => undefined, SHORT_LIMITS)).rejects.toMatchObject({
      code: 'CLOCK.UNSUPPORTED',
    });
  });

  it('may have been deleted: their punches keep the internal id', async () => {
    const gone = LOG.users.find(({ number }) => number === LOG.punches[0]!.number)!;
    const target = await startMiddleman(
      { onAnswer: withoutUser(gone.internalId) },
      { ...LOG, profile: '8b' },
    );
    const { punches } = await readPunches(TCP, target);
    expect(punches.map(({ number }) => number)).toEqual(
      LOG.punches.map(({ number }) => (number === gone.number ? `uid:${gone.internalId}` : number)),
    );
  });
});

/** Moves one user of 28 bytes to an internal id nobody has. */
function withoutUser(internalId: number): NonNullable<Middleman['onAnswer']> {
  return (payload, client) => {
    const packet = new PacketDecoder().decode(payload);
    const { command, data } = packet;
    const isUsers = command === COMMAND.DATA && data.length === 4 + LOG.users.length * 28;
    for (let at = 4; isUsers && at < data.length; at += 28) {
      if (data.readUInt16LE(at) === internalId) data.writeUInt16LE(60_000, at);
    }
    client.write(frameTcp(encodePayload(packet)));
  };
}
