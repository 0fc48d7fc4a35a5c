import { createHash } from 'node:crypto';
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { SealLedgerService } from '@cunqin/punch-ledger';
import { Town, type TownClock, visit } from '../support/town.js';

/**
 * Tables that have no journal, and why: the chain of the punches is their own, the journal is itself, and the
 * lines of an issued month are proven by the hashes in its report, which is in the journal.
 */
const WITHOUT_JOURNAL = ['journal', 'punch', 'settled_adjustment', 'settled_cadre', 'settled_line'];

interface Entry {
  readonly chain: number;
  readonly position: number;
  readonly kind: string;
  readonly body: string;
  readonly hash: string;
}

let town: Town;
let clock: TownClock;
beforeAll(async () => {
  town = await Town.start('2026-10-26T08:00');
  await town.addVillages(1);
  clock = await town.addClock('V01');
  await town.addCadre('C001');
  town.punch(...visit('C001', '2026-10-20', 'V01'), { number: 'C001', at: '2026-12-01T08:00:00 V01' });
  await town.poll(clock);
  await town.ask('office', 'post', `punches/${clock.id}-3/review`, { accept: false, reason: '时间在将来' });
  clock.device.setNetwork('down');
  await town.call('admin', 'post', `clocks/${clock.id}/poll?wait=true`);
  clock.device.setNetwork('up');
}, 30_000);
afterAll(() => town.stop());

const entries = (chain: number): Promise<Entry[]> =>
  town.database.query<Entry[]>(
    `SELECT chain, position::integer, kind, body, encode(hash, 'hex') AS hash
     FROM journal WHERE chain = $1 ORDER BY position`,
    [chain],
  );

describe('the journal of a clock', () => {
  it('is written by every table that is append only', async () => {
    const rows = await town.database.query<{ name: string }[]>(
      `SELECT relname AS name FROM pg_class
       WHERE relnamespace = 'public'::regnamespace AND NOT relispartition
         AND EXISTS (SELECT FROM pg_trigger WHERE tgrelid = pg_class.oid AND tgname LIKE '%\\_append\\_only')
         AND NOT EXISTS (SELECT FROM pg_trigger WHERE tgrelid = pg_class.oid AND tgname LIKE '%\\_journal'
                                                  AND tgfoid = 'write_journal'::regproc)
       ORDER BY 1`,
    );
    expect(rows.map(({ name }) => name)).toEqual(WITHOUT_JOURNAL);
  });

  it('holds what happened to it, in order, and nothing else', async () => {
    expect((await entries(clock.id)).map(({ position, kind }) => [position, kind])).toEqual([
      [1, 'lost_time'],
      [2, 'clock_read'],
      [3, 'coverage'],
      [4, 'punch_review'],
      [5, 'clock_read'],
    ]);
    const ofNoClock = [...new Set((await entries(0)).map(({ kind }) => kind))].sort();
    expect(ofNoClock).toEqual(['audit_entry', 'holiday_notice', 'ledger_seal', 'policy_version']);
  });

  it('can be recomputed from its texts alone', async () => {
    for (const chain of [0, clock.id]) {
      let previous = Buffer.alloc(32);
      for (const { position, kind, body, hash } of await entries(chain)) {
        previous = createHash('sha256').update(previous).update(body, 'utf8').digest();
        expect(hash).toBe(previous.toString('hex'));
        expect(JSON.parse(body)).toMatchObject(['cunqin-journal-1', chain, position, kind, {}]);
      }
    }
  });

  it('says of each row what the row says', async () => {
    const [differing] = await town.database.query<[{ count: number }]>(
      `SELECT count(*)::integer AS count FROM clock_read
       LEFT JOIN journal ON journal.chain = clock_read.clock_id AND journal.kind = 'clock_read'
                        AND journal.body::jsonb -> 4 ->> 'id' = clock_read.id::text
       WHERE to_jsonb(clock_read) - 'known_log' IS DISTINCT FROM journal.body::jsonb -> 4`,
    );
    expect(differing.count).toBe(0);
  });

  it('names, with every read, the end of the chain of punches after it; a failed read has one, too', async () => {
    const [head] = await town.database.query<[{ hash: string }]>(
      `SELECT hash FROM punch WHERE clock_id = $1 ORDER BY sequence DESC LIMIT 1`,
      [clock.id],
    );
    const reads = (await entries(clock.id)).filter(({ kind }) => kind === 'clock_read');
    const named = { head_sequence: 3, head_hash: `\\x${Buffer.from(head.hash).toString('hex')}` };
    expect(reads.map(({ body }) => (JSON.parse(body) as unknown[])[4])).toMatchObject([named, named]);
  });

  it('does not depend on the settings of whoever writes', async () => {
    const runner = town.database.createQueryRunner();
    await runner.connect();
    try {
      await runner.query(
        `SET TimeZone = 'Asia/Shanghai'; SET datestyle = 'German'; SET bytea_output = 'escape'; SET search_path = pg_catalog`,
      );
      await runner.query(
        `INSERT INTO public.audit_entry (at, actor, action, subject) VALUES ('2026-10-26T08:00:00Z', 'a', 'b', 'c')`,
      );
    } finally {
      await runner.query('RESET ALL');
      await runner.release();
    }
    const last = (await entries(0)).at(-1);
    expect(last?.body).toContain('"at": "2026-10-26T08:00:00+00:00"');
  });

  it('does not fork when many write at once', async () => {
    const before = (await entries(0)).length;
    await Promise.all(
      Array.from({ length: 40 }, (_, at) =>
        town.database.query(
          `INSERT INTO audit_entry (at, actor, action, subject) VALUES (now(), 'a', 'b', $1)`,
          [String(at)],
        ),
      ),
    );
    const after = await entries(0);
    expect(after.map(({ position }) => position)).toEqual(
      Array.from({ length: before + 40 }, (_, at) => at + 1),
    );
  });

  it('has no entry of what was rolled back', async () => {
    const before = await entries(0);
    const rolledBack = town.database.transaction(async (manager) => {
      await manager.query(
        `INSERT INTO audit_entry (at, actor, action, subject) VALUES (now(), 'a', 'b', 'c')`,
      );
      throw new Error('rolled back');
    });
    await expect(rolledBack).rejects.toThrow('rolled back');
    expect(await entries(0)).toEqual(before);
  });
});

describe('a seal', () => {
  it('takes in the ends of both chains of every clock and of the journal that belongs to none', async () => {
    town.setTime('2026-10-27T01:00');
    const [of0, of1] = [(await entries(0)).at(-1), (await entries(clock.id)).at(-1)];
    await town.api.app.get(SealLedgerService, { strict: false }).sealToday();
    const [seal] = await town.database.query<[{ version: number; heads: unknown }]>(
      `SELECT version, heads FROM ledger_seal ORDER BY sealed_on DESC LIMIT 1`,
    );
    const journal = (entry: Entry | undefined): unknown => ({ position: entry?.position, hash: entry?.hash });
    expect(seal).toEqual({
      version: 2,
      heads: [
        { clockId: 0, sequence: 0, hash: '00'.repeat(32), journal: journal(of0) },
        {
          clockId: clock.id,
          sequence: 3,
          hash: expect.stringMatching(/^[0-9a-f]{64}$/),
          journal: journal(of1),
        },
      ],
    });
    expect((await entries(0)).at(-1)?.kind).toBe('ledger_seal');
  });
});
