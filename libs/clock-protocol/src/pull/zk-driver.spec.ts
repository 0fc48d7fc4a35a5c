import { afterEach, describe, expect, it } from '@jest/globals';
import { Temporal } from 'temporal-polyfill';
import { EmulatedClock, type EmulatedClockOptions } from '../device/emulated-clock.js';
import { plausiblePunches } from '../device/plausible-punches.js';
import type { ClockDriver, ClockPunch, ClockTarget, ConversationOptions, ReadReport } from '../driver.js';
import { NodeZklibDriver } from '../node-zklib/node-zklib-driver.js';
import { COMMAND } from '../wire/commands.js';
import { ZkDriver } from './zk-driver.js';

const DRIVERS: readonly (readonly [string, ClockDriver])[] = [
  ['zk-tcp', new ZkDriver({ transport: 'tcp' })],
  ['zk-udp', new ZkDriver({ transport: 'udp' })],
  ['node-zklib', new NodeZklibDriver()],
];

const clocks: EmulatedClock[] = [];

afterEach(async () => {
  await Promise.all(clocks.splice(0).map((clock) => clock.close()));
});

async function startClock(
  options: EmulatedClockOptions = {},
): Promise<{ clock: EmulatedClock; target: ClockTarget }> {
  const clock = new EmulatedClock({ packetGapMs: 0, ...options });
  clocks.push(clock);
  const { port } = await clock.listen({ host: '127.0.0.1', port: 0 });
  return { clock, target: { host: '127.0.0.1', port } };
}

async function readAll(
  driver: ClockDriver,
  target: ClockTarget,
  options: ConversationOptions = {},
): Promise<{ report: ReadReport; punches: ClockPunch[] }> {
  const punches: ClockPunch[] = [];
  const report = await driver.read(target, (batch) => void punches.push(...batch), {
    idleTimeoutMs: 3000,
    ...options,
  });
  return { report, punches };
}

describe.each(DRIVERS)('reading with %s', (_name, driver) => {
  it.each([0, 1, 3, 25, 26, 5_000])(
    'brings a log of %d punches whole, in order and as it is',
    async (count) => {
      const { users, punches } = plausiblePunches({ punches: count, users: 47, seed: count });
      const { target } = await startClock({ users, punches });
      const read = await readAll(driver, target);
      expect(read.punches.map(({ raw: _raw, index: _index, ...punch }) => punch)).toEqual(punches);
      expect(read.punches.map(({ index }) => index)).toEqual(punches.map((_, at) => at));
      expect(read.report).toMatchObject({
        decoded: count,
        statedBefore: count,
        statedAfter: count,
        recordSize: count === 0 ? null : 40,
        checksumsOffByOne: 0,
      });
    },
  );

  it('states what the clock is and what time it has', async () => {
    const { target } = await startClock({
      serialNumber: 'A6F5200060',
      firmware: 'Ver 6.60',
      platform: 'ZEM560',
      deviceName: 'K14',
      now: () => '2026-10-20T08:41:00',
      users: [{ internalId: 1, number: '17', name: '张三' }],
      punchCapacity: 50_000,
    });
    let second = 0;
    const now = (): Temporal.Instant => Temporal.Instant.fromEpochMilliseconds((second += 1) * 1000);
    expect(await driver.probe(target, { now })).toEqual({
      serialNumber: 'A6F5200060',
      firmware: 'Ver 6.60',
      platform: 'ZEM560',
      deviceName: 'K14',
      time: {
        clockTime: '2026-10-20T08:41:00',
        askedAt: Temporal.Instant.fromEpochMilliseconds(2000),
        answeredAt: Temporal.Instant.fromEpochMilliseconds(3000),
      },
      punchCount: 0,
      punchCapacity: 50_000,
      userCount: 1,
    });
  });

  it('opens a clock with a comm key by the right one', async () => {
    const { target } = await startClock({ commKey: 1234, serialNumber: 'KEYED' });
    expect((await driver.probe({ ...target, commKey: 1234 })).serialNumber).toBe('KEYED');
  });

  it.each([[4321], [0], [undefined], [-1]])('does not open it by %p', async (commKey) => {
    const { target } = await startClock({ commKey: 1234 });
    await expect(
      driver.probe({ ...target, ...(commKey !== undefined && { commKey }) }),
    ).rejects.toMatchObject({
      code: 'CLOCK.AUTH_REFUSED',
    });
  });

  it('never disables the clock and leaves it enabled and free', async () => {
    const commands: number[] = [];
    const { punches, users } = plausiblePunches({ punches: 100, users: 10, seed: 1 });
    const { target } = await startClock({ punches, users, onCommand: (command) => commands.push(command) });
    await readAll(driver, target);
    expect(commands).not.toContain(COMMAND.DISABLE);
    expect(commands.slice(-2)).toEqual([COMMAND.ENABLE, COMMAND.EXIT]);
  });

  it('keeps an impossible date and reads on', async () => {
    const punch = { number: '17', verifyMode: 1, punchState: 0, workCode: 0 };
    const times = ['2026-02-28T08:00:00', '2026-02-31T08:00:00', '2026-03-01T08:00:00'];
    const { target } = await startClock({ punches: times.map((clockTime) => ({ ...punch, clockTime })) });
    const { punches } = await readAll(driver, target);
    expect(punches.map(({ clockTime }) => clockTime)).toEqual(times);
  });

  it('waits for the taker of each batch, and its error ends the read and the session', async () => {
    const commands: number[] = [];
    const { punches, users } = plausiblePunches({ punches: 4_000, users: 10, seed: 1 });
    const { target } = await startClock({ punches, users, onCommand: (command) => commands.push(command) });
    const taken = driver.read(target, async () => {
      await new Promise((resolve) => setTimeout(resolve, 5));
      throw new Error('the disk is full');
    });
    await expect(taken).rejects.toThrow('the disk is full');
    expect(commands.slice(-2)).toEqual([COMMAND.ENABLE, COMMAND.EXIT]);
  });

  it('ends at once when aborted, during the read and before it', async () => {
    const { punches, users } = plausiblePunches({ punches: 4_000, users: 10, seed: 1 });
    const { target } = await startClock({ punches, users });
    const abortion = new AbortController();
    const never = new Promise<void>(() => undefined);
    const taken = driver.read(
      target,
      () => {
        abortion.abort();
        return never;
      },
      { signal: abortion.signal },
    );
    await expect(taken).rejects.toMatchObject({ code: 'CLOCK.ABORTED' });
    await expect(driver.probe(target, { signal: abortion.signal })).rejects.toMatchObject({
      code: 'CLOCK.ABORTED',
    });
  });

  it('is refused where nothing listens', async () => {
    const { clock, target } = await startClock();
    await clock.close();
    await expect(driver.probe(target)).rejects.toMatchObject({ code: 'CLOCK.REFUSED' });
  });

  it('cannot reach a port that does not exist', async () => {
    await expect(driver.probe({ host: '127.0.0.1', port: 70_000 })).rejects.toMatchObject({
      code: 'CLOCK.UNREACHABLE',
    });
  });

  it('fails while the network is down and works when it is up again', async () => {
    const { clock, target } = await startClock({ serialNumber: 'BACK' });
    clock.setNetwork('down');
    await expect(driver.probe(target, { idleTimeoutMs: 300 })).rejects.toMatchObject({
      code: expect.stringMatching(/^CLOCK\.(REFUSED|TIMEOUT)$/),
    });
    clock.setNetwork('up');
    expect((await driver.probe(target)).serialNumber).toBe('BACK');
  });

  it('errs when the network goes down in the middle of a read', async () => {
    const { punches, users } = plausiblePunches({ punches: 8_000, users: 10, seed: 1 });
    let asked = 0;
    const { clock, target } = await startClock({
      punches,
      users,
      onCommand: (command) => {
        if (command === COMMAND.READ_CHUNK && (asked += 1) === 2) clock.setNetwork('down');
      },
    });
    await expect(readAll(driver, target, { idleTimeoutMs: 500 })).rejects.toMatchObject({
      code: expect.stringMatching(/^CLOCK\.(CLOSED_MID_READ|TIMEOUT)$/),
    });
  });
});

describe('what is left to the reader of the report', () => {
  it('a punch during the transfer shows as a larger count afterwards', async () => {
    const { punches, users } = plausiblePunches({ punches: 100, users: 10, seed: 1 });
    const { clock, target } = await startClock({
      punches,
      users,
      onCommand: (command) => {
        if (command === COMMAND.READ_CHUNK && clock.punchCount === 100) clock.addPunches(punches.slice(0, 1));
      },
    });
    const { report } = await readAll(new ZkDriver({ transport: 'tcp' }), target);
    expect(report).toMatchObject({ statedBefore: 100, decoded: 100, statedAfter: 101 });
  });
});
