import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { databaseOptions } from '@cunqin/platform';
import { DataSource, type EntityManager } from 'typeorm';
import {
  EVIDENCE_TABLES,
  LAST_EVIDENCE_MIGRATION,
} from '../../libs/punch-ledger/src/domain/evidence-tables.js';
import { lostGuards } from '../../libs/punch-ledger/src/verification/guards.repository.js';
import { migrations } from '../../migrations/index.js';
import { BothVerifiers, type Verdict, WHOLE } from '../support/both-verifiers.js';
import { writeSampleLedger } from '../support/sample-ledger.js';
import type { TestDatabase } from '../support/test-database.js';

let ledger: TestDatabase;
let dataSource: DataSource;
let verifiers: BothVerifiers;
/** Each case has a ledger of its own: what a trigger wrote is not undone. */
async function start(): Promise<void> {
  ledger = await writeSampleLedger();
  dataSource = new DataSource(databaseOptions(ledger.url, { poolSize: 2 }));
  await dataSource.initialize();
  verifiers = await BothVerifiers.of(dataSource);
}
async function stop(): Promise<void> {
  await dataSource.destroy();
  await verifiers.close();
  await ledger.drop();
}

const run = (...statements: string[]): Promise<unknown> => dataSource.query(statements.join(';'));

const REMINDER = `INSERT INTO month_reminder (township_code, month, to_state, reasons, at)
  VALUES ('T01', '2026-10', 'notice', '["LEDGER.CHAIN_BROKEN"]', '2026-11-05T00:00:00Z')`;

describe('the tables of evidence', () => {
  beforeAll(start, 60_000);
  afterAll(stop);

  it("are those that have the journal's trigger, and the last of them came with a known migration", async () => {
    const found = await dataSource.query<{ table: string }[]>(
      `SELECT tgrelid::regclass::text AS table FROM pg_trigger WHERE tgfoid = 'write_journal'::regproc`,
    );
    expect(found.map(({ table }) => table).sort()).toEqual([...EVIDENCE_TABLES].sort());
    expect(migrations.map(({ name }) => name)).toContain(LAST_EVIDENCE_MIGRATION);
  });

  it('are whole with all that guards them', async () => {
    expect(await verifiers.bothSay()).toEqual(WHOLE);
  });

  it('are refused as another ledger while the migration that made the last of them was not run', async () => {
    await run(`UPDATE schema_migration SET name = 'Before' WHERE name = '${LAST_EVIDENCE_MIGRATION}'`);
    await expect(verifiers.bothSay()).rejects.toMatchObject({ code: 'LEDGER.NONE' });
    await run(`UPDATE schema_migration SET name = '${LAST_EVIDENCE_MIGRATION}' WHERE name = 'Before'`);
  });

  const trigger = (key: string, kind: string): Verdict['records'] =>
    [{ table: 'trigger', key, kind }] as Verdict['records'];

  it.each([
    [
      'a dropped journal trigger of a table without an entry',
      'DROP TRIGGER month_reminder_journal ON month_reminder',
      trigger('month_reminder_journal', 'missing'),
    ],
    [
      'one that is switched off',
      'ALTER TABLE audit_entry DISABLE TRIGGER audit_entry_journal',
      trigger('audit_entry_journal', 'changed'),
    ],
    [
      'one that fires only for replicas',
      'ALTER TABLE audit_entry ENABLE REPLICA TRIGGER audit_entry_journal',
      trigger('audit_entry_journal', 'changed'),
    ],
    [
      'one that asks first',
      `CREATE OR REPLACE TRIGGER audit_entry_journal AFTER INSERT ON audit_entry
         FOR EACH ROW WHEN (NEW.actor <> 'me') EXECUTE FUNCTION write_journal()`,
      trigger('audit_entry_journal', 'changed'),
    ],
    [
      'a dropped trigger against changes',
      'DROP TRIGGER punch_review_append_only ON punch_review',
      trigger('punch_review_append_only', 'missing'),
    ],
    [
      'that of a part of the punches, switched off',
      'ALTER TABLE punch_p07 DISABLE TRIGGER punch_p07_append_only',
      trigger('punch_p07_append_only', 'changed'),
    ],
    [
      'that of the journal',
      'ALTER TABLE journal DISABLE TRIGGER USER',
      trigger('journal_append_only', 'changed'),
    ],
    [
      'a table that is gone',
      'DROP TABLE payroll_mapping',
      [
        { table: 'primary key', key: 'payroll_mapping', kind: 'missing' },
        ...trigger('payroll_mapping_append_only', 'missing'),
        ...trigger('payroll_mapping_journal', 'missing'),
      ],
    ],
    [
      'a table without its key',
      'ALTER TABLE month_reminder DROP CONSTRAINT month_reminder_pkey',
      [{ table: 'primary key', key: 'month_reminder', kind: 'missing' }],
    ],
  ])('are damaged by %s', async (_, statement, records) => {
    const undo = new Error('undone');
    const look = async (owner: EntityManager): Promise<never> => {
      await owner.query(statement);
      expect(await lostGuards(owner)).toEqual(expect.arrayContaining([...records]));
      expect(await lostGuards(owner)).toHaveLength(records.length);
      throw undo;
    };
    await expect(dataSource.transaction(look)).rejects.toBe(undo);
  });
});

describe('a row that was put into a table without an entry', () => {
  beforeAll(start, 60_000);
  afterAll(stop);

  it('is found while its trigger is gone, and by both verifiers once it is there again', async () => {
    await run('DROP TRIGGER month_reminder_journal ON month_reminder', REMINDER);
    const inserted = { table: 'month_reminder', key: '1', kind: 'inserted' };
    expect(await verifiers.oursSays()).toMatchObject({
      ok: false,
      records: [inserted, { table: 'trigger', key: 'month_reminder_journal', kind: 'missing' }],
    });
    await run(
      `CREATE TRIGGER month_reminder_journal AFTER INSERT ON month_reminder
         FOR EACH ROW EXECUTE FUNCTION write_journal()`,
    );
    expect(await verifiers.bothSay()).toMatchObject({ ok: false, records: [inserted] });
  });
});

describe('bytes that are kept beside their SHA-256', () => {
  beforeAll(start, 60_000);
  afterAll(stop);

  it('are compared with it by both verifiers, and the row is named, whether or not an entry speaks of it', async () => {
    await run(
      `INSERT INTO issued_document SELECT 'T01', '2026-10', name, 'text/csv', bytes, sha256(bytes), now()
       FROM (VALUES ('one.csv', 'one'::bytea), ('two.csv', 'two')) AS paper (name, bytes)`,
      `INSERT INTO payroll_receipt SELECT 'T01', '2026-10', 1, 'receipt.csv', 'x'::bytea, sha256('x'), '{}', 'office', now()`,
    );
    expect(await verifiers.bothSay()).toEqual(WHOLE);
    await run(
      `ALTER TABLE issued_document DROP CONSTRAINT issued_document_check, DISABLE TRIGGER USER`,
      `UPDATE issued_document SET bytes = 'other' WHERE name = 'two.csv'`,
      `INSERT INTO issued_document VALUES ('T01', '2026-10', 'forged.csv', 'text/csv', 'a', sha256('b'), now())`,
      `ALTER TABLE issued_document ENABLE TRIGGER USER`,
      `ALTER TABLE payroll_receipt DROP CONSTRAINT payroll_receipt_check, ALTER bytes DROP NOT NULL, DISABLE TRIGGER USER`,
      `UPDATE payroll_receipt SET bytes = NULL`,
      `ALTER TABLE payroll_receipt ENABLE TRIGGER USER`,
    );
    expect(await verifiers.bothSay()).toMatchObject({
      ok: false,
      broken: [],
      records: [
        { table: 'issued_document', key: 'T01-2026-10-forged.csv', kind: 'changed' },
        { table: 'issued_document', key: 'T01-2026-10-two.csv', kind: 'changed' },
        { table: 'payroll_receipt', key: 'T01-2026-10-1', kind: 'changed' },
      ],
    });
  });
});

describe('a quarantined line from before bytes were left out of the journal', () => {
  beforeAll(start, 60_000);
  afterAll(stop);

  it('is whole to both verifiers, though its entry has the bytes', async () => {
    const columns = `clock_id, sha256, fault, length, bytes, received_at, read_id`;
    await run(
      `ALTER TABLE quarantined_line DISABLE TRIGGER USER`,
      `INSERT INTO quarantined_line (${columns})
       SELECT 1, 'ab', 'TIME', 3, '\\xabcdef', now(), id FROM clock_read WHERE clock_id = 1 LIMIT 1`,
      `ALTER TABLE quarantined_line ENABLE TRIGGER USER`,
      `SET TimeZone = 'UTC'; SELECT append_journal('quarantined_line', to_jsonb(line)) FROM quarantined_line AS line`,
    );
    const entries = await dataSource.query<{ body: string }[]>(
      `SELECT body FROM journal WHERE kind = 'quarantined_line'`,
    );
    expect(entries[0]?.body).toContain('"bytes": "\\\\xabcdef"');
    expect(await verifiers.bothSay()).toEqual(WHOLE);
  });
});

describe('a row that was taken out and put in again through the trigger', () => {
  beforeAll(start, 60_000);
  afterAll(stop);

  const again = (change: string): string[] => [
    `ALTER TABLE punch_review DISABLE TRIGGER punch_review_append_only`,
    `CREATE TABLE kept_review AS TABLE punch_review`,
    `DELETE FROM punch_review`,
    `UPDATE kept_review SET ${change}`,
    `INSERT INTO punch_review OVERRIDING SYSTEM VALUE TABLE kept_review`,
    `DROP TABLE kept_review`,
    `ALTER TABLE punch_review ENABLE TRIGGER punch_review_append_only`,
  ];

  it('as it was hides no forged one that has no entry', async () => {
    await run(...again(`reason = reason`));
    expect(await verifiers.bothSay()).toEqual(WHOLE);
    await run(
      `ALTER TABLE punch_review DISABLE TRIGGER punch_review_journal`,
      `INSERT INTO punch_review (clock_id, sequence, accept, reason, decided_by, decided_at)
       SELECT clock_id, sequence, true, reason, decided_by, decided_at FROM punch_review`,
      `ALTER TABLE punch_review ENABLE TRIGGER punch_review_journal`,
    );
    expect(await verifiers.bothSay()).toMatchObject({
      ok: false,
      records: [{ table: 'punch_review', kind: 'inserted' }],
    });
  });

  it('with another content is `changed` to both: the journal has not forgotten the first', async () => {
    await run(`ALTER TABLE punch_review DISABLE TRIGGER USER; DELETE FROM punch_review WHERE accept;
               ALTER TABLE punch_review ENABLE TRIGGER USER`);
    expect(await verifiers.bothSay()).toEqual(WHOLE);
    await run(...again(`accept = true`));
    expect(await verifiers.bothSay()).toMatchObject({
      ok: false,
      records: [{ table: 'punch_review', kind: 'changed' }],
    });
    await run(...again(`clock_id = 2, sequence = 1`));
    expect(await verifiers.bothSay()).toMatchObject({
      ok: false,
      records: [{ table: 'punch_review', kind: 'changed' }],
    });
    await run(`ALTER TABLE punch_review DISABLE TRIGGER USER; DELETE FROM punch_review;
               ALTER TABLE punch_review ENABLE TRIGGER USER`);
    expect(await verifiers.bothSay()).toMatchObject({
      ok: false,
      records: [{ table: 'punch_review', kind: 'missing' }],
    });
  });
});
