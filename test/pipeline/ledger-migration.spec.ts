import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { databaseOptions, migrateDatabase } from '@cunqin/platform';
import { DataSource } from 'typeorm';
import { chainHash, GENESIS, sealHash } from '../../libs/punch-ledger/src/domain/chain.js';
import type { PunchRecord } from '../../libs/punch-ledger/src/domain/punch-record.js';
import { LedgerJournal1763700000008 } from '../../migrations/1763700000008-ledger-journal.js';
import { migrations } from '../../migrations/index.js';
import { createEmptyDatabase, type TestDatabase } from '../support/test-database.js';

const BEFORE = migrations.slice(0, migrations.indexOf(LedgerJournal1763700000008));
const READ = '00000000-0000-4000-8000-000000000001';
const CLOCKS = 3;
const PUNCHES = 20;

/** A ledger with chains, a review, coverage and a seal, as it was written before there were journals. @returns the seal */
async function writeLedger(database: DataSource): Promise<Buffer> {
  await database.query(`
    INSERT INTO clock (name, driver, host, port, poll_every_minutes, timezone)
    SELECT 'clock ' || one, 'zk-tcp', '127.0.0.1', 4370, 10, 'Asia/Shanghai' FROM generate_series(1, ${CLOCKS}) AS one;
    INSERT INTO clock_read (id, clock_id, source, started_at, finished_at, outcome, decoded, appended, duplicates,
                            suspect, bytes_read, known_log)
    SELECT ('00000000-0000-4000-8000-00000000000' || one)::uuid, one, 'pull', '2026-10-26', '2026-10-26', 'complete', ${PUNCHES},
           ${PUNCHES}, 0, 0, 40, '{"layout": "40"}'
    FROM generate_series(1, ${CLOCKS}) AS one;
    INSERT INTO coverage VALUES ('${READ}', 1, '2026-10-26T08:00:00');
    INSERT INTO audit_entry (at, actor, action, subject) VALUES ('2026-10-26T00:00:00Z', 'a', 'b', 'c');
  `);
  const heads = [];
  for (let clockId = 1; clockId <= CLOCKS; clockId += 1) {
    let hash: Buffer = GENESIS;
    for (let sequence = 1; sequence <= PUNCHES; sequence += 1) {
      const record: PunchRecord = {
        clockId,
        sequence,
        number: String(sequence),
        clockTime: '2026-10-20T08:41:00',
        verifyMode: 1,
        punchState: 0,
        workCode: 0,
        raw: Uint8Array.of(sequence),
        source: 'pull',
        readId: `00000000-0000-4000-8000-00000000000${String(clockId)}`,
        receivedAt: '2026-10-26T00:00:00.000Z',
        suspicions: sequence === 1 ? ['OFFSET'] : [],
      };
      hash = chainHash(hash, record);
      await database.query(
        `INSERT INTO punch VALUES ($1, $2, $3, $4::text, $4::text::timestamp, 1, 0, 0, $5, 'pull', $6, $7, $8, $9)`,
        [
          clockId,
          sequence,
          record.number,
          record.clockTime,
          Buffer.from(record.raw),
          record.readId,
          record.receivedAt,
          record.suspicions,
          hash,
        ],
      );
    }
    heads.push({ clockId, sequence: PUNCHES, hash: hash.toString('hex') });
  }
  await database.query(
    `INSERT INTO punch_review (clock_id, sequence, accept, reason, decided_by, decided_at)
     VALUES (2, 1, true, '时钟快了', 'office-1', '2026-10-26')`,
  );
  const seal = sealHash(GENESIS, { version: 1, date: '2026-10-26', heads });
  await database.query(`INSERT INTO ledger_seal VALUES ('2026-10-26', '2026-10-26', $1, $2, $3)`, [
    JSON.stringify(heads),
    GENESIS,
    seal,
  ]);
  return seal;
}

describe('a ledger from before the journals', () => {
  let test: TestDatabase;
  let database: DataSource;
  let seal: Buffer;
  beforeAll(async () => {
    test = await createEmptyDatabase();
    await migrateDatabase(test.url, BEFORE);
    database = await new DataSource(databaseOptions(test.url, { poolSize: 2 })).initialize();
    seal = await writeLedger(database);
  }, 60_000);
  afterAll(async () => {
    await database.destroy();
    await test.drop();
  });

  const punches = (): Promise<unknown[]> => database.query(`SELECT * FROM punch ORDER BY clock_id, sequence`);
  const standing = (): Promise<unknown[]> =>
    database.query(`SELECT clock_id, sequence, standing FROM punch_with_holder ORDER BY clock_id, sequence`);

  it('keeps every punch and hash when the table is divided; the old seal stands', async () => {
    const before = { punches: await punches(), standing: await standing() };
    expect(await migrateDatabase(test.url, migrations)).toContain(LedgerJournal1763700000008.name);
    expect({ punches: await punches(), standing: await standing() }).toEqual(before);
    expect(await database.query(`SELECT version, hash FROM ledger_seal`)).toEqual([
      { version: 1, hash: seal },
    ]);
  });

  it('has an entry in the journal for each row of evidence it had', async () => {
    expect(
      await database.query(
        `SELECT chain, kind, count(*)::integer AS entries FROM journal GROUP BY 1, 2 ORDER BY 1, 2`,
      ),
    ).toEqual([
      { chain: 0, kind: 'audit_entry', entries: 1 },
      { chain: 0, kind: 'ledger_seal', entries: 1 },
      { chain: 1, kind: 'clock_read', entries: 1 },
      { chain: 1, kind: 'coverage', entries: 1 },
      { chain: 2, kind: 'clock_read', entries: 1 },
      { chain: 2, kind: 'punch_review', entries: 1 },
      { chain: 3, kind: 'clock_read', entries: 1 },
    ]);
    const [known] = await database.query<[{ entries: number }]>(
      `SELECT count(*)::integer AS entries FROM journal WHERE body LIKE '%known_log%'`,
    );
    expect(known.entries).toBe(0);
  });

  it.each([
    ['the same place of a chain twice', '1, 1', `'new'`, '23505'],
    ['the same punch twice', '1, 99', `'1'`, '23505'],
    ['a punch of a clock that is none', '99, 1', `'new'`, '23503'],
  ])('still refuses %s', async (_, place, number, code) => {
    const insert = `INSERT INTO punch SELECT ${place}, ${number}, clock_time, local_time, verify_mode, punch_state, work_code,
                           raw, source, read_id, received_at, suspicions, hash
                    FROM punch WHERE clock_id = 1 AND sequence = 1`;
    await expect(database.query(insert)).rejects.toMatchObject({ driverError: { code } });
  });

  it('still refuses the review of a punch that there is not', async () => {
    const insert = `INSERT INTO punch_review (clock_id, sequence, accept, reason, decided_by, decided_at)
                    VALUES (1, 99, true, 'x', 'x', now())`;
    await expect(database.query(insert)).rejects.toMatchObject({ driverError: { code: '23503' } });
  });

  it('can be taken back, punches and all', async () => {
    const before = { punches: await punches(), standing: await standing() };
    const runner = database.createQueryRunner();
    try {
      await runner.startTransaction();
      for (const migration of migrations.slice(BEFORE.length).reverse()) await new migration().down(runner);
      await runner.commitTransaction();
    } finally {
      await runner.release();
    }
    expect({ punches: await punches(), standing: await standing() }).toEqual(before);
    await expect(database.query('DELETE FROM punch')).rejects.toMatchObject({
      driverError: { code: '23001' },
    });
  });
});
