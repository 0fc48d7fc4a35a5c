import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { Town, type TownClock, visit } from '../support/town.js';
import type { Assessment } from './scenarios.fixture.js';

const WEEK = '2026-W43';

interface SuspectPunch {
  readonly id: string;
  readonly number: string;
  readonly clockTime: string;
  readonly suspicions: string[];
  readonly madeBetween: { from: string; until: string } | null;
}

let town: Town;
let clock: TownClock;

/** What the clock logs, in its own order: a number and the time it had then. */
const log = (...punches: [number: string, clockTime: string][]): void =>
  clock.device.addPunches(
    punches.map(([number, clockTime]) => ({ number, clockTime, verifyMode: 1, punchState: 0, workCode: 0 })),
  );

beforeAll(async () => {
  town = await Town.start('2026-10-19T08:00');
  await town.addVillages(1);
  clock = await town.addClock('V01');
  for (const code of ['C001', 'C002', 'C003', 'C004', 'C005']) {
    await town.addCadre(code, code === 'C003' ? { number: null } : {});
  }
  const codes = ['C001', 'C002', '99', 'C004'];
  town.punch(...codes.flatMap((number) => visit(number, '2026-10-20', 'V01')));
  town.setTime('2026-10-20T20:00');
  await town.poll(clock);
  // On Wednesday the power fails. The clock begins anew, and is set right on Thursday evening.
  log(
    ['C001', '2000-01-01T00:07:00'],
    ['C001', '2000-01-01T06:20:00'],
    ['99', '2000-01-01T00:09:00'],
    ['C004', '2026-02-31T08:00:00'],
    ['C005', '2026-10-22T18:00:00'],
  );
  for (const monday of ['2026-10-26', '2026-11-02']) {
    town.setTime(`${monday}T08:00`);
    await town.poll(clock);
  }
});
afterAll(() => town.stop());

async function assessment(cadreCode: string, week = WEEK): Promise<Assessment | undefined> {
  const path = `assessments?week=${week}&cadreCode=${cadreCode}`;
  return (await town.get<{ items: Assessment[] }>(path)).items[0];
}

async function suspects(number: string): Promise<SuspectPunch[]> {
  const { items } = await town.get<{ items: SuspectPunch[] }>('punches?suspect=true');
  return items.filter((punch) => punch.number === number);
}

const refuse = (id: string): Promise<unknown> =>
  town.ask('leader', 'post', `punches/${id}/review`, { accept: false, reason: '当天签到簿上没有' });

const review = (count: number): object => ({
  verdict: 'undetermined',
  reasons: [{ code: 'REVIEW_MISSING', punches: count }],
  deductionFen: 0,
  waitingFor: [],
});

describe('a clock that lost its time in mid-week', () => {
  it('costs nobody a week who may have been there: their week waits for a review', async () => {
    expect(await assessment('C001')).toMatchObject({ visitDays: 1, ...review(2) });
    expect(await assessment('C004')).toMatchObject({ visitDays: 1, ...review(1) });
  });

  it('changes nothing for those who did not punch meanwhile, and nothing for other weeks', async () => {
    expect(await assessment('C002')).toMatchObject({ verdict: 'missed', visitDays: 1, deductionFen: 10_000 });
    expect(await assessment('C001', '2026-W44')).toMatchObject({ verdict: 'missed', visitDays: 0 });
  });

  it('says between which moments each punch was made', async () => {
    expect(await suspects('C001')).toMatchObject([
      {
        clockTime: '2000-01-01T00:07:00',
        suspicions: ['POWER_LOSS', 'BEFORE_PLACEMENT'],
        madeBetween: { from: expect.stringMatching(/^2026-10-20T20:0/), until: '2026-10-22T18:00:00' },
      },
      { clockTime: '2000-01-01T06:20:00', suspicions: ['POWER_LOSS', 'BEFORE_PLACEMENT'] },
    ]);
    expect(await suspects('C004')).toMatchObject([{ suspicions: ['IMPOSSIBLE_TIME'] }]);
  });

  it('whose punch cannot be given a date by accepting it: the answer says so', async () => {
    for (const number of ['C001', 'C004']) {
      const [punch] = await suspects(number);
      const answer = await town.call('leader', 'post', `punches/${punch?.id}/review`, {
        accept: true,
        reason: '确实来过',
      });
      expect(answer).toMatchObject({ status: 409, body: { code: 'LEDGER.NO_DATE' } });
      expect(answer.body.title).toContain('补卡');
    }
    expect(await assessment('C001')).toMatchObject(review(2));
  });

  it('belongs to whoever is found to have held the number, back to that week', async () => {
    expect(await assessment('C003')).toMatchObject({ verdict: 'missed', visitDays: 0 });
    await town.enrol('C003', '99', { from: '2026-10-20' });
    expect(await assessment('C003')).toMatchObject({ visitDays: 1, ...review(1) });
  });

  it('is judged again in the same way when all that was derived is thrown away', async () => {
    const derived = async (): Promise<unknown> =>
      town.database.query(`SELECT to_jsonb(week_assessment) AS row FROM week_assessment
                           WHERE week = '${WEEK}' ORDER BY cadre_code`);
    const before = await derived();
    await town.database.query('DELETE FROM week_assessment');
    await town.database.query('DELETE FROM visit_day');
    await assessment('C001');
    expect(await derived()).toEqual(before);
  });

  it('lets the week be judged when a reviewer has refused every such punch', async () => {
    const [first, second] = await suspects('C001');
    await refuse(first?.id ?? '');
    expect(await assessment('C001')).toMatchObject(review(1));
    await refuse(second?.id ?? '');
    expect(await assessment('C001')).toMatchObject({
      verdict: 'missed',
      reasons: [{ code: 'SHORT_DAYS', have: 1, need: 2 }],
      deductionFen: 10_000,
    });
  });

  it('cannot be forgotten: what was known of its punches is append only', async () => {
    for (const change of ['UPDATE lost_time SET lies_from = lies_until', 'DELETE FROM lost_time']) {
      await expect(town.database.query(change)).rejects.toThrow('append only');
    }
  });
});
