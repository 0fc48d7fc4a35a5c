import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { plausiblePunches } from '@cunqin/clock-protocol';
import { type ClockOptions, type PollAnswer, Town, type TownClock } from '../support/town.js';

const LOG = 5_000;
const RECORD_BYTES = 40;
/** The size word, and the nine stray bytes that may stand behind it. */
const HEAD_BYTES = 13;
const OVERLAP = 16;
const { users, punches } = plausiblePunches({ punches: LOG, users: 47, seed: 7 });

interface Poll extends PollAnswer {
  readonly mode: string;
  readonly logBytes: number;
  readonly heldBack: boolean;
}

/** Punches of this many people at a date, a minute apart. */
const punchesOn = (date: string, count: number): typeof punches =>
  Array.from({ length: count }, (_, minute) => ({
    number: String(minute + 1),
    clockTime: `${date}T08:${String(minute).padStart(2, '0')}:00`,
    verifyMode: 1,
    punchState: 0,
    workCode: 0,
  }));

let town: Town;
beforeAll(async () => {
  town = await Town.start('2026-11-02T08:00');
  await town.addVillages(7);
});
afterAll(() => town.stop());

const poll = (clock: TownClock, query = ''): Promise<Poll> =>
  town.ask<Poll>('admin', 'post', `clocks/${clock.id}/poll?wait=true${query}`);

const addClock = (village: string, options: ClockOptions = {}): Promise<TownClock> =>
  town.addClock(village, { placedFrom: '2020-01-01', users, punches, ...options });

describe.each(['zk-tcp', 'zk-udp'] as const)('a clock on %s that gave 5,000 punches', (driver) => {
  let clock: TownClock;
  beforeAll(async () => {
    town.setTime('2026-11-02T08:00');
    clock = await addClock(driver === 'zk-tcp' ? 'V01' : 'V02', { driver });
    expect(await poll(clock)).toMatchObject({ mode: 'full', appended: LOG, suspect: 0 });
  });

  it('sends no log bytes when nothing is new, and is proven complete all the same', async () => {
    town.setTime('2026-11-02T08:30');
    expect(await poll(clock)).toMatchObject({
      outcome: 'complete',
      mode: 'nothing-new',
      read: 0,
      appended: 0,
      duplicates: 0,
      logBytes: 0,
      coveredUntil: expect.stringMatching(/^2026-11-02T08:30/),
    });
  });

  it('sends ten new ones and what makes sure that the rest is the same', async () => {
    clock.device.addPunches(punchesOn('2026-11-02', 10));
    town.setTime('2026-11-02T09:00');
    const tail = await poll(clock);
    expect(tail).toMatchObject({ outcome: 'complete', mode: 'tail', read: 10, appended: 10, suspect: 0 });
    expect(tail.logBytes).toBeLessThanOrEqual(HEAD_BYTES + (10 + OVERLAP) * RECORD_BYTES);
  });

  it('sends everything when somebody asks for it', async () => {
    const whole = await poll(clock, '&full=true');
    expect(whole).toMatchObject({ mode: 'full', read: LOG + 10, appended: 0, duplicates: LOG + 10 });
    expect(whole.logBytes).toBeGreaterThanOrEqual((LOG + 10) * RECORD_BYTES);
  });

  it('sends everything once a day', async () => {
    town.setTime('2026-11-03T08:59');
    expect(await poll(clock)).toMatchObject({ mode: 'nothing-new' });
    town.setTime('2026-11-03T09:01');
    expect(await poll(clock)).toMatchObject({ mode: 'full', appended: 0 });
    town.setTime('2026-11-03T10:00');
    expect(await poll(clock)).toMatchObject({ mode: 'nothing-new' });
  });

  it('shows with each read how much of the log it fetched', async () => {
    const { items } = await town.get<{ items: { mode: string; logBytes: number; logRecords: number }[] }>(
      `clocks/${clock.id}/reads`,
    );
    expect(items.map(({ mode }) => mode)).toEqual([
      'nothing-new',
      'full',
      'nothing-new',
      'full',
      'tail',
      'nothing-new',
      'full',
    ]);
    expect(items.map(({ logRecords }) => logRecords)).toEqual([5010, 5010, 5010, 5010, 5010, 5000, 5000]);
  });
});

describe('the first read after a week has ended', () => {
  it('fetches the whole log: only then is the week judged', async () => {
    town.setTime('2026-11-08T23:30');
    const clock = await addClock('V03');
    await poll(clock);
    town.setTime('2026-11-08T23:59');
    expect(await poll(clock)).toMatchObject({ mode: 'nothing-new' });
    town.setTime('2026-11-09T00:05');
    expect(await poll(clock)).toMatchObject({ mode: 'full' });
    town.setTime('2026-11-09T00:15');
    expect(await poll(clock)).toMatchObject({ mode: 'nothing-new' });
  });
});

describe('a clock that states', () => {
  it.each([
    ['no punches at all', 'wrong-count:zero'],
    ['too few', 'wrong-count:fewer'],
  ])('%s is read all the same, completely each time', async (_, profile) => {
    town.setTime('2026-11-09T09:00');
    const clock = await addClock('V04', { profile });
    expect(await poll(clock)).toMatchObject({ outcome: 'complete', read: LOG, appended: LOG });
    clock.device.addPunches(punchesOn('2026-11-09', 3));
    town.setTime('2026-11-09T10:00');
    expect(await poll(clock)).toMatchObject({
      outcome: 'complete',
      read: LOG + 3,
      appended: 3,
      heldBack: false,
    });
  });
});

describe('times in a tail', () => {
  it('are held against the last good punch before it', async () => {
    town.setTime('2026-11-10T09:00');
    const clock = await addClock('V05');
    await poll(clock);
    clock.device.addPunches([...punchesOn('2026-10-05', 1), ...punchesOn('2026-11-10', 1)]);
    expect(await poll(clock)).toMatchObject({ mode: 'tail', appended: 2, suspect: 1 });
    const { items } = await town.get<{ items: { clockTime: string; suspicions: string[] }[] }>(
      `punches?clockId=${clock.id}&suspect=true`,
    );
    expect(items).toMatchObject([{ clockTime: '2026-10-05T08:00:00', suspicions: ['BACKWARDS'] }]);
  });
});

describe('a clock of the npm driver', () => {
  it('is not asked for its log when nothing is new', async () => {
    town.setTime('2026-11-10T09:00');
    const clock = await addClock('V06', { driver: 'node-zklib' });
    await poll(clock);
    expect(await poll(clock)).toMatchObject({ outcome: 'complete', mode: 'nothing-new', logBytes: 0 });
    clock.device.addPunches(punchesOn('2026-11-10', 3));
    expect(await poll(clock)).toMatchObject({ outcome: 'complete', appended: 3 });
  });
});
