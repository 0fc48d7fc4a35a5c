import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { Town, visit } from '../support/town.js';
import type { Assessment } from './scenarios.fixture.js';

const WEEK = '2026-W43';

interface SuspectPunch {
  readonly id: string;
  readonly cadreCode: string;
  readonly suspicions: string[];
  readonly accepted: boolean | null;
}

let town: Town;
beforeAll(async () => {
  // Read on Thursday afternoon, the clock already holds punches of Friday.
  town = await Town.start('2026-10-22T17:00');
  await town.addVillages(1);
  const clock = await town.addClock('V01');
  const codes = ['C001', 'C002', 'C003'];
  for (const code of codes) await town.addCadre(code);
  town.punch(
    ...codes.flatMap((code) => visit(code, '2026-10-20', 'V01')),
    ...codes.flatMap((code) => visit(code, '2026-10-23', 'V01')),
    ...visit('C003', '2026-10-24', 'V01'),
  );
  expect(await town.poll(clock)).toMatchObject({ appended: 14, suspect: 8 });
  town.setTime('2026-10-26T08:00');
  expect(await town.poll(clock)).toMatchObject({ appended: 0 });
});
afterAll(() => town.stop());

async function assessment(cadreCode: string): Promise<Assessment | undefined> {
  return (await town.get<{ items: Assessment[] }>(`assessments?week=${WEEK}&cadreCode=${cadreCode}`))
    .items[0];
}

async function suspectsOf(cadreCode: string): Promise<SuspectPunch[]> {
  const path = `punches?cadreCode=${cadreCode}&suspect=true`;
  return (await town.get<{ items: SuspectPunch[] }>(path)).items;
}

const review = (id: string, accept: boolean): Promise<unknown> =>
  town.ask('leader', 'post', `punches/${id}/review`, { accept, reason: '核对过签到簿' });

describe('a punch that cannot be true', () => {
  it('is shown with what speaks against it, does not count, and holds the verdict back', async () => {
    expect(await suspectsOf('C001')).toMatchObject([
      { suspicions: ['FUTURE'], accepted: null },
      { suspicions: ['FUTURE'], accepted: null },
    ]);
    expect(await assessment('C001')).toMatchObject({
      verdict: 'undetermined',
      visitDays: 1,
      reasons: [{ code: 'REVIEW_MISSING', punches: 2 }],
      waitingFor: [],
      deductionFen: 0,
    });
  });

  it('counts when a reviewer says so', async () => {
    const [morning, afternoon] = await suspectsOf('C001');
    await review(morning?.id ?? '', true);
    expect(await assessment('C001')).toMatchObject({ verdict: 'undetermined', visitDays: 1 });
    await review(afternoon?.id ?? '', true);
    expect(await assessment('C001')).toMatchObject({ verdict: 'met', visitDays: 2, reasons: [] });
  });

  it('leaves the week missed when it is refused', async () => {
    for (const { id } of await suspectsOf('C002')) await review(id, false);
    expect(await assessment('C002')).toMatchObject({
      verdict: 'missed',
      visitDays: 1,
      reasons: [{ code: 'SHORT_DAYS', have: 1, need: 2 }],
      deductionFen: 10_000,
    });
  });

  it('stays in the evidence when it is refused, with the decision and its reason', async () => {
    const { evidence } = await town.get<{ evidence: { days: { date: string; punches: object[] }[] } }>(
      `assessments/${WEEK}/C002`,
    );
    const refused = {
      half: 'refused',
      suspicions: ['FUTURE'],
      review: { accepted: false, reason: '核对过签到簿', by: 'leader-1' },
    };
    expect(evidence.days.find(({ date }) => date === '2026-10-23')).toMatchObject({
      counts: null,
      why: 'nothing-seen',
      punches: [refused, refused],
    });
  });

  it('is decided by the latest review; the earlier one stays on record', async () => {
    for (const { id } of await suspectsOf('C002')) await review(id, true);
    expect(await assessment('C002')).toMatchObject({ verdict: 'met', visitDays: 2 });
    const [{ reviews }] = await town.database.query<[{ reviews: number }]>(
      `SELECT count(*)::integer AS reviews FROM punch_review AS review
       JOIN punch USING (clock_id, sequence) WHERE punch.number = 'C002'`,
    );
    expect(reviews).toBe(4);
  });

  it('keeps waiting while another suspect day could still meet the quota', async () => {
    const friday = (await suspectsOf('C003')).slice(0, 2);
    for (const { id } of friday) await review(id, false);
    expect(await assessment('C003')).toMatchObject({
      verdict: 'undetermined',
      reasons: [{ code: 'REVIEW_MISSING', punches: 2 }],
    });
  });

  it('is reviewed by office or leader only, and only when there is something to review', async () => {
    const [suspect] = await suspectsOf('C003');
    const decision = { accept: true, reason: '我自己看的' };
    for (const role of ['cadre', 'auditor', 'payroll', 'admin'] as const) {
      const refused = await town.call(role, 'post', `punches/${suspect?.id}/review`, decision);
      expect(refused).toMatchObject({ status: 403, body: { code: 'AUTH.FORBIDDEN' } });
    }
    const { items } = await town.get<{ items: SuspectPunch[] }>('punches?suspect=false');
    const sound = await town.call('leader', 'post', `punches/${items[0]?.id}/review`, decision);
    expect(sound).toMatchObject({ status: 409, body: { code: 'LEDGER.NOT_SUSPECT' } });
  });
});
