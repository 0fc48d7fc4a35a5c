import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { SlipDesk } from '../support/slip-desk.js';
import { Town, visit } from '../support/town.js';
import type { Assessment } from './scenarios.fixture.js';

const WEEK = '2026-W43';
const AFTER = '2026-10-26T08:00';

interface Judged extends Assessment {
  readonly policyVersion: number;
  readonly countedDates: object[];
  readonly uncountedDates: object[];
  readonly openUntil: string | null;
}

let town: Town;
beforeAll(async () => {
  town = await Town.start('2026-10-19T08:00');
  await town.addVillages(2);
  const [daily] = [await town.addClock('V01'), await town.addClock('V02')];
  for (const code of ['HALF', 'NOON', 'LIST', 'PARTS', 'ONCE']) await town.addCadre(code);
  const happened: Record<string, { number: string; at: string }[]> = {
    '2026-10-19': [...visit('PARTS', '2026-10-19', 'V01'), ...visit('ONCE', '2026-10-19', 'V02')],
    '2026-10-20': [
      { number: 'HALF', at: '2026-10-20T08:41:00 V01' },
      { number: 'NOON', at: '2026-10-20T11:45:00 V01' },
      { number: 'NOON', at: '2026-10-20T15:10:00 V01' },
      ...visit('LIST', '2026-10-20', 'V01'),
    ],
    '2026-10-21': [
      { number: 'HALF', at: '2026-10-21T08:41:00 V01' },
      ...visit('LIST', '2026-10-21', 'V01'),
      ...visit('PARTS', '2026-10-21', 'V01'),
      ...visit('ONCE', '2026-10-21', 'V02'),
    ],
    '2026-10-23': [
      { number: 'HALF', at: '2026-10-23T08:41:00 V01' },
      { number: 'PARTS', at: '2026-10-23T09:00:00 V01' },
      { number: 'ONCE', at: '2026-10-23T09:00:00 V02' },
    ],
  };
  // V01 is read every evening already, and the week judged each time; V02 only when the week is over.
  for (const [date, punches] of Object.entries(happened)) {
    town.punch(...punches);
    town.setTime(`${date}T20:00`);
    await town.poll(daily);
    await town.get(`assessments?week=${WEEK}`);
  }
  town.setTime(AFTER);
  await town.pollAll();
});
afterAll(() => town.stop());

async function judged(cadreCode: string): Promise<Judged> {
  const { items } = await town.get<{ items: Judged[] }>(`assessments?week=${WEEK}&cadreCode=${cadreCode}`);
  expect(items).toHaveLength(1);
  return items[0] as Judged;
}

async function sentenceOf(cadreCode: string): Promise<string> {
  const path = `assessments/${WEEK}/${cadreCode}`;
  return (await town.get<{ evidence: { sentence: string } }>(path)).evidence.sentence;
}

const publish = (settings: object): Promise<unknown> =>
  town.ask('admin', 'post', 'policies', { effectiveFrom: '2026-W30', clause: '第六条', ...settings });

describe('the rule as it is by default', () => {
  it('tells which dates counted, which did not, and why', async () => {
    const counted = { as: 'village', weight: 1, corrected: false };
    expect(await judged('PARTS')).toMatchObject({
      verdict: 'met',
      visitDays: 2,
      countedDates: ['2026-10-19', '2026-10-21'].map((date) => ({ date, ...counted })),
      uncountedDates: [{ date: '2026-10-23', why: 'half-pair' }],
      openUntil: null,
    });
  });

  it('comes to the same, whether punches came in over four refreshes or all at once', async () => {
    const { cadreCode: _, ...parts } = await judged('PARTS');
    const { cadreCode: __, ...once } = await judged('ONCE');
    expect(parts).toEqual(once);
  });
});

describe('a list with a grace until the Monday summary', () => {
  beforeAll(async () => {
    await publish({ checklistDue: 'until-summary', summaryTime: '10:00:00' });
    const items = [{ title: '报送台账' }];
    await town.ask('office', 'post', 'checklists', { cadreCode: 'LIST', week: WEEK, items });
  });

  it('leaves the week undetermined until then, and says so', async () => {
    expect(await judged('LIST')).toMatchObject({
      verdict: 'undetermined',
      reasons: [{ code: 'LIST_OPEN', items: 1 }],
      waitingFor: [],
      openUntil: '2026-10-26T02:00:00Z',
      deductionFen: 0,
    });
    expect(await sentenceOf('LIST')).toBe(
      '本周应下村2天，实际2天（周二1号村、周三1号村），清单1项，已完成0项，暂不评定（清单1项尚未到期）。',
    );
  });

  it('is late from then on, without anybody touching it', async () => {
    town.setTime('2026-10-26T09:59:59');
    expect((await judged('LIST')).verdict).toBe('undetermined');
    town.setTime('2026-10-26T10:00:00');
    expect(await judged('LIST')).toMatchObject({
      verdict: 'missed',
      reasons: [{ code: 'LIST_LATE', items: 1, onTime: 0 }],
      openUntil: null,
      deductionFen: 10_000,
    });
  });
});

describe('another reading, published as a policy, judges past weeks again', () => {
  it('with half days', async () => {
    expect(await judged('HALF')).toMatchObject({ visitDays: 0, verdict: 'missed' });
    await publish({ visitDay: { unit: 'half-days' }, quota: { organ: 1.5, resident: 3 } });
    expect(await judged('HALF')).toMatchObject({ quota: 1.5, visitDays: 1.5, verdict: 'met' });
    const { items } = await town.get<{ items: { cadreCode: string }[] }>(`visit-days?week=${WEEK}`);
    expect(items.filter(({ cadreCode }) => cadreCode === 'HALF')).toMatchObject(
      ['2026-10-20', '2026-10-21', '2026-10-23'].map((date) => ({
        ...{ date, kind: 'half-day', credited: true, weight: 0.5 },
      })),
    );
    expect(await sentenceOf('HALF')).toContain('应下村1.5天，实际1.5天（周二1号村半天、周三1号村半天、');
  });

  it('with fixed windows', async () => {
    const windows = {
      morning: { from: '07:00:00', until: '11:30:00' },
      afternoon: { from: '14:00:00', until: '18:00:00' },
    };
    await publish({ visitDay: { windows } });
    expect(await judged('NOON')).toMatchObject({
      visitDays: 0,
      uncountedDates: [{ date: '2026-10-20', why: 'half-pair' }],
    });
    const { items } = await town.get<{ items: { cadreCode: string }[] }>(`visit-days?week=${WEEK}`);
    expect(items.find(({ cadreCode }) => cadreCode === 'NOON')).toMatchObject({
      ...{ kind: 'half-pair', credited: false, weight: 0, morning: [] },
      outside: [expect.stringMatching(/^\d+-\d+$/)],
    });
    expect(await sentenceOf('NOON')).toContain('（周二只有下午打卡15:10，另有打卡11:45不在规定时段）');
  });

  it('with other dates excused (D9, D10): the evidence names those that the sentence counts', async () => {
    const desk = new SlipDesk(town);
    await town.addCadre('AWAY');
    const slip = { from: '2026-10-20', until: '2026-10-22' };
    const errand = { ...{ cadreCode: 'AWAY', kind: 'errand' }, from: '2026-10-23', until: '2026-10-23' };
    const duty = await desk.file('emergency-duties', { ...slip, cadreCodes: ['AWAY'] });
    await desk.act('emergency-duties', duty, 'approve');
    await desk.act('absences', await desk.file('absences', errand), 'approve');
    const shown = async (): Promise<object> => {
      const { workdays, evidence } = await town.get<{
        workdays: { excused: number };
        evidence: { excused: string[]; days: { date: string; excused: boolean; counts: object | null }[] };
      }>(`assessments/${WEEK}/AWAY`);
      return {
        workdays: workdays.excused,
        excused: evidence.excused,
        days: evidence.days.filter(({ excused }) => excused).map(({ date }) => date),
        counted: evidence.days.filter(({ counts }) => counts !== null).map(({ date }) => date),
      };
    };
    const onDuty = ['2026-10-20', '2026-10-21', '2026-10-22'];
    const onErrand = ['2026-10-23'];

    await publish({ errands: 'credited', emergencyDuty: 'excused' });
    expect(await shown()).toEqual({ workdays: 3, excused: onDuty, days: onDuty, counted: onErrand });
    expect(await sentenceOf('AWAY')).toContain('可考核工作日2天（全周5天，准假、公差等3天）');
    await publish({});
    expect(await shown()).toEqual({ workdays: 1, excused: onErrand, days: onErrand, counted: onDuty });
  });

  it('but not with settings that contradict each other', async () => {
    const answer = await town.call('admin', 'post', 'policies', {
      ...{ effectiveFrom: '2026-W30', clause: '第六条' },
      visitDay: { unit: 'half-days', pairing: 'same-village' },
    });
    expect(answer.status).toBe(400);
    expect(answer.body).toMatchObject({
      code: 'POLICY.INVALID',
      fields: [{ field: 'visitDay.pairing', message: '按半天计算时，不能要求上午、下午在同一村' }],
    });
  });
});
