import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import pg from 'pg';
import { Town, type TownClock, visit } from '../support/town.js';
import { until } from '../support/until.js';

interface Judged {
  readonly cadreCode: string;
  readonly verdict: string;
  readonly visitDays: number;
  readonly deductionFen: number;
}

let town: Town;
let late: TownClock;
beforeAll(async () => {
  town = await Town.start('2026-10-26T08:00');
  await town.addVillages(2);
  const early = await town.addClock('V01');
  late = await town.addClock('V02');
  await town.addCadre('C001');
  town.punch(...visit('C001', '2026-10-20', 'V02'), ...visit('C001', '2026-10-22', 'V02'));
  await town.poll(early);
});
afterAll(() => town.stop());

const judged = async (): Promise<Judged | undefined> =>
  (await town.get<{ items: Judged[] }>('assessments?week=2026-W43')).items[0];

describe('a clock that is read while its week is being judged', () => {
  it('never makes a week complete without the punches that came with it', async () => {
    expect(await judged()).toMatchObject({ verdict: 'undetermined' });
    const blocker = new pg.Client({ connectionString: town.api.databaseUrl });
    await blocker.connect();
    try {
      // Stops the judgement between the facts it has loaded and those it has not.
      await blocker.query('BEGIN');
      await blocker.query('LOCK TABLE checklist IN ACCESS EXCLUSIVE MODE');
      await town.database.query(`INSERT INTO dirty_week (cadre_code, week) VALUES ('C001', '2026-W43')`);
      const answer = judged();
      await until(
        'the judgement to wait',
        () =>
          town.database.query<unknown[]>(
            `SELECT FROM pg_stat_activity WHERE wait_event_type = 'Lock' AND query LIKE '%checklist%'
             AND datname = current_database()`,
          ),
        ({ length }) => length > 0,
      );
      expect(await town.poll(late)).toMatchObject({ appended: 4 });
      await blocker.query('COMMIT');
      const first = await answer;
      expect(first).toMatchObject({ deductionFen: 0 });
      expect(first?.verdict).not.toBe('missed');
    } finally {
      await blocker.end();
    }
    expect(await judged()).toMatchObject({ verdict: 'met', visitDays: 2, deductionFen: 0 });
  });
});
