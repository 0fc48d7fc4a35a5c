import { afterEach, describe, expect, it } from '@jest/globals';
import { plausiblePunches } from '../device/plausible-punches.js';
import type { ClockDriver, ClockTarget, LiveEvent } from '../driver.js';
import { answerTo, SHORT_LIMITS, startEmulated, startMiddleman, stopAll } from '../testing/tampered-clock.js';
import { COMMAND } from '../wire/commands.js';
import { ZkDriver } from './zk-driver.js';

afterEach(stopAll);

const TCP = new ZkDriver({ transport: 'tcp' });
const { punches, users } = plausiblePunches({ punches: 60, users: 5, seed: 2 });

interface Watching {
  readonly events: LiveEvent[];
  readonly ended: Promise<void>;
  end(): void;
  hears(count: number): Promise<void>;
}

function watch(driver: ClockDriver, target: ClockTarget): Watching {
  const events: LiveEvent[] = [];
  const abortion = new AbortController();
  const ended = driver.watch(target, (event) => events.push(event), {
    idleTimeoutMs: SHORT_LIMITS.idleTimeoutMs,
    signal: abortion.signal,
  });
  const hears = async (count: number): Promise<void> => {
    const until = performance.now() + 3_000;
    while (events.length < count && performance.now() < until) await pause(10);
    expect(events.length).toBe(count);
  };
  return { events, ended, end: () => abortion.abort(), hears };
}

const pause = (ms: number): Promise<void> => new Promise((resolve) => setTimeout(resolve, ms));

async function until(condition: () => boolean): Promise<void> {
  for (let tries = 0; !condition() && tries < 300; tries += 1) await pause(10);
  expect(condition()).toBe(true);
}

describe.each([
  ['zk-tcp', TCP],
  ['zk-udp', new ZkDriver({ transport: 'udp' })],
] as const)('watching with %s', (_name, driver) => {
  it.each(['40', '16', '8a'])(
    'hears every punch while it happens (%s) and ends when told to',
    async (profile) => {
      const commands: number[] = [];
      const onCommand = (command: number): number => commands.push(command);
      const { clock, target } = await startEmulated({ users, punches: [], profile, onCommand });
      const watching = watch(driver, target);
      await until(() => commands.includes(COMMAND.EVENT));
      // More than a clock tells a client that acknowledges nothing, one by one and many at once.
      clock.addPunches(punches.slice(0, 1));
      await watching.hears(1);
      clock.addPunches(punches.slice(1, 6));
      await watching.hears(6);
      clock.addPunches(punches.slice(6, 12));
      await watching.hears(12);
      clock.addPunches(punches.slice(12, 20));
      await watching.hears(20);
      expect(watching.events).toEqual(
        punches.slice(0, 20).map(({ number, clockTime }) => ({ number, clockTime })),
      );
      watching.end();
      await expect(watching.ended).resolves.toBeUndefined();
      await until(() => commands.slice(-2).join() === [COMMAND.ENABLE, COMMAND.EXIT].join());
      expect(commands).not.toContain(COMMAND.DISABLE);
    },
  );

  it('outlives long silence, because it asks for a sign of life', async () => {
    const commands: number[] = [];
    const { clock, target } = await startEmulated({
      users,
      punches: [],
      onCommand: (command) => commands.push(command),
    });
    const watching = watch(driver, target);
    await until(() => commands.filter((command) => command === COMMAND.GET_TIME).length >= 3);
    clock.addPunches(punches.slice(0, 1));
    await watching.hears(1);
    watching.end();
    await watching.ended;
  });

  it('rejects when the clock is gone', async () => {
    const { clock, target } = await startEmulated({ users, punches: [] });
    const watching = watch(driver, target);
    setTimeout(() => clock.setNetwork('down'), 200);
    await expect(watching.ended).rejects.toMatchObject({
      code: expect.stringMatching(/^CLOCK\.(CLOSED_MID_READ|TIMEOUT)$/),
    });
  });
});

describe('watching', () => {
  it('rejects when the clock is silent although it was asked', async () => {
    let registered = false;
    const target = await startMiddleman({
      onRequest: ({ command }) => {
        const silent = registered && command === COMMAND.GET_TIME;
        registered ||= command === COMMAND.EVENT;
        return !silent;
      },
    });
    await expect(watch(TCP, target).ended).rejects.toMatchObject({ code: 'CLOCK.TIMEOUT' });
  });

  it('is not supported by a clock that refuses', async () => {
    const target = await startMiddleman({
      onRequest: (request, client) => {
        if (request.command !== COMMAND.EVENT) return true;
        client.write(answerTo(request, COMMAND.ACK_UNKNOWN));
        return false;
      },
    });
    await expect(watch(TCP, target).ended).rejects.toMatchObject({ code: 'CLOCK.UNSUPPORTED' });
  });

  it('passes on what the listener throws, and closes the session', async () => {
    const commands: number[] = [];
    const { clock, target } = await startEmulated({ onCommand: (command) => commands.push(command) });
    const broken = TCP.watch(
      target,
      () => {
        throw new Error('nobody listens');
      },
      { idleTimeoutMs: 400 },
    );
    setTimeout(() => clock.addPunches(punches.slice(0, 1)), 200);
    await expect(broken).rejects.toThrow('nobody listens');
    await until(() => commands.slice(-2).join() === [COMMAND.ENABLE, COMMAND.EXIT].join());
  });

  it('ends by the total time when there is one', async () => {
    const { target } = await startEmulated();
    const limited = TCP.watch(target, () => undefined, { idleTimeoutMs: 100, totalTimeoutMs: 300 });
    await expect(limited).rejects.toMatchObject({ code: 'CLOCK.TIMEOUT' });
  });

  it('does not begin when told to end before', async () => {
    const { target } = await startEmulated();
    const watching = TCP.watch(target, () => undefined, { signal: AbortSignal.abort() });
    await expect(watching).resolves.toBeUndefined();
  });
});
