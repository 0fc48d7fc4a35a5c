import { connect } from 'node:net';
import { createSocket } from 'node:dgram';
import { afterEach, describe, expect, it } from '@jest/globals';
import { converse } from '../pull/converse.js';
import type { Reception } from '../pull/connection.js';
import type { ClockSession } from '../pull/session.js';
import { dataSetRequest } from '../pull/read-data-set.js';
import { TcpConnection } from '../pull/tcp-connection.js';
import { ZkDriver } from '../pull/zk-driver.js';
import { decodeUsers } from '../records/users.js';
import { COMMAND } from '../wire/commands.js';
import { encodeTimeCode } from '../wire/time-code.js';
import { EmulatedClock, type EmulatedClockOptions } from './emulated-clock.js';
import { plausiblePunches } from './plausible-punches.js';

const PUNCH = { number: '17', clockTime: '2026-10-20T08:41:00', verifyMode: 1, punchState: 0, workCode: 0 };

const clocks: EmulatedClock[] = [];

afterEach(async () => {
  await Promise.all(clocks.splice(0).map((clock) => clock.close()));
});

async function startClock(
  options: EmulatedClockOptions = {},
): Promise<{ clock: EmulatedClock; port: number }> {
  const clock = new EmulatedClock({ packetGapMs: 0, ...options });
  clocks.push(clock);
  return { clock, port: (await clock.listen({ host: '127.0.0.1', port: 0 })).port };
}

function inSession<T>(port: number, work: (session: ClockSession) => Promise<T>): Promise<T> {
  return converse(TcpConnection.open, { host: '127.0.0.1', port }, {}, ({ session }) => work(session));
}

/** The data of all DATA packets of one answer. */
async function collect(session: ClockSession, command: number): Promise<Buffer> {
  const parts: Buffer[] = [];
  await session.connection.request({
    command,
    receive: (packet): Reception => {
      if (packet.command === COMMAND.DATA) parts.push(packet.data);
      return packet.command === COMMAND.ACK_OK ? 'done' : 'more';
    },
  });
  return Buffer.concat(parts);
}

describe('the emulated clock', () => {
  it.each([
    COMMAND.USER_WRITE,
    COMMAND.TEMPLATE_WRITE,
    COMMAND.OPTIONS_WRITE,
    COMMAND.USER_DELETE,
    COMMAND.TEMPLATE_DELETE,
    COMMAND.CLEAR_DATA,
  ])('refuses command %d, which would write or erase', async (command) => {
    const { clock, port } = await startClock({ punches: [PUNCH] });
    expect((await inSession(port, (session) => session.ask(command, Buffer.alloc(72)))).command).toBe(
      COMMAND.ACK_ERROR,
    );
    expect(clock.punchCount).toBe(1);
  });

  it('does not know commands it does not serve', async () => {
    const { port } = await startClock();
    expect((await inSession(port, (session) => session.ask(4711))).command).toBe(COMMAND.ACK_UNKNOWN);
  });

  it('does not know options it does not have', async () => {
    const { port } = await startClock();
    expect(await inSession(port, (session) => session.option('~NoSuchThing'))).toBeNull();
  });

  it('answers nothing to who has not connected or not proved the comm key', async () => {
    const { port } = await startClock({ commKey: 5 });
    const socket = createSocket('udp4');
    const answer = new Promise<Buffer>((resolve) => socket.once('message', resolve));
    socket.send(Buffer.from('c9002dff00000900', 'hex'), port, '127.0.0.1');
    expect((await answer).readUInt16LE(0)).toBe(COMMAND.ACK_UNAUTH);
    socket.close();
  });

  it('is disabled until it is enabled', async () => {
    const { clock, port } = await startClock();
    await inSession(port, async (session) => {
      await session.ask(COMMAND.DISABLE, Buffer.alloc(4));
      expect(clock.enabled).toBe(false);
    });
    expect(clock.enabled).toBe(true);
  });

  it('can be set and then goes on from there', async () => {
    let now = '2026-10-20T08:00:00';
    const { port } = await startClock({ now: () => now });
    const time = Buffer.alloc(4);
    time.writeUInt32LE(encodeTimeCode('2026-10-20T08:30:00')!);
    await inSession(port, async (session) => {
      await session.ask(COMMAND.SET_TIME, time);
      now = '2026-10-20T08:00:07';
      expect((await session.time()).clockTime).toBe('2026-10-20T08:30:07');
    });
  });

  it('forgets its punches when the log is cleared', async () => {
    const { clock, port } = await startClock({ punches: [PUNCH] });
    await inSession(port, (session) => session.ask(COMMAND.CLEAR_ATTENDANCE));
    expect(clock.punchCount).toBe(0);
  });

  it('sends its whole log and its users to the legacy commands', async () => {
    const { users, punches } = plausiblePunches({ punches: 3_000, users: 47, seed: 1 });
    const { port } = await startClock({ users, punches });
    await inSession(port, async (session) => {
      const log = await collect(session, COMMAND.ATTENDANCE_READ);
      expect(log.readUInt32LE(0)).toBe(3_000 * 40);
      expect(log.length).toBe(4 + 3_000 * 40);
      expect(decodeUsers(await collect(session, COMMAND.USERS_READ))).toHaveLength(47);
    });
  });

  it('has no templates and no other sets', async () => {
    const { users, punches } = plausiblePunches({ punches: 10, users: 47, seed: 1 });
    const { port } = await startClock({ users, punches });
    const templates = dataSetRequest(COMMAND.USERS_READ, 2);
    const answer = await inSession(port, (session) => session.ask(COMMAND.PREPARE_SET, templates));
    expect(answer).toMatchObject({ command: COMMAND.DATA, data: Buffer.alloc(4) });
  });

  it('refuses a chunk beyond the set, and any chunk when no set is prepared', async () => {
    const { users, punches } = plausiblePunches({ punches: 100, users: 1, seed: 1 });
    const { port } = await startClock({ users, punches });
    const chunk = Buffer.alloc(8);
    chunk.writeUInt32LE(4_005, 4);
    await inSession(port, async (session) => {
      expect((await session.ask(COMMAND.READ_CHUNK, chunk)).command).toBe(COMMAND.ACK_ERROR);
      await session.ask(COMMAND.PREPARE_SET, dataSetRequest(COMMAND.ATTENDANCE_READ, 0));
      expect((await session.ask(COMMAND.READ_CHUNK, chunk)).command).toBe(COMMAND.ACK_ERROR);
    });
  });

  it('hangs up on what does not speak its language', async () => {
    const { port } = await startClock();
    const socket = connect(port, '127.0.0.1');
    socket.on('error', () => undefined);
    socket.write('GET / HTTP/1.1\r\n\r\n');
    await new Promise((resolve) => socket.once('close', resolve));
  });

  it('serves TCP and UDP on one port', async () => {
    const { port } = await startClock({ serialNumber: 'BOTH' });
    const target = { host: '127.0.0.1', port };
    for (const driver of [new ZkDriver({ transport: 'tcp' }), new ZkDriver({ transport: 'udp' })]) {
      expect((await driver.probe(target)).serialNumber).toBe('BOTH');
    }
  });

  it('breaks connections when its network goes down', async () => {
    const { clock, port } = await startClock();
    const broken = inSession(port, async (session) => {
      clock.setNetwork('down');
      await session.time();
    });
    await expect(broken).rejects.toMatchObject({ code: 'CLOCK.CLOSED_MID_READ' });
  });

  it('cannot hold what its family cannot', () => {
    expect(() => new EmulatedClock({ punches: [{ ...PUNCH, number: '1'.repeat(25) }] })).toThrow(RangeError);
    expect(() => new EmulatedClock({ punches: [{ ...PUNCH, clockTime: 'yesterday' }] })).toThrow(RangeError);
    expect(() => new EmulatedClock({ layout: '16', punches: [{ ...PUNCH, number: 'A1' }] })).toThrow(
      RangeError,
    );
  });
});

describe('plausible punches', () => {
  it('are the same for the same seed and others for another', () => {
    const log = (seed: number): unknown => plausiblePunches({ punches: 500, users: 20, seed });
    expect(log(7)).toEqual(log(7));
    expect(log(7)).not.toEqual(log(8));
  });

  it.each([1, 7, 500, 20_000])('%d of them are in order, none twice, all by enrolled people', (count) => {
    const { users, punches } = plausiblePunches({ punches: count, users: 20, seed: 1 });
    expect(punches).toHaveLength(count);
    const times = punches.map(({ clockTime }) => clockTime);
    expect(new Set(times).size).toBe(count);
    expect([...times].sort()).toEqual(times);
    const numbers = new Set(users.map(({ number }) => number));
    expect(punches.every(({ number }) => numbers.has(number))).toBe(true);
    expect(times.every((time) => time >= '2015' && time < '2026-10-31')).toBe(true);
  });
});
