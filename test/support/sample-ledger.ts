import type { ClockPunch } from '@cunqin/clock-protocol';
import { AdjustableTime, loadConfig, PlatformModule, SecretBox } from '@cunqin/platform';
import {
  AppendReadService,
  ClockIncidentsService,
  PunchLedgerModule,
  PunchReviewsService,
  SealLedgerService,
} from '@cunqin/punch-ledger';
import { type INestApplicationContext, Module } from '@nestjs/common';
import { NestFactory } from '@nestjs/core';
import { getDataSourceToken } from '@nestjs/typeorm';
import { Temporal } from 'temporal-polyfill';
import type { DataSource } from 'typeorm';
import { createTestDatabase, type TestDatabase } from './test-database.js';

@Module({})
class LedgerAlone {}

/** Local time on Monday 26 October 2026 when the first log is read. */
const FIRST_READ = '2026-10-26T08:00';

/**
 * A small ledger as the program itself writes it, at rest.
 *
 * Clocks 1 to 3 are read on three mornings and once more in vain. Clock 1 brings 6, 5 and 4 punches, clock 2
 * 4, 0 and 3, clock 3 none at all; the third morning's are not sealed yet. Clock 1's last punch lies in the
 * future and was reviewed; clock 2 once gave fewer punches than it stated, which was acknowledged.
 */
export async function writeSampleLedger(): Promise<TestDatabase> {
  const database = await createTestDatabase();
  try {
    const time = new AdjustableTime(instantOf(FIRST_READ));
    const secrets = new SecretBox('a master key that only tests use, long enough');
    const platform = PlatformModule.within({
      config: loadConfig({}),
      databaseUrl: database.url,
      time,
      secrets,
    });
    const app = await NestFactory.createApplicationContext(
      { module: LedgerAlone, imports: [platform, PunchLedgerModule] },
      { logger: false, abortOnError: false },
    );
    try {
      await live(app, time);
    } finally {
      await app.close();
    }
    return database;
  } catch (failure) {
    await database.drop();
    throw failure;
  }
}

async function live(app: INestApplicationContext, time: AdjustableTime): Promise<void> {
  const dataSource = app.get<DataSource>(getDataSourceToken());
  await dataSource.query(`
    INSERT INTO township VALUES ('T01', '示范镇');
    INSERT INTO village VALUES ('V01', 'T01', '蒋寨村', 'village');
    INSERT INTO clock (name, driver, host, port, poll_every_minutes, timezone)
    SELECT '打卡机' || one, 'zk-tcp', '127.0.0.1', 4370, 10, 'Asia/Shanghai' FROM generate_series(1, 3) AS one;
    INSERT INTO clock_placement (clock_id, village_code, placed_from) SELECT id, 'V01', '2020-01-01' FROM clock;
  `);
  const read = async (clockId: number, punches: readonly ClockPunch[], stated = punches.length) => {
    const at = time.now();
    const local = time.localNow('Asia/Shanghai').toString({ smallestUnit: 'second' });
    const log = { mode: 'full', records: punches.length, bytes: punches.length * 40, known: null } as const;
    await dataSource.transaction((manager) =>
      app.get(AppendReadService, { strict: false }).append(manager, {
        readId: crypto.randomUUID(),
        clockId,
        source: 'pull',
        timeZone: 'Asia/Shanghai',
        startedAt: at,
        finishedAt: at.add({ seconds: 5 }),
        serialNumber: `SN${clockId}`,
        clockTime: local,
        offsetSeconds: 0,
        statedBefore: stated,
        statedAfter: null,
        punchCapacity: 100_000,
        bytesRead: log.bytes,
        log,
        punches,
      }),
    );
  };
  const logs = { 1: [6, 11, 15, 15], 2: [4, 4, 7, 7], 3: [0, 0, 0, 0] } as const;
  for (let morning = 0; morning < 4; morning += 1) {
    time.set(instantOf(FIRST_READ).add({ hours: 24 * Math.min(morning, 2) + (morning === 3 ? 1 : 0) }));
    for (const clockId of [1, 2, 3] as const) {
      const log = logOf(logs[clockId][morning] ?? 0);
      await read(clockId, log, clockId === 2 && morning === 1 ? log.length + 2 : log.length);
    }
    if (morning < 2) await app.get(SealLedgerService, { strict: false }).sealToday();
    if (morning === 1) {
      const incidents = app.get(ClockIncidentsService, { strict: false });
      const { items } = await incidents.list(2, { page: 1, pageSize: 1 });
      await incidents.acknowledge(2, items[0]?.id ?? 0, { reason: '已核对', by: 'office-1' });
    }
  }
  const review = { accept: false, reason: '核对过签到簿', decidedBy: 'leader-1' };
  await app.get(PunchReviewsService, { strict: false }).review('1-15', review);
}

/** A clock's first punches: five a day by 47 people, the fifteenth in the far future. */
function logOf(length: number): ClockPunch[] {
  const first = Temporal.PlainDateTime.from('2026-10-20T08:00:00');
  return Array.from({ length }, (_, index) => ({
    index,
    number: String(1 + (index % 47)),
    clockTime: (index === 14
      ? Temporal.PlainDateTime.from('2027-01-01T08:00:00')
      : first.add({ days: Math.floor(index / 5), minutes: 7 * index })
    ).toString({ smallestUnit: 'second' }),
    verifyMode: 1,
    punchState: 0,
    workCode: 0,
    raw: Uint8Array.of(index, 0xff),
  }));
}

function instantOf(local: string): Temporal.Instant {
  return Temporal.PlainDateTime.from(local).toZonedDateTime('Asia/Shanghai').toInstant();
}
