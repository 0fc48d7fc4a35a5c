import { setTimeout as wait } from 'node:timers/promises';
import { afterEach, beforeEach, describe, expect, it } from '@jest/globals';
import { COMMAND } from '../../libs/clock-protocol/src/wire/commands.js';
import { Town, type TownClock, visit } from '../support/town.js';
import { queuesOf, startWorker, type TownWorker } from '../support/town-workers.js';
import { until } from '../support/until.js';

let town: Town;
let workers: TownWorker[];
beforeEach(async () => {
  town = await Town.start('2026-10-26T08:00');
  await town.addVillages(3);
  workers = [];
});
afterEach(async () => {
  await Promise.all(workers.map((worker) => worker.stop()));
  await queuesOf(town).clocks.obliterate({ force: true });
  await queuesOf(town).township.obliterate({ force: true });
  await town.stop();
});

/** On the minute a worker's timer has due clocks polled, and whoever listens gives way: a test of seconds waits it out. */
async function awayFromTheMinute(): Promise<void> {
  const intoTheMinute = Date.now() % 60_000;
  if (intoTheMinute > 48_000) await wait(60_500 - intoTheMinute);
}

const hire = async (): Promise<void> => {
  await awayFromTheMinute();
  workers.push(await startWorker(town));
};

const punchesAt = async ({ id }: TownClock): Promise<number> =>
  (await town.get<{ total: number }>(`punches?clockId=${id}`)).total;

/** A clock with its commands, answering one client at a time as the hardware does. */
async function addLiveClock(village: string): Promise<{ clock: TownClock; commands: number[] }> {
  const commands: number[] = [];
  const clock = await town.addClock(village, {
    live: true,
    profile: 'one-client',
    onCommand: (command) => commands.push(command),
  });
  return { clock, commands };
}

const beginnings = (commands: readonly number[]): number =>
  commands.filter((command) => command === COMMAND.EVENT).length;

const toBeWatched = (commands: readonly number[], times = 1): Promise<number> =>
  until(
    'the clock to be listened to',
    () => beginnings(commands),
    (count) => count >= times,
  );

describe('a punch at a clock that is listened to', () => {
  it('is in the ledger at once, without waiting for the clock’s turn', async () => {
    const { clock, commands } = await addLiveClock('V01');
    await hire();
    await toBeWatched(commands);
    town.punch(...visit('7', '2026-10-26', 'V01').slice(0, 1));
    await until(
      'the punch to be in the ledger',
      () => punchesAt(clock),
      (count) => count === 1,
    );
    await toBeWatched(commands, 2);
    town.setTime('2026-10-26T08:01');
    town.punch(...visit('8', '2026-10-26', 'V01').slice(0, 1));
    await until(
      'the next punch to be in the ledger',
      () => punchesAt(clock),
      (count) => count === 2,
    );
  });

  it('is heard by one of two workers', async () => {
    const { commands } = await addLiveClock('V01');
    await Promise.all([hire(), hire()]);
    await toBeWatched(commands);
    await wait(1_500);
    expect(beginnings(commands)).toBe(1);
    expect(commands.filter((command) => command === COMMAND.CONNECT)).toHaveLength(1);
  });
});

describe('listening', () => {
  it('gives way to whoever wants to talk, and goes on afterwards', async () => {
    const { clock, commands } = await addLiveClock('V01');
    await hire();
    await toBeWatched(commands);
    expect(await town.poll(clock)).toMatchObject({ outcome: 'complete' });
    const probed = await town.call('admin', 'post', `clocks/${clock.id}/probe`);
    expect(probed).toMatchObject({ status: 200, body: { reachable: true } });
    await toBeWatched(commands, 2);
  });

  it('to a dead clock does not keep others from being heard', async () => {
    const dead = await town.addClock('V01', { live: true });
    await dead.device.close();
    const { clock, commands } = await addLiveClock('V02');
    await hire();
    await toBeWatched(commands);
    town.punch(...visit('7', '2026-10-26', 'V02').slice(0, 1));
    await until(
      'the punch to be in the ledger',
      () => punchesAt(clock),
      (count) => count === 1,
    );
  });

  it('begins again when the line comes back', async () => {
    const { clock, commands } = await addLiveClock('V01');
    await hire();
    await toBeWatched(commands);
    clock.device.setNetwork('down');
    await new Promise((resolve) => setTimeout(resolve, 200));
    clock.device.setNetwork('up');
    await toBeWatched(commands, 2);
  });

  it('ends with the worker, and another one takes over at once', async () => {
    const { commands } = await addLiveClock('V01');
    await hire();
    await toBeWatched(commands);
    await hire();
    await workers.shift()?.stop();
    await toBeWatched(commands, 2);
    expect(beginnings(commands)).toBe(2);
  });

  it('is not done at a clock that was not asked for it', async () => {
    const commands: number[] = [];
    await town.addClock('V01', { onCommand: (command) => commands.push(command) });
    const { commands: heard } = await addLiveClock('V02');
    await hire();
    await toBeWatched(heard);
    expect(commands).toEqual([]);
  });
});
