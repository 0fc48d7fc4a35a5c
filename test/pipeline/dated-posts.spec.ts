import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { judgedWeek } from '../support/judged-week.js';
import { Town } from '../support/town.js';
import { until } from '../support/until.js';

const WEEKS = ['2026-W40', '2026-W41', '2026-W42', '2026-W43', '2026-W44'];

interface Month {
  readonly charged: readonly {
    cadreCode: string;
    identity: string;
    deductedFen: number;
    computedFen: number;
  }[];
}

let town: Town;
beforeAll(async () => {
  town = await Town.start('2026-09-28T08:00');
  await town.addVillages(1);
  const clock = await town.addClock('V01');
  await town.addCadre('C001', { managedFrom: '2026-09-28', identity: 'contract', postSubsidyFen: 40_000 });
  town.setTime('2026-11-02T08:00');
  await town.poll(clock);
});
afterAll(() => town.stop());

const post = (identity: string, postSubsidyFen: number, from: string): ReturnType<Town['call']> =>
  town.call('office', 'post', 'cadres/C001/posts', { identity, postSubsidyFen, from });

/** What each week of October costs, in fen; none of them was done. */
async function costs(): Promise<unknown[]> {
  const weeks: unknown[] = [];
  for (const week of WEEKS) weeks.push((await judgedWeek(town, week, 'C001'))?.deductionFen);
  return weeks;
}

const october = async (): Promise<Month['charged'][number] | undefined> =>
  (await town.get<Month>('months/2026-10')).charged[0];

describe('the post of a cadre', () => {
  it('decides from its date on: what was nobody’s money before stays so', async () => {
    expect(await costs()).toEqual([0, 0, 0, 0, 0]);
    expect(await post('institution', 40_000, '2026-10-14')).toMatchObject({
      status: 201,
      body: { cadreCode: 'C001', validFrom: '2026-10-14', identity: 'institution', postSubsidyFen: 40_000 },
    });
    // Wednesday the 14th: the post of that week's Monday was the old one.
    expect(await costs()).toEqual([0, 0, 0, 10_000, 10_000]);
    expect(await october()).toMatchObject({ identity: 'institution', deductedFen: 20_000 });
  });

  it('has a subsidy that is the ceiling of the months it lasts into, and of no month before', async () => {
    await post('institution', 15_000, '2026-10-19');
    expect(await october()).toMatchObject({ computedFen: 20_000, deductedFen: 15_000 });
    await post('institution', 60_000, '2026-11-01');
    expect(await october()).toMatchObject({ computedFen: 20_000, deductedFen: 15_000 });
    expect(await town.get('cadres')).toMatchObject({ items: [{ code: 'C001', postSubsidyFen: 60_000 }] });
  });

  it('that was typed wrong is set right from the same day, the first one, too', async () => {
    await post('institution', 18_000, '2026-10-19');
    expect(await october()).toMatchObject({ deductedFen: 18_000 });
    await post('civil-servant', 40_000, '2026-09-28');
    expect(await costs()).toEqual([10_000, 10_000, 10_000, 10_000, 10_000]);
    await post('contract', 40_000, '2026-09-28');
    expect(await costs()).toEqual([0, 0, 0, 10_000, 10_000]);
  });

  it('leaves each change on the audit trail with what was there before', async () => {
    const { items } = await town.get<{ items: { action: string; actor: string; detail: object }[] }>(
      'audit?pageSize=500',
      'auditor',
    );
    const changes = items.filter(({ action }) => action === 'cadre.post-changed');
    expect(changes).toHaveLength(6);
    expect(changes).toContainEqual(
      expect.objectContaining({
        actor: 'office-1',
        detail: {
          from: '2026-10-19',
          before: { identity: 'institution', postSubsidyFen: 15_000 },
          after: { identity: 'institution', postSubsidyFen: 18_000 },
        },
      }),
    );
  });

  it('cannot begin before the first managed day, nor be anybody else’s', async () => {
    expect(await post('contract', 1, '2026-09-27')).toMatchObject({
      status: 400,
      body: { code: 'ROSTER.PERIOD_REVERSED' },
    });
    const body = { identity: 'contract', postSubsidyFen: 1, from: '2026-10-12' };
    expect(await town.call('office', 'post', 'cadres/C999/posts', body)).toMatchObject({
      status: 404,
      body: { code: 'ROSTER.UNKNOWN_CADRE' },
    });
    for (const wrong of [{ postSubsidyFen: -1 }, { identity: 'chief' }, { from: '2026-13-01' }]) {
      const answer = await town.call('office', 'post', 'cadres/C001/posts', { ...body, ...wrong });
      expect(answer).toMatchObject({ status: 400, body: { code: 'REQUEST.INVALID' } });
    }
  });

  it('changes while weeks are judged: who writes waits for the refresh before touching the cadre', async () => {
    const waiting = (): Promise<{ count: number }[]> =>
      town.database.query(
        `SELECT count(*)::integer FROM pg_locks WHERE locktype = 'advisory' AND NOT granted`,
      );
    let asked: ReturnType<Town['call']> | undefined;
    await town.database.transaction(async (manager) => {
      // As a refresh does: its lock first, then rows that point to the cadre.
      await manager.query(`SELECT pg_advisory_xact_lock(hashtext('refresh-assessments'))`);
      asked = post('institution', 18_000, '2026-10-19');
      asked.catch(() => undefined);
      await until('the change to wait', waiting, ([row]) => row?.count === 1, 10_000);
      await manager.query(`SELECT FROM cadre WHERE code = 'C001' FOR KEY SHARE`);
    });
    expect((await asked)?.status).toBe(201);
  });
});
