import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { SealLedgerService } from '@cunqin/punch-ledger';
import {
  appendOnlyTables,
  changesOf,
  MAY_CHANGE,
  type Table,
  tablesOf,
} from '../support/append-only-tables.js';
import { Town, visit } from '../support/town.js';

const REFUSED = { code: '23001', message: expect.stringMatching(/is append only/) };

describe('what is evidence can only be added to', () => {
  let town: Town;
  beforeAll(async () => {
    town = await Town.start('2026-10-26T08:00');
    await town.addVillages(1);
    const clock = await town.addClock('V01');
    await town.addCadre('C001');
    town.punch(...visit('C001', '2026-10-20', 'V01'), ...visit('C001', '2026-10-22', 'V01'));
    await town.poll(clock);
    await town.api.app.get(SealLedgerService, { strict: false }).sealToday();
  }, 30_000);
  afterAll(() => town.stop());

  async function rowsOf({ name }: Table): Promise<string> {
    const [row] = await town.database.query<[{ rows: string }]>(
      `SELECT coalesce(json_agg(kept ORDER BY kept::text), '[]')::text AS rows FROM ${name} AS kept`,
    );
    return row.rows;
  }

  it('and every table is evidence, but for those that are known to change', async () => {
    const names = (await tablesOf(town.database)).map(({ name }) => name);
    expect([...MAY_CHANGE].filter((name) => !names.includes(name))).toEqual([]);
    const found = await appendOnlyTables(town.database);
    expect(found.map(({ name }) => name)).toEqual(
      expect.arrayContaining(['punch', 'clock_read', 'coverage', 'journal', 'punch_review', 'audit_entry']),
    );
    expect(found.filter(({ partition }) => partition)).toHaveLength(32);
  });

  it('even by the owner of the tables: no UPDATE, DELETE or TRUNCATE, of a table or of a part of one', async () => {
    for (const table of await appendOnlyTables(town.database)) {
      const before = await rowsOf(table);
      for (const statement of changesOf(table)) {
        await expect(town.database.query(statement)).rejects.toMatchObject({ driverError: REFUSED });
      }
      expect(await rowsOf(table)).toBe(before);
    }
  });
});
