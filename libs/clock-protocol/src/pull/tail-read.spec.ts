import { afterEach, describe, expect, it } from '@jest/globals';
import type { EmulatedClockOptions } from '../device/emulated-clock.js';
import { plausiblePunches } from '../device/plausible-punches.js';
import type { ClockDriver, KnownLog } from '../driver.js';
import { NodeZklibDriver } from '../node-zklib/node-zklib-driver.js';
import { answerTo, readPunches, startEmulated, startMiddleman, stopAll } from '../testing/tampered-clock.js';
import { COMMAND } from '../wire/commands.js';
import { ZkDriver } from './zk-driver.js';

afterEach(stopAll);

const TCP = new ZkDriver({ transport: 'tcp' });
const DRIVERS: readonly (readonly [string, ClockDriver])[] = [
  ['zk-tcp', TCP],
  ['zk-udp', new ZkDriver({ transport: 'udp' })],
];
const LOG = plausiblePunches({ punches: 3_000, users: 20, seed: 3 });
const EARLIER = LOG.punches.slice(0, 2_900);
const NEW = LOG.punches.slice(2_900);

type Started = Awaited<ReturnType<typeof startEmulated>>;

/** A clock that was read once: what the next read may start from. */
async function startRead(
  driver: ClockDriver,
  options: EmulatedClockOptions = {},
): Promise<Started & { readonly known: KnownLog }> {
  const started = await startEmulated({ ...LOG, punches: EARLIER, ...options });
  const { known } = (await readPunches(driver, started.target)).report;
  if (known === null) throw new Error('a log with punches must leave something to start from');
  return { ...started, known };
}

describe.each(DRIVERS)('reading the tail of a log with %s', (_name, driver) => {
  it('fetches no log bytes at all when the clock states what is known', async () => {
    const { target, known } = await startRead(driver);
    const { report } = await readPunches(driver, target, { known });
    expect(report).toMatchObject({
      mode: 'nothing-new',
      decoded: 0,
      logBytes: 0,
      logRecords: 2_900,
      recordSize: 40,
      known,
    });
  });

  it.each(['8a', '8b', '16', '40', '49', 'stray-bytes'])(
    'fetches the new records alone, with their places in the log, of a clock that is %s',
    async (profile) => {
      const { clock, target, known } = await startRead(driver, { profile });
      clock.addPunches(NEW);
      const { report, punches, indexes } = await readPunches(driver, target, { known });
      expect(punches).toEqual(NEW);
      expect(indexes).toEqual(NEW.map((_, at) => 2_900 + at));
      expect(report).toMatchObject({ mode: 'tail', decoded: 100, logRecords: 3_000 });
      const size = report.recordSize!;
      expect(report.logBytes).toBe(13 + (16 + 100) * size);
      expect(report.known).toEqual((await readPunches(driver, target)).report.known);
    },
  );

  it('of a log that has hardly begun, too', async () => {
    const { clock, target, known } = await startRead(driver, { punches: LOG.punches.slice(0, 2) });
    expect(known).toMatchObject({ records: 2, overlap: 2 });
    clock.addPunches(LOG.punches.slice(2, 5));
    const { report, punches } = await readPunches(driver, target, { known });
    expect(punches).toEqual(LOG.punches.slice(2, 5));
    expect(report).toMatchObject({ mode: 'tail', logRecords: 5, known: { overlap: 5 } });
  });

  it.each([
    ['was cleared', []],
    ['was cleared and holds fewer now', EARLIER.slice(40, 90)],
    ['was cleared and holds more now', [...EARLIER.slice(1), ...NEW]],
  ])('reads all of a log that %s', async (_what, now) => {
    const { clock, target, known } = await startRead(driver);
    clock.clearPunches();
    clock.addPunches(now);
    const { report, punches, indexes } = await readPunches(driver, target, { known });
    expect(punches).toEqual(now);
    expect(indexes).toEqual(now.map((_, at) => at));
    expect(report).toMatchObject({ mode: 'refetched', decoded: now.length, logRecords: now.length });
  });

  it('reads all of a log whose layout has changed', async () => {
    const { known } = await startRead(driver);
    const { target } = await startEmulated({ ...LOG, profile: '16' });
    const { report, punches } = await readPunches(driver, target, { known });
    expect(punches).toEqual(LOG.punches);
    expect(report).toMatchObject({ mode: 'refetched', known: { layout: '16' } });
  });

  it.each(['wrong-count:zero', 'free-sizes-4'])(
    'reads all of the log of a clock that is %s: there is no count to go by',
    async (profile) => {
      const { clock, target, known } = await startRead(driver, { profile });
      clock.addPunches(NEW);
      const { report, punches } = await readPunches(driver, target, { known });
      expect(punches).toEqual(LOG.punches);
      expect(report).toMatchObject({ mode: 'full', logRecords: 3_000 });
    },
  );

  it('reads all of the log of a clock that cannot be asked for a part', async () => {
    const { clock, target, known } = await startRead(driver, { profile: 'legacy' });
    clock.addPunches(NEW);
    const { report, punches } = await readPunches(driver, target, { known });
    expect(punches).toEqual(LOG.punches);
    expect(report).toMatchObject({ mode: 'full', logRecords: 3_000 });
  });

  it('errs when the log is not as long as it says', async () => {
    const { known } = await startRead(driver);
    const { target } = await startEmulated({ ...LOG, profile: 'wrong-size:fewer' });
    await expect(readPunches(driver, target, { known })).rejects.toMatchObject({
      code: 'CLOCK.SIZE_MISMATCH',
    });
  });
});

describe('reading the tail of a log', () => {
  it('reads all of it when the clock refuses the offset', async () => {
    const { known } = await startRead(TCP);
    let refused = 0;
    const target = await startMiddleman(
      {
        onRequest: (request, client) => {
          const oddOffset =
            request.command === COMMAND.READ_CHUNK && request.data.readUInt32LE(0) % 65_472 > 0;
          if (!oddOffset) return true;
          refused += 1;
          client.write(answerTo(request, COMMAND.ACK_ERROR));
          return false;
        },
      },
      LOG,
    );
    const { report, punches } = await readPunches(TCP, target, { known });
    expect(refused).toBe(1);
    expect(punches).toEqual(LOG.punches);
    expect(report.mode).toBe('full');
  });

  it('takes no part in the log for the tail of a known one when what is known makes no sense', async () => {
    const { target, known } = await startRead(TCP, { punches: LOG.punches });
    for (const wrong of [{ overlap: 0 }, { overlap: 2_901 }, { digest: '' }]) {
      const stale = { ...known, records: 2_900, ...wrong };
      expect((await readPunches(TCP, target, { known: stale })).report).toMatchObject({
        mode: 'refetched',
        decoded: 3_000,
      });
    }
  });

  it('with node-zklib reads the whole log: the package always fetches all of it', async () => {
    const driver = new NodeZklibDriver();
    const { clock, target, known } = await startRead(driver);
    clock.addPunches(NEW);
    const { report, punches } = await readPunches(driver, target, { known });
    expect(punches).toEqual(LOG.punches);
    expect(report).toMatchObject({ mode: 'full', decoded: 3_000 });
  });

  it('of 10 new punches in 100,000 moves less than a 200th of the bytes', async () => {
    const many = plausiblePunches({ punches: 100_000, users: 47, seed: 9 });
    const { clock, target } = await startEmulated(many);
    const full = await TCP.read(target, () => undefined);
    clock.addPunches(many.punches.slice(0, 10));
    const tail = await TCP.read(target, () => undefined, { known: full.known });
    expect(tail).toMatchObject({ mode: 'tail', decoded: 10, logRecords: 100_010 });
    expect(tail.logBytes * 200).toBeLessThan(full.logBytes);
  });
});
