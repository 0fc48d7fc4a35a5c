import { plausiblePunches } from '@cunqin/clock-protocol';
import { PollClockService } from '@cunqin/clocks';
import { AppendReadService, type AppendedRead, type FinishedRead } from '@cunqin/punch-ledger';
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import type { INestApplicationContext } from '@nestjs/common';
import { NestFactory } from '@nestjs/core';
import { CONFIG, type Config, SecretBox, TimeSource } from '@cunqin/platform';
import { getDataSourceToken } from '@nestjs/typeorm';
import { randomUUID } from 'node:crypto';
import { Temporal } from 'temporal-polyfill';
import type { DataSource } from 'typeorm';
import { WorkerModule } from '../../apps/worker/src/worker.module.js';
import { Town, type TownClock } from '../support/town.js';

const AT_ONCE = 20;
const LOG = plausiblePunches({ punches: 800, users: 30, seed: 11 }).punches.filter(
  ({ clockTime }) => clockTime < '2026-10-24',
);

let town: Town;
let other: INestApplicationContext;
beforeAll(async () => {
  town = await Town.start('2026-10-26T08:00');
  await town.addVillages(3);
  const { app, databaseUrl } = town.api;
  other = await NestFactory.createApplicationContext(
    WorkerModule.within({
      config: app.get<Config>(CONFIG, { strict: false }),
      databaseUrl,
      time: app.get(TimeSource, { strict: false }),
      secrets: app.get(SecretBox, { strict: false }),
    }),
    { logger: false, abortOnError: false },
  );
});
afterAll(async () => {
  await other.close();
  await town.stop();
});

/** One of the two programs, in turn. */
const programAt = (turn: number): INestApplicationContext => (turn % 2 === 0 ? town.api.app : other);

async function expectEachOnce(clock: TownClock): Promise<void> {
  const rows = await town.database.query<{ sequence: number; identity: string }[]>(
    `SELECT sequence::integer, number || ' ' || clock_time || ' ' || verify_mode || ' ' || punch_state AS identity
     FROM punch WHERE clock_id = $1 ORDER BY sequence`,
    [clock.id],
  );
  expect(rows.map(({ sequence }) => sequence)).toEqual(LOG.map((_, at) => at + 1));
  expect(new Set(rows.map(({ identity }) => identity)).size).toBe(LOG.length);
  expect(await town.get('ledger/verification', 'auditor')).toMatchObject({ ok: true });
}

describe(`${AT_ONCE} at once, from two programs`, () => {
  it('polls of one clock: some are told that it is busy, the chain is one, and each punch stands once', async () => {
    const clock = await town.addClock('V01', { punches: LOG, placedFrom: '2020-01-01' });
    const answers = await Promise.allSettled(
      Array.from({ length: AT_ONCE }, (_, turn) =>
        programAt(turn).get(PollClockService, { strict: false }).poll(clock.id),
      ),
    );
    for (const answer of answers) {
      if (answer.status === 'rejected') expect(answer.reason).toMatchObject({ code: 'CLOCKS.BUSY' });
    }
    expect(answers.some(({ status }) => status === 'fulfilled')).toBe(true);
    await expectEachOnce(clock);
  });

  it('polls of one clock whose leases all were lost: each reads everything, each punch is appended by one', async () => {
    const clock = await town.addClock('V02', { punches: LOG, packetGapMs: 20, placedFrom: '2020-01-01' });
    await town.database.query(
      `CREATE FUNCTION lose_lease() RETURNS trigger LANGUAGE plpgsql AS 'BEGIN NEW.until = now() - interval ''1 s''; RETURN NEW; END'`,
    );
    await town.database.query(
      `CREATE TRIGGER lose_lease BEFORE INSERT OR UPDATE ON clock_lease FOR EACH ROW EXECUTE FUNCTION lose_lease()`,
    );
    try {
      const results = await Promise.all(
        Array.from({ length: AT_ONCE }, (_, turn) =>
          programAt(turn).get(PollClockService, { strict: false }).poll(clock.id, { full: true }),
        ),
      );
      expect(results.map(({ outcome, read }) => ({ outcome, read }))).toEqual(
        results.map(() => ({ outcome: 'complete', read: LOG.length })),
      );
      expect(results.map(({ appended }) => appended).filter((appended) => appended > 0)).toEqual([
        LOG.length,
      ]);
    } finally {
      await town.database.query('DROP FUNCTION lose_lease CASCADE');
    }
    await expectEachOnce(clock);
  });

  it('appends of logs of different length: what one has brought the others do not bring again', async () => {
    const clock = await town.addClock('V03', { placedFrom: '2020-01-01' });
    const lengths = Array.from({ length: AT_ONCE }, (_, turn) =>
      turn === 7 ? LOG.length : Math.ceil((LOG.length * (turn + 1)) / (AT_ONCE + 1)),
    );
    const results = await Promise.all(
      lengths.map((length, turn) => append(programAt(turn), finishedRead(clock, length))),
    );
    expect(results.reduce((sum, { appended }) => sum + appended, 0)).toBe(LOG.length);
    await expectEachOnce(clock);
  });

  it('and those that are undone at the end leave no gap', async () => {
    const clock = await town.addClock('V01', { placedFrom: '2020-01-01' });
    const undone = new Error('undone');
    const results = await Promise.allSettled(
      Array.from({ length: AT_ONCE }, (_, turn) =>
        append(programAt(turn), finishedRead(clock, LOG.length), turn % 3 === 0 ? undone : null),
      ),
    );
    expect(results.filter(({ status }) => status === 'rejected')).toHaveLength(Math.ceil(AT_ONCE / 3));
    await expectEachOnce(clock);
  });
});

async function append(
  program: INestApplicationContext,
  read: FinishedRead,
  failure: Error | null = null,
): Promise<AppendedRead> {
  return program.get<DataSource>(getDataSourceToken(), { strict: false }).transaction(async (manager) => {
    const appended = await program.get(AppendReadService, { strict: false }).append(manager, read);
    if (failure !== null) throw failure;
    return appended;
  });
}

function finishedRead(clock: TownClock, length: number): FinishedRead {
  const at = Temporal.Instant.from('2026-10-26T00:00:00Z');
  return {
    readId: randomUUID(),
    clockId: clock.id,
    source: 'pull',
    timeZone: 'Asia/Shanghai',
    startedAt: at,
    finishedAt: at,
    serialNumber: clock.device.serialNumber,
    clockTime: '2026-10-26T08:00:00',
    offsetSeconds: 0,
    statedBefore: length,
    statedAfter: length,
    punchCapacity: null,
    bytesRead: length * 40,
    log: { mode: 'full', known: null, records: length, bytes: length * 40 },
    punches: LOG.slice(0, length).map((punch, index) => ({
      ...punch,
      index,
      raw: new Uint8Array([1, 2, 3]),
    })),
  };
}
