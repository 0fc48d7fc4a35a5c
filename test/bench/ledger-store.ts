import { Readable } from 'node:stream';
import { buffer } from 'node:stream/consumers';
import { pipeline } from 'node:stream/promises';
import type { ClockPunch } from '@cunqin/clock-protocol';
import { SystemTime } from '@cunqin/platform';
import { AppendReadService, type AppendedRead, PunchLedgerModule } from '@cunqin/punch-ledger';
import { getDataSourceToken } from '@nestjs/typeorm';
import type { PoolClient } from 'pg';
import { from as copyFrom, to as copyTo } from 'pg-copy-streams';
import { Temporal } from 'temporal-polyfill';
import type { DataSource } from 'typeorm';
import { encodePunch } from '../../libs/clock-protocol/src/device/record-encoders.js';
import { plausiblePunches } from '../../libs/clock-protocol/src/device/plausible-punches.js';
import { AttendanceDecoder } from '../../libs/clock-protocol/src/records/attendance-decoder.js';
import { layoutNamed } from '../../libs/clock-protocol/src/records/record-layouts.js';
import { BenchDatabase } from './bench-database.js';

const PEOPLE = 47;
/** A row's foreign keys are checked at the end of its transaction: until then each is a note in memory. */
const FILLED_AT_ONCE = 500_000;
const READ_AT = Temporal.Instant.from('2026-11-02T00:00:00Z');

/** The ledger on a database of its own, with a township around it. */
export class LedgerStore {
  private constructor(private readonly store: BenchDatabase) {}

  static async open(): Promise<LedgerStore> {
    const store = await BenchDatabase.open(PunchLedgerModule, new SystemTime());
    try {
      const ledger = new LedgerStore(store);
      await ledger.settle();
      return ledger;
    } catch (failure) {
      await store.close();
      throw failure;
    }
  }

  close(): Promise<void> {
    return this.store.close();
  }

  /** Where programs of their own find it. */
  get address(): string {
    return this.store.url;
  }

  get database(): DataSource {
    return this.store.app.get<DataSource>(getDataSourceToken());
  }

  /** @returns the id of a clock that has stood in the village since 2020 */
  async addClock(): Promise<number> {
    const [row] = await this.database.query<[{ id: number }]>(
      `WITH added AS (
         INSERT INTO clock (name, driver, host, port, poll_every_minutes, timezone)
         VALUES ('bench', 'zk-tcp', '127.0.0.1', 4370, 10, 'Asia/Shanghai') RETURNING id)
       INSERT INTO clock_placement (clock_id, village_code, placed_from)
       SELECT id, 'V01', '2020-01-01' FROM added RETURNING clock_id AS id`,
    );
    return row.id;
  }

  /** A complete read of a log, as a poll of the clock would bring it. */
  append(clockId: number, punches: readonly ClockPunch[]): Promise<AppendedRead> {
    const log = { mode: 'full', records: punches.length, bytes: punches.length * 40, known: null } as const;
    return this.database.transaction((manager) =>
      this.store.app.get(AppendReadService, { strict: false }).append(manager, {
        readId: crypto.randomUUID(),
        clockId,
        source: 'pull',
        timeZone: 'Asia/Shanghai',
        startedAt: READ_AT,
        finishedAt: READ_AT.add({ seconds: 5 }),
        serialNumber: null,
        clockTime: '2026-11-02T08:00:00',
        offsetSeconds: 0,
        statedBefore: punches.length,
        statedAfter: punches.length,
        punchCapacity: null,
        bytesRead: log.bytes,
        log,
        punches,
      }),
    );
  }

  /** A clock's rows as COPY writes them, as if they were another's. */
  rowsOf(clockId: number, asIfOf: number): Promise<Buffer> {
    return this.onConnection((client) =>
      buffer(
        client.query(
          copyTo(
            `COPY (SELECT ${String(asIfOf)}, sequence, number, clock_time, local_time, verify_mode, punch_state, work_code,
                          raw, source, read_id, received_at, suspicions, hash
                   FROM punch WHERE clock_id = ${String(clockId)} ORDER BY sequence) TO STDOUT`,
          ),
        ),
      ),
    );
  }

  /** The bare COPY: the same table with all its indexes and constraints, and no line of ours. */
  copyIn(rows: Buffer): Promise<void> {
    return this.onConnection(async (client) => {
      await client.query('BEGIN');
      await pipeline(Readable.from(piecesOf(rows)), client.query(copyFrom('COPY punch FROM STDIN')));
      await client.query('COMMIT');
    });
  }

  /** Older punches of a clock, without a chain: what an append stands on top of. */
  async fill(clockId: number, rows: number): Promise<void> {
    const readId = crypto.randomUUID();
    await this.database.query(
      `INSERT INTO clock_read (id, clock_id, source, started_at, finished_at, outcome, decoded, appended, duplicates,
                               suspect, bytes_read)
       VALUES ($1, $2, 'pull', '2006-06-01', '2006-06-01', 'complete', $3, $3, 0, 0, 0)`,
      [readId, clockId, rows],
    );
    for (let made = 0; made < rows; made += FILLED_AT_ONCE) {
      await this.database.query(
        `INSERT INTO punch
         SELECT $2, made, made % ${PEOPLE} + 1, to_char(at, 'YYYY-MM-DD"T"HH24:MI:SS'), at, 1, made % 2, 0,
                decode(repeat('00', 40), 'hex'), 'pull', $1, '2006-06-01', '{}', sha256(made::text::bytea)
         FROM generate_series($3::integer + 1, $4::integer) AS made,
              LATERAL (SELECT timestamp '2000-01-01' + made * interval '20 seconds' AS at) AS time`,
        [readId, clockId, made, Math.min(rows, made + FILLED_AT_ONCE)],
      );
    }
    await this.database.query('VACUUM ANALYZE punch');
  }

  private async settle(): Promise<void> {
    await this.database.query(`
      INSERT INTO township VALUES ('T01', '示范镇');
      INSERT INTO village VALUES ('V01', 'T01', '蒋寨村', 'village');
      INSERT INTO cadre (code, township_code, name, office, identity, post_subsidy_fen, managed_from)
      SELECT 'C' || one, 'T01', '干部' || one, '党政办', 'civil-servant', 80000, '2020-01-01'
      FROM generate_series(1, ${PEOPLE}) AS one;
      INSERT INTO enrolment (cadre_code, number, valid_from)
      SELECT 'C' || one, one, '2020-01-01' FROM generate_series(1, ${PEOPLE}) AS one;
    `);
  }

  private async onConnection<T>(work: (client: PoolClient) => Promise<T>): Promise<T> {
    const runner = this.database.createQueryRunner();
    try {
      return await work((await runner.connect()) as PoolClient);
    } finally {
      await runner.release();
    }
  }
}

/** A log of 40-byte records, made and decoded as a clock's would be. */
export function logOf(records: number): ClockPunch[] {
  const { punches } = plausiblePunches({ punches: records, users: PEOPLE, seed: 11 });
  const decoder = new AttendanceDecoder(layoutNamed('40'), {
    statusOrder: 'state-first',
    numbers: new Map(),
  });
  const decoded = decoder.push(Buffer.concat(punches.map((punch) => encodePunch('40', punch, 1))));
  decoder.finish();
  return decoded;
}

function* piecesOf(rows: Buffer): Generator<Buffer> {
  for (let at = 0; at < rows.length; at += 65_536) yield rows.subarray(at, at + 65_536);
}
