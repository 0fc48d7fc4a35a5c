import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { judgedWeek } from '../support/judged-week.js';
import { registers, SlipDesk, type SlipView, slips } from '../support/slip-desk.js';
import { summaryMarks } from '../support/summary-marks.js';
import { Town } from '../support/town.js';

const WEEK = '2026-W43';

let town: Town;
let desk: SlipDesk;
beforeAll(async () => {
  town = await Town.start('2026-10-26T08:00');
  desk = new SlipDesk(town);
  await town.addVillages(2);
  await town.addClock('V01');
  await town.addClock('V02');
  for (const code of ['C001', 'C002', 'C003', 'C004']) await town.addCadre(code);
  await town.pollAll();
});
afterAll(() => town.stop());

describe.each(registers)('a slip of %s', (register) => {
  /** Corrections of one half are one; every other register takes what it is given. */
  let dates = 19;
  const fresh = (): object => {
    dates += 1;
    return register === 'corrections'
      ? { cadreCode: 'C003', date: `2026-10-${dates}`, filedAt: `2026-10-${dates}T20:00:00` }
      : {};
  };

  it('is filed, decided by another person, and keeps who decided what', async () => {
    const slip = await desk.file(register, fresh());
    expect(slip).toMatchObject({ state: 'filed', filedBy: 'office-1', decisions: [], decidedBy: null });
    const own = await town.call('office', 'post', `${register}/${slip.id}/approve`);
    expect(own).toMatchObject({ status: 403, body: { code: 'ABSENCES.OWN_SLIP' } });

    expect(await desk.act(register, slip, 'approve')).toMatchObject({
      state: 'approved',
      decidedBy: 'leader-1',
      decisions: [{ act: 'approve', by: 'leader-1', reason: null }],
    });
    for (const what of ['approve', 'refuse', 'withdraw'] as const) {
      const role = what === 'withdraw' ? 'office' : 'leader';
      const again = await town.call(
        role,
        'post',
        `${register}/${slip.id}/${what}`,
        what === 'refuse' ? { reason: '改主意' } : undefined,
      );
      expect(again).toMatchObject({ status: 409, body: { code: 'ABSENCES.ALREADY_DECIDED' } });
    }
    expect(await desk.act(register, slip, 'revoke', 'admin')).toMatchObject({
      state: 'revoked',
      decidedBy: 'admin-1',
      decisionReason: '不符',
      decisions: [
        { act: 'approve', by: 'leader-1' },
        { act: 'revoke', by: 'admin-1', reason: '不符' },
      ],
    });
  });

  it('is refused with a reason, or withdrawn by the applicant, and then neither approved nor revoked', async () => {
    const slip = await desk.file(register, fresh());
    const unreasoned = await town.call('leader', 'post', `${register}/${slip.id}/refuse`, {});
    expect(unreasoned).toMatchObject({ status: 400, body: { fields: [{ field: 'reason' }] } });
    const stranger = await town.call('admin', 'post', `${register}/${slip.id}/withdraw`);
    expect(stranger).toMatchObject({ status: 403, body: { code: 'ABSENCES.NOT_APPLICANT' } });
    expect(await desk.act(register, slip, 'refuse')).toMatchObject({
      state: 'refused',
      decisionReason: '不符',
    });

    const other = await desk.file(register, fresh());
    expect(await desk.act(register, other, 'withdraw', 'office')).toMatchObject({ state: 'withdrawn' });
    for (const { id } of [slip, other]) {
      const late = await town.call('leader', 'post', `${register}/${id}/revoke`, { reason: '不符' });
      expect(late).toMatchObject({ status: 409, body: { code: 'ABSENCES.NOT_APPROVED' } });
    }
  });

  it('is found by what it is about', async () => {
    const all = await town.get<{ items: SlipView[]; total: number }>(register);
    expect(all.total).toBe(all.items.length);
    expect(await town.get(`${register}?page=2&pageSize=1`)).toEqual({
      items: [all.items[1]],
      total: all.total,
    });
    for (const state of ['revoked', 'refused', 'withdrawn']) {
      const found = await town.get<{ items: SlipView[] }>(`${register}?state=${state}`);
      expect(found.items.length).toBeGreaterThan(0);
      expect(new Set(found.items.map((slip) => slip.state))).toEqual(new Set([state]));
    }
    const none = { items: [], total: 0 };
    expect(await town.get(`${register}?from=2026-11-01`)).toEqual(none);
    expect(await town.get(`${register}?until=2026-10-18`)).toEqual(none);
    expect(await town.get(`${register}?from=2026-10-19&until=2026-10-25`)).toEqual(all);
    expect(
      await town.get(register === 'outages' ? `${register}?clockId=2` : `${register}?cadreCode=C004`),
    ).toEqual(none);
  });

  it('is unknown by any other number', async () => {
    const answer = await town.call('leader', 'post', `${register}/9999/approve`);
    expect(answer).toMatchObject({ status: 404, body: { code: 'ABSENCES.UNKNOWN' } });
  });

  it('is never rewritten nor erased, whoever asks the database', async () => {
    const table = register.replace('ies', 'y').replace(/s$/, '').replace('-', '_');
    for (const sql of [
      `UPDATE ${table} SET filed_by = 'somebody'`,
      `UPDATE ${table} SET filed_at = now()`,
      `DELETE FROM ${table}`,
      `TRUNCATE ${table} CASCADE`,
      `UPDATE slip_decision SET decided_by = 'somebody'`,
      `DELETE FROM slip_decision`,
    ]) {
      await expect(town.database.query(sql)).rejects.toThrow(/append only|never rewritten/);
    }
  });
});

describe('who files', () => {
  it('a cadre, for the own person only', async () => {
    for (const register of ['absences', 'enterprise-visits', 'corrections'] as const) {
      const other = await desk.refused(register, { cadreCode: 'C002' }, 'cadre');
      expect(other).toMatchObject({ status: 403, code: 'ABSENCES.NOT_YOURS' });
    }
    for (const register of ['emergency-duties', 'outages'] as const) {
      expect(await desk.refused(register, {}, 'cadre')).toMatchObject({
        status: 403,
        code: 'AUTH.FORBIDDEN',
      });
    }
    const own = await desk.file('enterprise-visits', {}, 'cadre');
    const stranger = await desk.file('enterprise-visits', { cadreCode: 'C002' });
    expect(await desk.act('enterprise-visits', own, 'withdraw', 'cadre')).toMatchObject({
      state: 'withdrawn',
    });
    const answer = await town.call('cadre', 'post', `enterprise-visits/${stranger.id}/withdraw`);
    expect(answer).toMatchObject({ status: 403, body: { code: 'ABSENCES.NOT_APPLICANT' } });
  });

  it('nobody later than now, and paper of earlier only the office', async () => {
    const future = await desk.refused('enterprise-visits', { filedAt: '2026-10-27T08:00:00' });
    expect(future).toMatchObject({ status: 400, code: 'ABSENCES.FILED_IN_FUTURE' });
    const admin = await desk.refused('enterprise-visits', { filedAt: '2026-10-20T08:00:00' }, 'admin');
    expect(admin).toMatchObject({ status: 403, code: 'REQUEST.OFFICE_ONLY' });
    const slip = await desk.file('enterprise-visits', {
      filedAt: '2026-10-20T08:00:00',
      documentNo: '官办〔2026〕3号',
    });
    expect(slip).toMatchObject({ filedAt: '2026-10-20T00:00:00Z', documentNo: '官办〔2026〕3号' });
  });

  it('nothing about cadres, villages and clocks that do not exist', async () => {
    for (const register of ['absences', 'enterprise-visits', 'corrections'] as const) {
      expect(await desk.refused(register, { cadreCode: 'X9' })).toMatchObject({
        status: 404,
        code: 'ROSTER.UNKNOWN_CADRE',
      });
    }
    expect(await desk.refused('emergency-duties', { cadreCodes: ['C001', 'X9'] })).toMatchObject({
      code: 'ROSTER.UNKNOWN_CADRE',
      title: '没有编号为 X9 的干部',
    });
    expect(await desk.refused('enterprise-visits', { villageCode: 'V99' })).toMatchObject({
      code: 'ROSTER.UNKNOWN_VILLAGE',
    });
    expect(await desk.refused('outages', { clockId: 99 })).toMatchObject({ code: 'ROSTER.UNKNOWN_CLOCK' });
  });

  it('nothing that cannot be meant', async () => {
    const backwards = { from: '2026-10-20', until: '2026-10-19' };
    for (const register of ['absences', 'emergency-duties'] as const) {
      expect(await desk.refused(register, backwards)).toMatchObject({ code: 'ROSTER.PERIOD_REVERSED' });
      expect(await desk.refused(register, { until: '2028-10-19' })).toMatchObject({
        code: 'ABSENCES.TOO_LONG',
      });
    }
    expect(await desk.refused('outages', { until: slips.outages.from })).toMatchObject({
      code: 'OUTAGES.PERIOD_REVERSED',
    });
    expect(await desk.refused('outages', { until: '2026-10-20' })).toMatchObject({ code: 'REQUEST.INVALID' });
    expect(await desk.refused('emergency-duties', { cadreCodes: [] })).toMatchObject({
      code: 'REQUEST.INVALID',
    });
    expect(await desk.refused('absences', { half: 'morning' })).toMatchObject({
      code: 'ABSENCES.HALF_OF_MANY',
    });
  });
});

describe('an approved slip', () => {
  it('changes the week it is about, and is taken out of it again', async () => {
    expect(await judgedWeek(town, WEEK, 'C004')).toMatchObject({ verdict: 'missed', visitDays: 0 });
    const visits = [await desk.file('enterprise-visits', { cadreCode: 'C004', date: '2026-10-19' })];
    expect(await judgedWeek(town, WEEK, 'C004')).toMatchObject({ verdict: 'missed', visitDays: 0 });
    await desk.act('enterprise-visits', visits[0] as SlipView, 'approve');
    expect(await judgedWeek(town, WEEK, 'C004')).toMatchObject({ verdict: 'missed', visitDays: 1 });

    const duty = await desk.file('emergency-duties', { cadreCodes: ['C004', 'C004'], until: '2026-10-20' });
    await desk.act('emergency-duties', duty, 'approve');
    // The 19th is an enterprise visit and duty: one date, one day.
    expect(await judgedWeek(town, WEEK, 'C004')).toMatchObject({ verdict: 'met', visitDays: 2 });
    await desk.act('emergency-duties', duty, 'revoke');
    expect(await judgedWeek(town, WEEK, 'C004')).toMatchObject({ verdict: 'missed', visitDays: 1 });
  });

  it('counts its dates once, however often they were approved', async () => {
    for (const from of ['2026-10-20', '2026-10-21']) {
      const slip = await desk.file('absences', {
        cadreCode: 'C004',
        kind: 'annual',
        from,
        until: '2026-10-22',
      });
      await desk.act('absences', slip, 'approve');
    }
    const errand = await desk.file('absences', {
      cadreCode: 'C004',
      kind: 'errand',
      from: '2026-10-22',
      until: '2026-10-22',
    });
    await desk.act('absences', errand, 'approve');
    expect(await judgedWeek(town, WEEK, 'C004')).toMatchObject({ availableWorkdays: 2 });
  });

  it('for half a day is kept and shown, and takes nothing off the week', async () => {
    const day = { cadreCode: 'C004', from: '2026-10-23', until: '2026-10-23' };
    const half = await desk.file('absences', {
      ...day,
      kind: 'meeting',
      half: 'morning',
      reason: '县里开会',
    });
    expect(half).toMatchObject({ half: 'morning', reason: '县里开会' });
    await desk.act('absences', half, 'approve');
    expect(await judgedWeek(town, WEEK, 'C004')).toMatchObject({ availableWorkdays: 2 });
    await desk.act('absences', half, 'revoke');
    await desk.act('absences', await desk.file('absences', { ...day, kind: 'meeting' }), 'approve');
    expect(await judgedWeek(town, WEEK, 'C004')).toMatchObject({ availableWorkdays: 1 });
  });

  it('stands in the evidence with its approver, and tells no kind of leave', async () => {
    const { evidence } = await town.get<{ evidence: { overlays: object; excused: string[] } }>(
      `assessments/${WEEK}/C004`,
    );
    expect(evidence).toMatchObject({
      excused: ['2026-10-20', '2026-10-21', '2026-10-22', '2026-10-23'],
      overlays: {
        enterpriseVisits: [{ date: '2026-10-19', enterprise: '蒋寨电子厂', approvedBy: 'leader-1' }],
        emergencyDuties: [],
        corrections: [],
      },
    });
    expect(JSON.stringify(evidence)).not.toMatch(/annual|sick/);
  });

  it('shows a cadre on a duty roster no other name', async () => {
    await desk.file('emergency-duties', { cadreCodes: ['C001', 'C002'] });
    const { items } = await town.get<{ items: { cadreCodes: string[] }[] }>('emergency-duties', 'cadre');
    expect(items.length).toBeGreaterThan(0);
    expect(new Set(items.flatMap(({ cadreCodes }) => cadreCodes))).toEqual(new Set(['C001']));
    const office = await town.get<{ items: { cadreCodes: string[] }[] }>('emergency-duties');
    expect(office.items.at(-1)?.cadreCodes).toEqual(['C001', 'C002']);
  });

  it('is marked in the weekly summary: 企, 假 whatever the leave, 公 and 会', async () => {
    expect((await summaryMarks(town, WEEK, 'C004')).slice(0, 5)).toEqual(['企', '假', '假', '公假', '会']);
  });

  it('of emergency duty is marked 防', async () => {
    const duty = await desk.file('emergency-duties', { cadreCodes: ['C001'] });
    expect((await summaryMarks(town, WEEK, 'C001'))[0]).not.toBe('防');
    await desk.act('emergency-duties', duty, 'approve');
    expect((await summaryMarks(town, WEEK, 'C001')).slice(0, 2)).toEqual(['防', '防']);
  });
});
