import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { databaseOptions, migrateDatabase, SystemTime } from '@cunqin/platform';
import { VerifyLedgerService } from '@cunqin/punch-ledger';
import { DataSource } from 'typeorm';
import { ChecklistResults1763700000015 } from '../../migrations/1763700000015-checklist-results.js';
import { migrations } from '../../migrations/index.js';
import { createEmptyDatabase, type TestDatabase } from '../support/test-database.js';

const BEFORE = migrations.slice(0, migrations.indexOf(ChecklistResults1763700000015));

describe('results that were reported before they had rows of their own', () => {
  let test: TestDatabase;
  let database: DataSource;
  beforeAll(async () => {
    test = await createEmptyDatabase();
    await migrateDatabase(test.url, BEFORE);
    database = await new DataSource(databaseOptions(test.url, { poolSize: 2 })).initialize();
    await database.query(`
      INSERT INTO township (code, name) VALUES ('T01', '示范镇');
      INSERT INTO cadre (code, township_code, name, office, identity, post_subsidy_fen, managed_from)
      VALUES ('C001', 'T01', '张三', '党政办', 'civil-servant', 80000, '2026-01-01');
      INSERT INTO checklist (cadre_code, week) VALUES ('C001', '2026-W43');
      INSERT INTO checklist_item (checklist_id, position, title, due_at, result_text, result_at)
      VALUES (1, 1, '走访', '2026-10-25T16:00:00Z', '走访4户', '2026-10-23T09:00:00Z'),
             (1, 2, '台账', '2026-10-25T16:00:00Z', NULL, NULL);
    `);
  }, 60_000);
  afterAll(async () => {
    await database.destroy();
    await test.drop();
  });

  it('are moved as reports that stand, and nobody knows who made them', async () => {
    await migrateDatabase(test.url, migrations);
    expect(
      await database.query(
        `SELECT checklist_id, position, kind, text, at, recorded_by, returns FROM checklist_result`,
      ),
    ).toEqual([
      {
        checklist_id: 1,
        position: 1,
        kind: 'report',
        text: '走访4户',
        at: new Date('2026-10-23T09:00:00Z'),
        recorded_by: null,
        returns: null,
      },
    ]);
  });

  it('and have an entry in the journal like the lists and items that were there: nothing looks put in', async () => {
    expect(
      await database.query(
        `SELECT kind, count(*)::integer AS entries FROM journal GROUP BY kind ORDER BY kind`,
      ),
    ).toEqual([
      { kind: 'checklist', entries: 1 },
      { kind: 'checklist_item', entries: 2 },
      { kind: 'checklist_result', entries: 1 },
    ]);
    const { ok, records } = await VerifyLedgerService.on(database, new SystemTime()).verify({ cores: 1 });
    expect({ ok, records }).toEqual({ ok: true, records: [] });
  });

  it('can be taken back; a result that was returned is none', async () => {
    await database.query(`
      INSERT INTO checklist_result (checklist_id, position, kind, text, at, recorded_by)
      VALUES (1, 2, 'report', '台账已更新', '2026-10-24T00:00:00Z', 'office-1');
      INSERT INTO checklist_result (checklist_id, position, kind, text, at, recorded_by, returns)
      SELECT 1, 2, 'return', '不实', '2026-10-24T01:00:00Z', 'leader-1', id FROM checklist_result WHERE position = 2;
    `);
    const runner = database.createQueryRunner();
    try {
      for (const migration of migrations.slice(BEFORE.length).reverse()) await new migration().down(runner);
    } finally {
      await runner.release();
    }
    expect(
      await database.query(`SELECT position, result_text FROM checklist_item ORDER BY position`),
    ).toEqual([
      { position: 1, result_text: '走访4户' },
      { position: 2, result_text: null },
    ]);
  });
});
