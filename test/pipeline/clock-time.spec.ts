import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { Temporal } from 'temporal-polyfill';
import { type ClockOptions, Town, type TownClock } from '../support/town.js';

interface Read {
  readonly offsetSeconds: number | null;
  readonly timeSet: { before: string; after: string; errorCode: string | null } | null;
}

let town: Town;
beforeAll(async () => {
  town = await Town.start('2026-10-26T08:00');
  await town.addVillages(6);
});
afterAll(() => town.stop());

const HOUR = 3_600;

const shownWith = (seconds: number) => (): string =>
  Temporal.PlainDateTime.from(town.localTime()).add({ seconds }).toString({ smallestUnit: 'second' });

/** A clock that is off by so many seconds until somebody sets it. */
const addClock = (
  village: string,
  seconds: number,
  setTime: string,
  options: ClockOptions = {},
): Promise<TownClock> => town.addClock(village, { now: shownWith(seconds), setTime, ...options });

const readsOf = async ({ id }: TownClock): Promise<Read[]> =>
  (await town.get<{ items: Read[] }>(`clocks/${id}/reads`)).items;

describe('a clock that is off by an hour', () => {
  it('is measured and left alone, unless its settings allow to set it', async () => {
    const clock = await addClock('V01', HOUR, 'never');
    await town.poll(clock);
    await town.poll(clock);
    const reads = await readsOf(clock);
    expect(reads.map(({ timeSet }) => timeSet)).toEqual([null, null]);
    for (const { offsetSeconds } of reads)
      expect(Math.abs((offsetSeconds ?? 0) - HOUR)).toBeLessThanOrEqual(1);
  });

  it.each([
    ['fast', 'V02', HOUR],
    ['slow', 'V03', -HOUR],
  ])('and %s is set after it was read, and that is on record', async (_, village, seconds) => {
    const clock = await addClock(village, seconds, 'when-off');
    clock.device.addPunches([
      { number: '7', clockTime: '2026-10-26T06:50:00', verifyMode: 1, punchState: 0, workCode: 0 },
    ]);
    expect(await town.poll(clock)).toMatchObject({ appended: 1, suspect: 1 });
    expect(await town.poll(clock)).toMatchObject({ appended: 0 });
    const [after, before] = await readsOf(clock);
    expect(before).toMatchObject({
      timeSet: {
        before: expect.stringMatching(seconds > 0 ? /^2026-10-26T09:0/ : /^2026-10-26T07:0/),
        after: expect.stringMatching(/^2026-10-26T08:0/),
        errorCode: null,
      },
    });
    expect(Math.abs((before?.offsetSeconds ?? 0) - seconds)).toBeLessThanOrEqual(1);
    expect(after).toMatchObject({ timeSet: null });
    expect(Math.abs(after?.offsetSeconds ?? HOUR)).toBeLessThanOrEqual(1);
  });
});

describe('a clock is not set', () => {
  it('when it is off by no more than cheap clocks drift', async () => {
    const clock = await addClock('V04', 280, 'when-off');
    await town.poll(clock);
    expect(await readsOf(clock)).toMatchObject([{ timeSet: null }]);
  });

  it('after a read whose count did not agree', async () => {
    const clock = await addClock('V05', HOUR, 'when-off', { profile: 'wrong-count' });
    expect(await town.poll(clock)).toMatchObject({ outcome: 'count-mismatch' });
    expect(await readsOf(clock)).toMatchObject([{ timeSet: null }]);
  });

  it('again for a day when it would not take the time; its reads are good all the same', async () => {
    const clock = await addClock('V06', 0, 'when-off', { profile: 'clock-wrong:7200' });
    expect(await town.poll(clock)).toMatchObject({ outcome: 'complete' });
    expect(await town.poll(clock)).toMatchObject({ outcome: 'complete' });
    expect(await readsOf(clock)).toMatchObject([
      { timeSet: null },
      { timeSet: { errorCode: 'CLOCK.TIME_NOT_SET' } },
    ]);
  });

  it('by a driver that cannot', async () => {
    const body = { name: 'V01', villageCode: 'V01', driver: 'node-zklib', host: '127.0.0.1', port: 4370 };
    expect(await town.call('admin', 'post', 'clocks', { ...body, setTime: 'when-off' })).toMatchObject({
      status: 422,
      body: { code: 'CLOCKS.SET_TIME_NOT_SUPPORTED' },
    });
    expect(await town.call('admin', 'post', 'clocks', { ...body, live: true })).toMatchObject({
      status: 422,
      body: { code: 'CLOCKS.LIVE_NOT_SUPPORTED' },
    });
  });
});
