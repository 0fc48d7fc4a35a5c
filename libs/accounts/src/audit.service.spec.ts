import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { getDataSourceToken } from '@nestjs/typeorm';
import pg from 'pg';
import { Temporal } from 'temporal-polyfill';
import type { DataSource } from 'typeorm';
import { AuditService, withoutSecrets } from './audit.service.js';
import { startAccounts, type StartedAccounts } from './testing/start-accounts.js';

let started: StartedAccounts;
let audit: AuditService;
let dataSource: DataSource;

beforeAll(async () => {
  started = await startAccounts();
  audit = started.module.get(AuditService);
  dataSource = started.module.get<DataSource>(getDataSourceToken());
});
afterAll(() => started.stop());

const at = (instant: string) => Temporal.Instant.from(instant);

describe('the audit trail', () => {
  it('lists the newest first, by page, person and period', async () => {
    const days = ['2026-10-20', '2026-10-21', '2026-10-22'];
    for (const day of days) {
      started.time.set(at(`${day}T01:00:00Z`));
      await audit.record(null, {
        actor: 'li',
        action: 'policy.created',
        subject: day,
        detail: { version: 3 },
      });
      await audit.record(null, { actor: 'zhao', action: 'policy.read', subject: day });
    }
    const ofLi = await audit.list({ actor: 'li', page: 1, pageSize: 2 });
    expect(ofLi.total).toBe(3);
    expect(ofLi.items.map(({ subject }) => subject)).toEqual(['2026-10-22', '2026-10-21']);
    expect(ofLi.items[0]).toMatchObject({ actor: 'li', action: 'policy.created', detail: { version: 3 } });
    expect((await audit.list({ actor: 'li', page: 2, pageSize: 2 })).items).toHaveLength(1);

    const period = {
      from: at('2026-10-21T01:00:00Z'),
      until: at('2026-10-22T01:00:00Z'),
      page: 1,
      pageSize: 10,
    };
    const rows = await audit.list(period);
    expect(rows.total).toBe(2);
    expect(new Set(rows.items.map(({ subject }) => subject))).toEqual(new Set(['2026-10-21']));
  });

  it.each([
    `UPDATE audit_entry SET actor = 'somebody else'`,
    `DELETE FROM audit_entry`,
    `TRUNCATE audit_entry`,
  ])('is append only, says the database itself: %s', async (statement) => {
    await audit.record(null, { actor: 'li', action: 'kept', subject: 'for ever' });
    const client = new pg.Client({ connectionString: started.databaseUrl });
    await client.connect();
    try {
      await expect(client.query(statement)).rejects.toThrow(/audit_entry is append only/);
    } finally {
      await client.end();
    }
  });

  it('does not keep what was rolled back', async () => {
    const undone = dataSource.transaction(async (manager) => {
      await audit.record(manager, { actor: 'qian', action: 'undone', subject: 'x' });
      throw new Error('the use case failed');
    });
    await expect(undone).rejects.toThrow('the use case failed');
    expect((await audit.list({ actor: 'qian', page: 1, pageSize: 1 })).total).toBe(0);
  });

  it('leaves out what sounds like a secret, however deep', () => {
    const detail = {
      host: '192.168.1.9',
      commKey: '1234',
      change: [{ oldPassword: 'a', SECRET_KEY: 'b', note: 'c' }],
    };
    expect(JSON.parse(withoutSecrets(detail))).toEqual({
      host: '192.168.1.9',
      commKey: '***',
      change: [{ oldPassword: '***', SECRET_KEY: '***', note: 'c' }],
    });
  });
});
