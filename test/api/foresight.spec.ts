import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { contentsOf } from '../support/database-contents.js';
import { Town, visit } from '../support/town.js';

interface CadreOutlook {
  readonly cadreCode: string;
  readonly stillNeeded: number;
  readonly stillPossible: number;
  readonly dates: readonly string[];
  readonly checklist: { readonly open: number };
  readonly state: string;
}
interface Outlook {
  readonly today: string;
  readonly knownUntil: string | null;
  readonly cadres: readonly CadreOutlook[];
}
interface Totals {
  readonly cadreWeeks: number;
  readonly met: number;
  readonly missed: number;
  readonly misses: number;
  readonly persons: number;
  readonly computedFen: number;
  readonly deductedFen: number;
}
interface Simulation {
  readonly before: Totals;
  readonly after: Totals;
  readonly changes: number;
  readonly rows: readonly {
    week: string;
    cadreCode: string;
    name: string;
    before: { verdict: string };
    after: { verdict: string; misses: number };
    why: string;
  }[];
}

const WEEK = '2026-W43';

let town: Town;
beforeAll(async () => {
  town = await Town.start('2026-10-22T10:00');
  await town.addVillages(2);
  await town.addClock('V01');
  await town.addClock('V02');
  await town.addCadre('C001', { managedFrom: '2026-10-12', postSubsidyFen: 15_000 });
  await town.addCadre('C002', { managedFrom: '2026-10-12', category: 'resident' });
  await town.addCadre('C003', { managedFrom: '2026-10-12' });
  await town.addCadre('C900', { managedFrom: '2030-01-01', number: null });
  const items = [{ title: '走访' }, { title: '巡查', villageCode: 'V02' }];
  await town.ask('office', 'post', 'checklists', { cadreCode: 'C003', week: WEEK, items });
  const leave = { cadreCode: 'C002', kind: 'sick', from: '2026-10-23', until: '2026-10-23' };
  const { id } = await town.ask<{ id: number }>('office', 'post', 'absences', leave);
  await town.ask('leader', 'post', `absences/${id}/approve`);
  town.punch(
    ...visit('C001', '2026-10-13', 'V01'),
    ...visit('C001', '2026-10-19', 'V01'),
    ...visit('C002', '2026-10-20', 'V01'),
    ...visit('C003', '2026-10-21', 'V02'),
    ...visit('C003', '2026-10-19', 'V02'),
  );
  await town.pollAll();
}, 60_000);
afterAll(() => town.stop());

/** Every row of every table but those that say who asked. */
const books = (contents: Record<string, string[]>): Record<string, string[]> =>
  Object.fromEntries(
    Object.entries(contents)
      .filter(([table]) => !table.startsWith('audit_entry'))
      .map(([table, rows]) => [table, rows.filter((row) => !row.includes(',audit_entry,'))]),
  );

const outlook = (week = WEEK, role: 'office' | 'cadre' = 'office'): Promise<Outlook> =>
  town.get(`weeks/${week}/outlook`, role);

describe('GET /weeks/{week}/outlook on Thursday morning', () => {
  it('says who still needs how many days, and on which dates they can still be done', async () => {
    const { cadres, today } = await outlook();
    expect(today).toBe('2026-10-22');
    expect(cadres.map(({ cadreCode, stillNeeded, state }) => [cadreCode, stillNeeded, state])).toEqual([
      ['C001', 1, 'possible'],
      ['C002', 2, 'possible'],
      ['C003', 0, 'possible'],
    ]);
    expect(cadres[0]?.dates).toEqual(['2026-10-22', '2026-10-23', '2026-10-24', '2026-10-25']);
    expect(cadres[1]).toMatchObject({ dates: ['2026-10-22', '2026-10-24', '2026-10-25'], stillPossible: 3 });
    expect(cadres[2]).toMatchObject({ checklist: { items: 2, open: 2, late: 0 } });
  });

  it('says up to when it knows: the clock that was read least far', async () => {
    const before = await outlook();
    expect(before.knownUntil).toMatch(/^2026-10-22T/);
    const unread = await town.addClock('V02');
    expect((await outlook()).knownUntil).toBeNull();
    await town.poll(unread);
    expect((await outlook()).knownUntil).not.toBeNull();
  });

  it('shows a cadre the own row only, and never the kind of a leave', async () => {
    const { cadres } = await outlook(WEEK, 'cadre');
    expect(cadres.map(({ cadreCode }) => cadreCode)).toEqual(['C001']);
    expect(JSON.stringify(await outlook())).not.toMatch(/sick|病/);
  });

  it('writes nothing, and knows nobody before the first rule', async () => {
    const before = await contentsOf(town.api.databaseUrl);
    await outlook();
    await outlook('2024-W01');
    const after = await contentsOf(town.api.databaseUrl);
    for (const table of ['week_assessment', 'visit_day', 'dirty_week', 'punch_doubt']) {
      expect(after[table]).toEqual(before[table]);
    }
    expect((await outlook('2024-W01')).cadres).toEqual([]);
  });

  it('on Sunday who lacks more days than are left cannot make it any more', async () => {
    town.setTime('2026-10-25T08:00');
    await town.pollAll();
    const states = (await outlook()).cadres.map(({ cadreCode, state }) => [cadreCode, state]);
    expect(states).toEqual([
      ['C001', 'possible'],
      ['C002', 'too-late'],
      ['C003', 'possible'],
    ]);
  });
});

describe('POST /simulations', () => {
  const range = { from: '2026-W42', until: WEEK };
  const simulate = (policy: object, weeks: object = range): Promise<Simulation> =>
    town.ask('office', 'post', 'simulations', { policy, ...weeks });

  beforeAll(async () => {
    town.setTime('2026-10-26T08:00');
    await town.pollAll();
  });

  it('the rule in force changes nothing, and its totals are those of the books', async () => {
    const { before, after, changes, rows } = await simulate({});
    expect([changes, rows]).toEqual([0, []]);
    expect(after).toEqual(before);
    const judged = await Promise.all(
      ['2026-W42', WEEK].map((week) =>
        town.get<{ items: { misses: number; deductionFen: number }[] }>(`assessments?week=${week}`),
      ),
    );
    const items = judged.flatMap((week) => week.items);
    expect(before).toMatchObject({
      cadreWeeks: items.length,
      misses: items.reduce((sum, { misses }) => sum + misses, 0),
      computedFen: items.reduce((sum, { deductionFen }) => sum + deductionFen, 0),
      persons: 3,
    });
    // One of them is charged twice against a subsidy of 150 yuan.
    expect(before.computedFen - before.deductedFen).toBe(5_000);
  });

  it('a milder one gives a row with its reason for each week that it would judge otherwise', async () => {
    const { before, after, changes, rows } = await simulate({ quota: { organ: 1, resident: 3 } });
    expect(changes).toBe(rows.length);
    const [first] = rows.filter(({ after: { verdict } }) => verdict === 'met');
    expect(first).toMatchObject({
      week: '2026-W42',
      cadreCode: 'C001',
      name: '干部C001',
      before: { verdict: 'missed' },
      why: '应下村2→1天，未完成→完成，计1→0次，扣发100→0元',
    });
    expect(before.misses - after.misses).toBe(
      rows.filter((row) => row.before.verdict === 'missed' && row.after.verdict === 'met').length,
    );
    expect(after.deductedFen).toBeLessThan(before.deductedFen);
  });

  it('one that makes other days of the same punches is judged by those days', async () => {
    const { rows } = await simulate({ visitDay: { afternoonFrom: '16:00:00' } });
    expect(rows.find(({ cadreCode, week }) => cadreCode === 'C003' && week === WEEK)?.why).toContain(
      '下村2→0天',
    );
  });

  it('is never written to the books: no row of any table changes but the audit trail’s', async () => {
    const before = await contentsOf(town.api.databaseUrl);
    await simulate({ quota: { organ: 5, resident: 5 }, visitDay: { afternoonFrom: '16:00:00' } });
    const after = await contentsOf(town.api.databaseUrl);
    expect(books(after)).toEqual(books(before));
  });

  it.each([
    ['that is reversed', { from: WEEK, until: '2026-W42' }, 'until'],
    ['that lies ahead', { from: WEEK, until: '2026-W45' }, 'until'],
    ['of 107 weeks', { from: '2024-W41', until: '2026-W43' }, 'from'],
  ])('a range %s is refused, and the field is named', async (_, weeks, field) => {
    const answer = await town.call('office', 'post', 'simulations', { policy: {}, ...weeks });
    expect(answer).toMatchObject({
      status: 400,
      body: { code: 'SIMULATION.BAD_RANGE', fields: [{ field }] },
    });
  });

  it('a draft that would be refused as a policy is refused as a draft', async () => {
    const body = { policy: { unitFen: -1 }, ...range };
    const answer = await town.call('office', 'post', 'simulations', body);
    expect(answer).toMatchObject({
      status: 400,
      body: { code: 'POLICY.INVALID', fields: [{ field: 'unitFen' }] },
    });
    for (const policy of [[], 'x', null, undefined]) {
      const refused = await town.call('office', 'post', 'simulations', { policy, ...range });
      expect(refused).toMatchObject({ status: 400, body: { code: 'REQUEST.INVALID' } });
    }
  });
});
