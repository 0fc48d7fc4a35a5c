import { randomUUID } from 'node:crypto';
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import type { ClockPunch } from '@cunqin/clock-protocol';
import { AppendReadService, type AppendedRead, VerifyLedgerService } from '@cunqin/punch-ledger';
import { instantOf, type PollAnswer, Town } from '../support/town.js';
import { until } from '../support/until.js';

const NOW = '2026-10-26T08:00';

let town: Town;
let clockId: number;
let ledger: AppendReadService;
beforeAll(async () => {
  town = await Town.start(NOW);
  await town.addVillages(1);
  ledger = town.api.app.get(AppendReadService, { strict: false });
}, 30_000);
afterAll(() => town.stop());

/** Each case has a clock of its own. */
async function aClock(): Promise<number> {
  return town.registerClock('V01', { port: 4370, name: `V01 ${randomUUID()}` });
}

function aPunch(index: number, change: Partial<ClockPunch> = {}): ClockPunch {
  return {
    index,
    number: String(index + 1),
    clockTime: `2026-10-20T08:${String(index % 60).padStart(2, '0')}:00`,
    verifyMode: 1,
    punchState: 0,
    workCode: 0,
    raw: Uint8Array.from([index, 0x5c, 0x09, 0x0a]),
    ...change,
  };
}

async function append(punches: readonly ClockPunch[], on = clockId): Promise<AppendedRead> {
  const read = {
    readId: randomUUID(),
    clockId: on,
    source: 'pull',
    timeZone: 'Asia/Shanghai',
    startedAt: instantOf(NOW),
    finishedAt: instantOf(NOW).add({ seconds: 2 }),
    serialNumber: null,
    clockTime: `${NOW}:00`,
    offsetSeconds: 0,
    statedBefore: punches.length,
    statedAfter: punches.length,
    punchCapacity: null,
    bytesRead: 40 * punches.length,
    log: { mode: 'full', records: punches.length, bytes: 40 * punches.length, known: null },
    punches,
  } as const;
  return town.database.transaction((manager) => ledger.append(manager, read));
}

/** All that a clock has in tables that a read writes to. */
async function keptOf(id: number): Promise<Record<string, number>> {
  const [kept] = await town.database.query<[Record<string, number>]>(
    `SELECT (SELECT count(*)::integer FROM punch WHERE clock_id = $1) AS punches,
            (SELECT count(*)::integer FROM clock_read WHERE clock_id = $1) AS reads,
            (SELECT count(*)::integer FROM coverage WHERE clock_id = $1) AS coverage,
            (SELECT count(*)::integer FROM journal WHERE chain = $1) AS journal,
            (SELECT count(*)::integer FROM dirty_week) AS dirty`,
    [id],
  );
  return kept;
}

/** Whether the chain of the clock is, whatever became of others. */
async function isWhole(): Promise<boolean> {
  const { broken } = await town.api.app.get(VerifyLedgerService, { strict: false }).verify();
  return broken.every((link) => link.clockId !== clockId);
}

describe('what no clock should say', () => {
  it.each([
    ['24 odd characters', `\t\n\r\\.\\N'"$1;--\b\f\v{},张𠮷%`],
    ['what COPY takes for no value', '\\N'],
    ['what COPY takes for the end', '\\.'],
    ['what COPY takes for a byte', '\\x41'],
    ['nothing', ''],
    ['a line of another punch', '1\n2\t3\t1\t2026-10-20T08:00:00'],
  ])('a number of %s is kept as said', async (_, number) => {
    clockId = await aClock();
    const punch = aPunch(0, { number });
    expect(await append([punch, aPunch(1)])).toMatchObject({ appended: 2, suspect: 0 });
    const rows = await town.database.query<{ number: string; raw: Buffer }[]>(
      `SELECT number, raw FROM punch WHERE clock_id = $1 ORDER BY sequence LIMIT 1`,
      [clockId],
    );
    expect(rows).toEqual([{ number, raw: Buffer.from(punch.raw) }]);
    expect(await append([punch, aPunch(1)])).toMatchObject({ appended: 0, duplicates: 2 });
    expect(await isWhole()).toBe(true);
  });

  it.each([
    ['a NUL', '1\u00007'],
    ['half a character', '1\ud8427'],
  ])('a number with %s is refused by a code, and nothing of the read is kept', async (_, number) => {
    clockId = await aClock();
    await append([aPunch(0)]);
    const before = await keptOf(clockId);
    const read = [aPunch(0), aPunch(1), aPunch(2, { number })];
    await expect(append(read)).rejects.toMatchObject({ code: 'LEDGER.BAD_NUMBER', status: 422 });
    expect(await keptOf(clockId)).toEqual(before);
  });

  it.each(['2026-02-31T08:41:00', '2026-00-20T08:41:00', '2026-10-20T24:00:00', '2026-10-20T08:60:00'])(
    'the time %s is kept as said, suspect, and is no time to judge by',
    async (clockTime) => {
      clockId = await aClock();
      expect(await append([aPunch(0, { clockTime }), aPunch(1)])).toMatchObject({ appended: 2, suspect: 1 });
      expect(
        await town.database.query(
          `SELECT clock_time, local_time, suspicions FROM punch WHERE clock_id = $1 AND sequence = 1`,
          [clockId],
        ),
      ).toEqual([{ clock_time: clockTime, local_time: null, suspicions: ['IMPOSSIBLE_TIME'] }]);
      expect(await append([aPunch(0, { clockTime }), aPunch(1)])).toMatchObject({ appended: 0 });
      expect(await isWhole()).toBe(true);
    },
  );

  it('the same punch several times within a read is one punch, wherever in the log it stands', async () => {
    clockId = await aClock();
    const twice = aPunch(0);
    const otherBytes = { ...twice, raw: Uint8Array.of(9), workCode: 7 };
    const sameSecond = { ...twice, punchState: 1 };
    const read = [
      twice,
      aPunch(1),
      sameSecond,
      twice,
      ...Array.from({ length: 40 }, (_, at) => aPunch(at)),
      otherBytes,
    ];
    expect(await append(read)).toMatchObject({ read: 45, appended: 41, duplicates: 4 });
    expect(await keptOf(clockId)).toMatchObject({ punches: 41, reads: 1 });
    expect(await isWhole()).toBe(true);
  });
});

describe('a clock whose own log holds a record twice', () => {
  it('is read complete: its count is met, each punch is kept once, and the next read brings nothing', async () => {
    const punch = { number: '7', verifyMode: 1, punchState: 0, workCode: 0 };
    const [first, second] = [
      { ...punch, clockTime: '2026-10-20T08:41:00' },
      { ...punch, number: '8', clockTime: '2026-10-20T08:41:00' },
    ];
    const later = { ...punch, clockTime: '2026-10-20T15:10:00' };
    const clock = await town.addClock('V01', { punches: [first, first, second, first, later] });
    clockId = clock.id;
    expect(await town.poll(clock)).toMatchObject({
      outcome: 'complete',
      read: 5,
      appended: 3,
      duplicates: 2,
      suspect: 0,
      coveredUntil: expect.stringMatching(/^2026-10-26T0[78]:/),
    });
    const whole = await town.ask<PollAnswer>('admin', 'post', `clocks/${clockId}/poll?wait=true&full=true`);
    expect(whole).toMatchObject({ outcome: 'complete', read: 5, appended: 0, duplicates: 5 });
    clock.device.addPunches([later, { ...later, clockTime: '2026-10-21T08:41:00' }]);
    expect(await town.poll(clock)).toMatchObject({ outcome: 'complete', appended: 1 });
    expect(await keptOf(clockId)).toMatchObject({ punches: 4, reads: 3 });
    expect(await isWhole()).toBe(true);
  });
});

describe('a log that was read before', () => {
  const LOG = Array.from({ length: 60 }, (_, at) => aPunch(at));

  it.each<[string, readonly ClockPunch[], number]>([
    ['is the same', LOG, 0],
    ['has grown', [...LOG, aPunch(70, { clockTime: '2026-10-21T08:00:00' })], 1],
    ['has lost its oldest', LOG.slice(7), 0],
    ['has lost its newest', LOG.slice(0, 50), 0],
    ['has another in the middle', [...LOG.slice(0, 30), aPunch(80), ...LOG.slice(30)], 1],
    ['is the other way round', [...LOG].reverse(), 0],
    ['was cleared', [], 0],
  ])('brings just what is new when it %s, and nothing when that is read again', async (_, log, fresh) => {
    clockId = await aClock();
    await append(LOG);
    expect(await append(log)).toMatchObject({ appended: fresh, duplicates: log.length - fresh });
    expect(await append(log)).toMatchObject({ appended: 0, duplicates: log.length });
    expect(await append(LOG)).toMatchObject({ appended: 0 });
    expect(await keptOf(clockId)).toMatchObject({ punches: LOG.length + fresh });
  });

  it('is looked up punch by punch when what an earlier read brought does not stand in the chain any more', async () => {
    clockId = await aClock();
    await append(LOG);
    await town.database.query('ALTER TABLE punch DISABLE TRIGGER USER');
    await town.database.query(`DELETE FROM punch WHERE clock_id = $1 AND sequence > 55`, [clockId]);
    await town.database.query(`ALTER TABLE punch ENABLE TRIGGER USER`);
    expect(await append(LOG)).toMatchObject({ appended: 5 });
  });
});

describe('somebody who appends at the same time', () => {
  const LOG = Array.from({ length: 30 }, (_, at) => aPunch(at));

  it('waits for the other and then brings nothing twice: the chain has one end', async () => {
    clockId = await aClock();
    const results = await Promise.all([
      append(LOG),
      append(LOG),
      append([...LOG].reverse()),
      append(LOG.slice(5)),
    ]);
    expect(results.reduce((sum, { appended }) => sum + appended, 0)).toBe(LOG.length);
    expect(await keptOf(clockId)).toMatchObject({ punches: LOG.length, reads: 4 });
    expect(await isWhole()).toBe(true);
  });

  it('without the lock makes the read fail by a code; nothing of it is kept, and the next one brings it all', async () => {
    clockId = await aClock();
    await append(LOG.slice(0, 10));
    const before = await keptOf(clockId);
    const other = town.database.createQueryRunner();
    await other.startTransaction();
    try {
      await other.query(
        `INSERT INTO punch SELECT clock_id, sequence + 1, 'intruder', clock_time, local_time, verify_mode, punch_state,
                work_code, raw, source, read_id, received_at, suspicions, hash
         FROM punch WHERE clock_id = $1 ORDER BY sequence DESC LIMIT 1`,
        [clockId],
      );
      const refused = append(LOG).then(
        () => null,
        (failure: unknown) => failure,
      );
      await until(
        'the read to wait for the row that is not committed',
        () =>
          town.database.query<unknown[]>(
            `SELECT FROM pg_locks WHERE NOT granted AND locktype = 'transactionid'`,
          ),
        ({ length }) => length === 1,
      );
      await other.commitTransaction();
      expect(await refused).toMatchObject({ code: 'LEDGER.CHAIN_MOVED', status: 409 });
    } finally {
      await other.release();
    }
    expect(await keptOf(clockId)).toEqual({ ...before, punches: 11 });
    expect(await append(LOG)).toMatchObject({ appended: 20 });
  });

  it('leaves the connection of a refused read fit for the next', async () => {
    const clocks = [await aClock(), await aClock()];
    for (let round = 0; round < 12; round += 1) {
      const [bad, good] = [clocks[0] as number, clocks[1] as number];
      await expect(append([aPunch(round), aPunch(1, { number: '\0' })], bad)).rejects.toMatchObject({
        code: 'LEDGER.BAD_NUMBER',
      });
      expect(await append([aPunch(round)], good)).toMatchObject({ appended: 1 });
    }
    expect(await keptOf(clocks[0] as number)).toMatchObject({ punches: 0, reads: 0, journal: 0 });
  });
});
