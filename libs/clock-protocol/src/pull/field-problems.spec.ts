import { afterEach, describe, expect, it } from '@jest/globals';
import { EmulatedClock } from '../device/emulated-clock.js';
import { plausiblePunches } from '../device/plausible-punches.js';
import type { ClockDriver, ClockTarget } from '../driver.js';
import { NodeZklibDriver } from '../node-zklib/node-zklib-driver.js';
import { decodeUsers } from '../records/users.js';
import {
  IMPATIENT,
  readPunches,
  SHORT_LIMITS,
  startEmulated,
  startMiddleman,
  startServer,
  stopAll,
} from '../testing/tampered-clock.js';
import { COMMAND } from '../wire/commands.js';
import { converse } from './converse.js';
import { TcpConnection } from './tcp-connection.js';
import { ZkDriver } from './zk-driver.js';

/** What users of open clock drivers suffer from, by the numbers of protocol.md §4; push has the rest. */

afterEach(stopAll);

const TCP = new ZkDriver({ transport: 'tcp' });
const UDP = new ZkDriver({ transport: 'udp' });
const OURS: readonly (readonly [string, ClockDriver])[] = [
  ['zk-tcp', TCP],
  ['zk-udp', UDP],
];
const ALL: typeof OURS = [...OURS, ['node-zklib', new NodeZklibDriver()]];
const LOG = plausiblePunches({ punches: 3_500, users: 20, seed: 12 });
const CODED = { code: expect.stringMatching(/^CLOCK\.[A-Z_]+$/) };

describe.each(ALL)('with %s', (_name, driver) => {
  it.each([
    'split',
    'glued',
    'event-storm',
    'no-close-ack',
    'session-zero',
    'inline',
    'udp-loss',
    'udp-reorder',
    'udp-duplicate',
  ])('problem 1: silent partial logs — the log is whole when the clock is %s', async (profile) => {
    const { target } = await startEmulated({ ...LOG, profile });
    expect((await readPunches(driver, target)).punches).toEqual(LOG.punches);
  });

  it.each([
    'drop',
    'stall',
    'wrong-size',
    'wrong-size:prepared',
    'wrong-size:fewer',
    'wrong-checksum',
    'garbage:log',
  ])('problem 1: silent partial logs — the log is refused when the clock is %s', async (profile) => {
    const { target } = await startEmulated({ ...LOG, profile });
    await expect(readPunches(driver, target, IMPATIENT)).rejects.toMatchObject(CODED);
  });

  it('problem 2: the process dies on a time-out — a time-out is a rejection, and the next read works', async () => {
    const dead = await startServer(() => undefined);
    await expect(readPunches(driver, dead, IMPATIENT)).rejects.toMatchObject(CODED);
    const { target } = await startEmulated({ ...LOG, profile: 'stall' });
    await expect(readPunches(driver, target, IMPATIENT)).rejects.toMatchObject(CODED);
    const { target: sound } = await startEmulated(LOG);
    expect((await readPunches(driver, sound)).punches).toEqual(LOG.punches);
  }, 15_000);

  it('problem 4: the device freezes when a second client connects — one connection, freed at the end', async () => {
    const { target } = await startEmulated({ ...LOG, profile: 'one-client' });
    for (let time = 1; time <= 3; time += 1) {
      expect((await readPunches(driver, target)).punches).toEqual(LOG.punches);
    }
  });

  it('problem 5: comm key — the right one opens the clock, a wrong one has an error of its own', async () => {
    const { target } = await startEmulated({ ...LOG, profile: 'comm-key:991' });
    expect((await readPunches(driver, { ...target, commKey: 991 })).punches).toEqual(LOG.punches);
    await expect(readPunches(driver, { ...target, commKey: 199 })).rejects.toMatchObject({
      code: 'CLOCK.AUTH_REFUSED',
    });
  });

  it.each(['8a', '8b', '16', '40', '49'])(
    'problem 6: record sizes — a clock with records of layout %s is read without being told so',
    async (profile) => {
      const { target } = await startEmulated({ ...LOG, profile });
      const { report, punches } = await readPunches(driver, target);
      expect(punches).toEqual(LOG.punches);
      expect(report.known).toMatchObject({ layout: profile });
    },
  );

  it.each(['wrong-count:zero', 'wrong-count:fewer', 'free-sizes-4'])(
    'problem 7: “0 records” although full — all is read when the count is %s',
    async (profile) => {
      const { target } = await startEmulated({ ...LOG, profile });
      expect((await readPunches(driver, target)).punches).toEqual(LOG.punches);
    },
  );

  it('problem 8: an impossible date kills the read — it is kept as stated, and the rest as well', async () => {
    const { clock, target } = await startEmulated({ ...LOG, profile: 'impossible-date' });
    const { punches } = await readPunches(driver, target);
    expect(punches).toEqual(clock.punches);
    expect(punches.filter(({ clockTime }) => clockTime.startsWith('2026-02-31'))).toHaveLength(1);
  });

  it.each(['', 'drop', 'stall'])(
    'problem 10: device left disabled — it is never disabled, and enabled when somebody else left it so (%s)',
    async (profile) => {
      const commands: number[] = [];
      const { clock, target } = await startEmulated({
        ...LOG,
        profile,
        onCommand: (command) => commands.push(command),
      });
      await disableAndLeave(target);
      expect(clock.enabled).toBe(false);
      commands.length = 0;
      await readPunches(driver, target, IMPATIENT).catch(() => undefined);
      expect(clock.enabled).toBe(true);
      expect(commands).not.toContain(COMMAND.DISABLE);
    },
    15_000,
  );

  it('problem 11: duplicates downstream — two reads give the same punches at the same places', async () => {
    const { target } = await startEmulated(LOG);
    const first = await readPunches(driver, target);
    expect(await readPunches(driver, target)).toMatchObject({
      punches: first.punches,
      indexes: first.indexes,
    });
    expect(new Set(first.indexes).size).toBe(LOG.punches.length);
  });

  it('problem 12: logs cleared and lost — nothing that is sent changes what the clock holds', async () => {
    const commands = new Set<number>();
    const { clock, target } = await startEmulated({ ...LOG, onCommand: (command) => commands.add(command) });
    await driver.probe(target);
    const { known } = (await readPunches(driver, target)).report;
    await readPunches(driver, target, { known });
    expect(clock.punchCount).toBe(LOG.punches.length);
    const { CLEAR_DATA, CLEAR_ATTENDANCE, USER_WRITE, USER_DELETE, OPTIONS_WRITE } = COMMAND;
    for (const command of [CLEAR_DATA, CLEAR_ATTENDANCE, USER_WRITE, USER_DELETE, OPTIONS_WRITE]) {
      expect(commands).not.toContain(command);
    }
  });

  it('problem 15: NAT and DHCP — every read says which clock answered at that address', async () => {
    for (const serialNumber of ['CQ-EAST', 'CQ-WEST']) {
      const { target } = await startEmulated({ ...LOG, serialNumber });
      expect((await readPunches(driver, target)).report.probe.serialNumber).toBe(serialNumber);
    }
  });

  it('problem 16: time zone jumps — hours that summer time skips or repeats somewhere stay as stated', async () => {
    const punch = { number: '17', verifyMode: 1, punchState: 0, workCode: 0 };
    const times = [
      '2026-03-08T02:30:00',
      '2026-03-29T01:30:00',
      '2026-03-29T02:30:00',
      '2026-11-01T01:30:00',
    ];
    const punches = times.map((clockTime) => ({ ...punch, clockTime }));
    const { target } = await startEmulated({ users: [], punches });
    expect((await readPunches(driver, target)).punches).toEqual(punches);
  });

  it('problem 18: state or verify missing — both are there as the clock has them', async () => {
    const punch = { number: '17', clockTime: '2026-10-20T08:41:00', workCode: 0 };
    const pairs = [
      [0, 1],
      [1, 15],
      [4, 3],
      [255, 25],
    ] as const;
    const punches = pairs.map(([punchState, verifyMode]) => ({ ...punch, punchState, verifyMode }));
    const { target } = await startEmulated({ users: [], punches });
    expect((await readPunches(driver, target)).punches).toEqual(punches);
  });

  it('problem 21: long numbers cut to 9 characters — all 24 are kept', async () => {
    const { clock, target } = await startEmulated({ ...LOG, profile: 'long-numbers' });
    const { punches } = await readPunches(driver, target);
    expect(punches).toEqual(clock.punches);
    expect(punches.every(({ number }) => number.length === 24)).toBe(true);
  });
});

describe.each(OURS)('with %s', (_name, driver) => {
  it('problem 3: hangs over slow lines — slow is read, silent is given up', async () => {
    const log = plausiblePunches({ punches: 150, users: 20, seed: 12 });
    const { target } = await startEmulated({ ...log, profile: 'slow:40' });
    const patient = { ...SHORT_LIMITS, totalTimeoutMs: 20_000 };
    const { report, punches } = await readPunches(driver, target, patient);
    expect(punches).toEqual(log.punches);
    expect(report.durationMs).toBeGreaterThan(SHORT_LIMITS.idleTimeoutMs);
    const { target: silent } = await startEmulated({ ...log, profile: 'stall' });
    const startedAt = performance.now();
    await expect(readPunches(driver, silent, IMPATIENT)).rejects.toMatchObject(CODED);
    expect(performance.now() - startedAt).toBeLessThan(6_000);
  }, 25_000);

  it('problem 9: live events stop — each is acknowledged, so that the clock goes on telling', async () => {
    let registered = false;
    const { clock, target } = await startEmulated({
      ...LOG,
      punches: [],
      onCommand: (command) => (registered ||= command === COMMAND.EVENT),
    });
    const heard: (string | null)[] = [];
    const end = new AbortController();
    const watching = driver.watch(target, ({ number }) => heard.push(number), { signal: end.signal });
    while (!registered) await pause(10);
    for (const punch of LOG.punches.slice(0, 40)) {
      clock.addPunches([punch]);
      await pause(10);
    }
    await pause(100);
    end.abort();
    await watching;
    expect(heard).toEqual(LOG.punches.slice(0, 40).map(({ number }) => number));
  });

  it('problem 13: every poll reads everything — the second asks for nothing but what is new', async () => {
    const { clock, target } = await startEmulated(LOG);
    const { known } = (await readPunches(driver, target)).report;
    expect((await readPunches(driver, target, { known })).report).toMatchObject({
      mode: 'nothing-new',
      logBytes: 0,
    });
    clock.addPunches(LOG.punches.slice(0, 3));
    const { report, punches } = await readPunches(driver, target, { known });
    expect(punches).toEqual(LOG.punches.slice(0, 3));
    expect(report.logBytes).toBeLessThan(1_000);
  });
});

describe('with a driver of its own', () => {
  it('problem 14: UDP-only devices — they are read over UDP, and refuse TCP', async () => {
    const clock = new EmulatedClock({ ...LOG, packetGapMs: 0 });
    const { port } = await clock.listen({ host: '127.0.0.1', port: 0, tcp: false });
    const target = { host: '127.0.0.1', port };
    try {
      expect((await readPunches(UDP, target)).punches).toEqual(LOG.punches);
      await expect(readPunches(TCP, target)).rejects.toMatchObject({ code: 'CLOCK.REFUSED' });
    } finally {
      await clock.close();
    }
  });

  it('problem 17: names in GBK — users are known by number whatever the bytes of their names', () => {
    const set = Buffer.alloc(4 + 28);
    set.writeUInt32LE(28);
    set.writeUInt16LE(5, 4);
    Buffer.from('d5c5c8fd', 'hex').copy(set, 4 + 8);
    set.writeUInt32LE(17, 4 + 24);
    expect(decodeUsers(set)).toEqual([{ internalId: 5, number: '17' }]);
  });

  it('problem 20: reset in mid-read — the read goes on where it was', async () => {
    let chunks = 0;
    const target = await startMiddleman(
      {
        onRequest: ({ command }, client) => {
          if (command !== COMMAND.READ_CHUNK || (chunks += 1) !== 2) return true;
          client.resetAndDestroy();
          return false;
        },
      },
      LOG,
    );
    expect((await readPunches(TCP, target)).punches).toEqual(LOG.punches);
  });
});

const pause = (ms: number): Promise<void> => new Promise((resolve) => setTimeout(resolve, ms));

/** Some other program disables the clock and goes away. */
async function disableAndLeave(target: ClockTarget): Promise<void> {
  await converse(TcpConnection.open, target, SHORT_LIMITS, async ({ session, connection }) => {
    await session.ask(COMMAND.DISABLE);
    await connection.close([]);
  });
}
