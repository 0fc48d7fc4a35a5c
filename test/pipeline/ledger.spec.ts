import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { plausiblePunches } from '@cunqin/clock-protocol';
import { type PollAnswer, Town, type TownClock, visit } from '../support/town.js';
import { until } from '../support/until.js';

interface Verification {
  readonly ok: boolean;
  readonly clocks: number;
  readonly punches: number;
  readonly broken: readonly { clockId: number; sequence: number }[];
}

let town: Town;
let clock: TownClock;
beforeAll(async () => {
  town = await Town.start('2026-10-26T08:00');
  await town.addVillages(3);
  clock = await town.addClock('V01');
  await town.addCadre('C001');
  town.punch(...visit('C001', '2026-10-20', 'V01'), ...visit('C001', '2026-10-22', 'V01'));
}, 30_000);
afterAll(() => town.stop());

const verify = (): Promise<Verification> => town.get<Verification>('ledger/verification', 'auditor');

async function rowsOf(table: string): Promise<string> {
  const [row] = await town.database.query<[{ rows: string }]>(
    `SELECT coalesce(json_agg(${table} ORDER BY ${table}::text), '[]')::text AS rows FROM ${table}`,
  );
  return row.rows;
}

describe('reading a clock again', () => {
  it('appends nothing, but is itself on record', async () => {
    expect(await town.poll(clock)).toMatchObject({
      outcome: 'complete',
      read: 4,
      appended: 4,
      duplicates: 0,
    });
    const before = await rowsOf('punch');
    const again = await town.ask<PollAnswer>('admin', 'post', `clocks/${clock.id}/poll?wait=true&full=true`);
    expect(again).toMatchObject({ outcome: 'complete', read: 4, appended: 0, duplicates: 4 });
    expect(await rowsOf('punch')).toBe(before);
    const { items } = await town.get<{ items: { id: string }[] }>(`clocks/${clock.id}/reads`);
    expect(items.map(({ id }) => id)).toContain(again.readId);
    expect(items).toHaveLength(2);
  });
});

describe('two polls of one clock at once', () => {
  const LOG = plausiblePunches({ punches: 3000, users: 20, seed: 7 }).punches.filter(
    ({ clockTime }) => clockTime < '2026-10-24',
  );

  const sequences = async ({ id }: TownClock): Promise<{ count: number; last: number }> => {
    const [row] = await town.database.query<[{ count: number; last: number }]>(
      `SELECT count(*)::integer AS count, max(sequence)::integer AS last FROM punch WHERE clock_id = $1`,
      [id],
    );
    return row;
  };

  it('end in one chain without gap or double; the one that came second may be told to wait', async () => {
    const busy = await town.addClock('V02', { punches: LOG, packetGapMs: 5, placedFrom: '2020-01-01' });
    const path = `clocks/${busy.id}/poll?wait=true`;
    const answers = await Promise.all([town.call('admin', 'post', path), town.call('admin', 'post', path)]);
    for (const answer of answers) {
      if (answer.status !== 200) expect(answer).toMatchObject({ status: 409, body: { code: 'CLOCKS.BUSY' } });
    }
    expect(answers.map(({ status }) => status)).toContain(200);
    expect(await sequences(busy)).toEqual({ count: LOG.length, last: LOG.length });
    expect(await verify()).toMatchObject({ ok: true, broken: [] });
  });

  it('do not fork the chain even when the lease of the first was lost', async () => {
    const slow = await town.addClock('V03', { punches: LOG, packetGapMs: 60, placedFrom: '2020-01-01' });
    const first = town.poll(slow);
    await until(
      'the first poll to have its lease',
      () => town.database.query<unknown[]>(`SELECT FROM clock_lease WHERE clock_id = $1`, [slow.id]),
      ({ length }) => length === 1,
    );
    await town.database.query(`DELETE FROM clock_lease WHERE clock_id = $1`, [slow.id]);
    const both = await Promise.all([first, town.poll(slow)]);
    expect(both.map(({ read }) => read)).toEqual([LOG.length, LOG.length]);
    expect(both[0].appended + both[1].appended).toBe(LOG.length);
    expect(await sequences(slow)).toEqual({ count: LOG.length, last: LOG.length });
    expect(await verify()).toMatchObject({ ok: true, broken: [] });
  });
});

describe('a change behind the triggers', () => {
  /** As somebody with the rights of the table's owner would do it; undone afterwards. */
  async function behindTheTriggers(statement: string, look: () => Promise<void>): Promise<void> {
    await town.database.query('ALTER TABLE punch DISABLE TRIGGER punch_append_only');
    await town.database.query('CREATE TABLE kept AS SELECT * FROM punch');
    try {
      await town.database.query(statement);
      await look();
    } finally {
      await town.database.query('DELETE FROM punch');
      await town.database.query('INSERT INTO punch SELECT * FROM kept');
      await town.database.query('DROP TABLE kept');
      await town.database.query('ALTER TABLE punch ENABLE TRIGGER punch_append_only');
    }
    expect(await verify()).toMatchObject({ ok: true, broken: [] });
  }

  it.each([
    ['a time', `clock_time = replace(clock_time, 'T08:', 'T07:')`],
    ['a number', `number = 'C002'`],
    ['a raw byte', `raw = set_byte(raw, 0, 255)`],
    ['a suspicion', `suspicions = '{FUTURE}'`],
    ['a hash', `hash = set_byte(hash, 31, get_byte(hash, 31) # 1)`],
  ])('of %s is found, and the clock and the first broken punch are named', async (_, change) => {
    await behindTheTriggers(
      `UPDATE punch SET ${change} WHERE clock_id = ${clock.id} AND sequence = 3`,
      async () => {
        expect(await verify()).toMatchObject({ ok: false, broken: [{ clockId: clock.id, sequence: 3 }] });
      },
    );
  });

  it('that takes a punch out of the middle is found', async () => {
    await behindTheTriggers(`DELETE FROM punch WHERE clock_id = ${clock.id} AND sequence = 2`, async () => {
      expect(await verify()).toMatchObject({ ok: false, broken: [{ clockId: clock.id, sequence: 2 }] });
    });
  });
});
