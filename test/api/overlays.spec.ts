import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { readWorkbook } from '../../libs/bulletins/src/testing/read-sheet.js';
import { Town, type TownClock, visit } from '../support/town.js';

type Role = 'admin' | 'office' | 'leader' | 'cadre';

interface SlipView {
  readonly id: number;
  readonly state: string;
  readonly decisions: readonly { act: string; by: string; reason: string | null }[];
  readonly outsideMonthlyLimit?: boolean;
}

interface Judged {
  readonly cadreCode: string;
  readonly verdict: string;
  readonly visitDays: number;
  readonly correctedDays: number;
  readonly availableWorkdays: number;
}

const WEEK = '2026-W43';

/** A slip of each register that is sound, for cadre C001. */
const slips = {
  absences: { cadreCode: 'C001', kind: 'sick', from: '2026-10-19', until: '2026-10-23' },
  'enterprise-visits': { cadreCode: 'C001', date: '2026-10-19', enterprise: '蒋寨电子厂' },
  'emergency-duties': {
    order: '防汛Ⅲ级',
    from: '2026-10-19',
    until: '2026-10-20',
    cadreCodes: ['C001'],
  },
  outages: { clockId: 1, from: '2026-10-19T08:00:00', until: '2026-10-19T18:00:00', cause: '停电' },
  corrections: {
    cadreCode: 'C001',
    date: '2026-10-22',
    half: 'afternoon',
    villageCode: 'V01',
    reason: '漏打卡',
    witness: '村支书李四',
  },
} as const;

type Register = keyof typeof slips;
const registers = Object.keys(slips) as Register[];

let town: Town;
let clock: TownClock;
beforeAll(async () => {
  town = await Town.start('2026-10-26T08:00');
  await town.addVillages(2);
  clock = await town.addClock('V01');
  await town.addClock('V02');
  for (const code of ['C001', 'C002', 'C003', 'C004']) await town.addCadre(code);
  await town.addCadre('C900', { managedFrom: '2030-01-01', number: null });
  await town.pollAll();
});
afterAll(() => town.stop());

const file = (register: Register, change: object = {}, role: Role = 'office'): Promise<SlipView> =>
  town.ask<SlipView>(role, 'post', register, { ...slips[register], ...change });

const act = (
  register: Register,
  { id }: { id: number },
  what: 'approve' | 'refuse' | 'withdraw' | 'revoke',
  role: Role = 'leader',
): Promise<SlipView> =>
  town.ask(role, 'post', `${register}/${id}/${what}`, /refuse|revoke/.test(what) ? { reason: '不符' } : {});

const refused = async (
  register: Register,
  change: object,
  role: Role = 'office',
): Promise<{ status: number; code: string; title: string }> => {
  const { total } = await town.get<{ total: number }>(register);
  const { status, body } = await town.call(role, 'post', register, { ...slips[register], ...change });
  expect((await town.get<{ total: number }>(register)).total).toBe(total);
  return { status, ...(body as { code: string; title: string }) };
};

const judged = async (cadreCode: string, week = WEEK): Promise<Judged | undefined> => {
  const { items } = await town.get<{ items: Judged[] }>(`assessments?week=${week}&cadreCode=${cadreCode}`);
  return items[0];
};

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
    const slip = await file(register, fresh());
    expect(slip).toMatchObject({ state: 'filed', filedBy: 'office-1', decisions: [], decidedBy: null });
    const own = await town.call('office', 'post', `${register}/${slip.id}/approve`);
    expect(own).toMatchObject({ status: 403, body: { code: 'ABSENCES.OWN_SLIP' } });

    expect(await act(register, slip, 'approve')).toMatchObject({
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
    expect(await act(register, slip, 'revoke', 'admin')).toMatchObject({
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
    const slip = await file(register, fresh());
    const unreasoned = await town.call('leader', 'post', `${register}/${slip.id}/refuse`, {});
    expect(unreasoned).toMatchObject({ status: 400, body: { fields: [{ field: 'reason' }] } });
    const stranger = await town.call('admin', 'post', `${register}/${slip.id}/withdraw`);
    expect(stranger).toMatchObject({ status: 403, body: { code: 'ABSENCES.NOT_APPLICANT' } });
    expect(await act(register, slip, 'refuse')).toMatchObject({ state: 'refused', decisionReason: '不符' });

    const other = await file(register, fresh());
    expect(await act(register, other, 'withdraw', 'office')).toMatchObject({ state: 'withdrawn' });
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
      const other = await refused(register, { cadreCode: 'C002' }, 'cadre');
      expect(other).toMatchObject({ status: 403, code: 'ABSENCES.NOT_YOURS' });
    }
    for (const register of ['emergency-duties', 'outages'] as const) {
      expect(await refused(register, {}, 'cadre')).toMatchObject({ status: 403, code: 'AUTH.FORBIDDEN' });
    }
    const own = await file('enterprise-visits', {}, 'cadre');
    const stranger = await file('enterprise-visits', { cadreCode: 'C002' });
    expect(await act('enterprise-visits', own, 'withdraw', 'cadre')).toMatchObject({ state: 'withdrawn' });
    const answer = await town.call('cadre', 'post', `enterprise-visits/${stranger.id}/withdraw`);
    expect(answer).toMatchObject({ status: 403, body: { code: 'ABSENCES.NOT_APPLICANT' } });
  });

  it('nobody later than now, and paper of earlier only the office', async () => {
    const future = await refused('enterprise-visits', { filedAt: '2026-10-27T08:00:00' });
    expect(future).toMatchObject({ status: 400, code: 'ABSENCES.FILED_IN_FUTURE' });
    const admin = await refused('enterprise-visits', { filedAt: '2026-10-20T08:00:00' }, 'admin');
    expect(admin).toMatchObject({ status: 403, code: 'REQUEST.OFFICE_ONLY' });
    const slip = await file('enterprise-visits', {
      filedAt: '2026-10-20T08:00:00',
      documentNo: '官办〔2026〕3号',
    });
    expect(slip).toMatchObject({ filedAt: '2026-10-20T00:00:00Z', documentNo: '官办〔2026〕3号' });
  });

  it('nothing about cadres, villages and clocks that do not exist', async () => {
    for (const register of ['absences', 'enterprise-visits', 'corrections'] as const) {
      expect(await refused(register, { cadreCode: 'X9' })).toMatchObject({
        status: 404,
        code: 'ROSTER.UNKNOWN_CADRE',
      });
    }
    expect(await refused('emergency-duties', { cadreCodes: ['C001', 'X9'] })).toMatchObject({
      code: 'ROSTER.UNKNOWN_CADRE',
      title: '没有编号为 X9 的干部',
    });
    expect(await refused('enterprise-visits', { villageCode: 'V99' })).toMatchObject({
      code: 'ROSTER.UNKNOWN_VILLAGE',
    });
    expect(await refused('outages', { clockId: 99 })).toMatchObject({ code: 'ROSTER.UNKNOWN_CLOCK' });
  });

  it('nothing that cannot be meant', async () => {
    const backwards = { from: '2026-10-20', until: '2026-10-19' };
    for (const register of ['absences', 'emergency-duties'] as const) {
      expect(await refused(register, backwards)).toMatchObject({ code: 'ROSTER.PERIOD_REVERSED' });
      expect(await refused(register, { until: '2028-10-19' })).toMatchObject({ code: 'ABSENCES.TOO_LONG' });
    }
    expect(await refused('outages', { until: slips.outages.from })).toMatchObject({
      code: 'OUTAGES.PERIOD_REVERSED',
    });
    expect(await refused('outages', { until: '2026-10-20' })).toMatchObject({ code: 'REQUEST.INVALID' });
    expect(await refused('emergency-duties', { cadreCodes: [] })).toMatchObject({ code: 'REQUEST.INVALID' });
    expect(await refused('absences', { half: 'morning' })).toMatchObject({ code: 'ABSENCES.HALF_OF_MANY' });
  });
});

describe('an approved slip', () => {
  it('changes the week it is about, and is taken out of it again', async () => {
    expect(await judged('C004')).toMatchObject({ verdict: 'missed', visitDays: 0 });
    const visits = [await file('enterprise-visits', { cadreCode: 'C004', date: '2026-10-19' })];
    expect(await judged('C004')).toMatchObject({ verdict: 'missed', visitDays: 0 });
    await act('enterprise-visits', visits[0] as SlipView, 'approve');
    expect(await judged('C004')).toMatchObject({ verdict: 'missed', visitDays: 1 });

    const duty = await file('emergency-duties', { cadreCodes: ['C004', 'C004'], until: '2026-10-20' });
    await act('emergency-duties', duty, 'approve');
    // The 19th is an enterprise visit and duty: one date, one day.
    expect(await judged('C004')).toMatchObject({ verdict: 'met', visitDays: 2 });
    await act('emergency-duties', duty, 'revoke');
    expect(await judged('C004')).toMatchObject({ verdict: 'missed', visitDays: 1 });
  });

  it('counts its dates once, however often they were approved', async () => {
    for (const from of ['2026-10-20', '2026-10-21']) {
      const slip = await file('absences', { cadreCode: 'C004', kind: 'annual', from, until: '2026-10-22' });
      await act('absences', slip, 'approve');
    }
    const errand = await file('absences', {
      cadreCode: 'C004',
      kind: 'errand',
      from: '2026-10-22',
      until: '2026-10-22',
    });
    await act('absences', errand, 'approve');
    expect(await judged('C004')).toMatchObject({ availableWorkdays: 2 });
  });

  it('for half a day is kept and shown, and takes nothing off the week', async () => {
    const day = { cadreCode: 'C004', from: '2026-10-23', until: '2026-10-23' };
    const half = await file('absences', { ...day, kind: 'meeting', half: 'morning', reason: '县里开会' });
    expect(half).toMatchObject({ half: 'morning', reason: '县里开会' });
    await act('absences', half, 'approve');
    expect(await judged('C004')).toMatchObject({ availableWorkdays: 2 });
    await act('absences', half, 'revoke');
    await act('absences', await file('absences', { ...day, kind: 'meeting' }), 'approve');
    expect(await judged('C004')).toMatchObject({ availableWorkdays: 1 });
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
    await file('emergency-duties', { cadreCodes: ['C001', 'C002'] });
    const { items } = await town.get<{ items: { cadreCodes: string[] }[] }>('emergency-duties', 'cadre');
    expect(items.length).toBeGreaterThan(0);
    expect(new Set(items.flatMap(({ cadreCodes }) => cadreCodes))).toEqual(new Set(['C001']));
    const office = await town.get<{ items: { cadreCodes: string[] }[] }>('emergency-duties');
    expect(office.items.at(-1)?.cadreCodes).toEqual(['C001', 'C002']);
  });
});

describe('a correction', () => {
  /** C002 was in V01 on four mornings of October and forgot the afternoons. */
  const days = ['2026-10-13', '2026-10-14', '2026-10-15', '2026-10-16'] as const;
  const of = (date: string, change: object = {}): object => ({
    cadreCode: 'C002',
    date,
    filedAt: `${date}T20:00:00`,
    ...change,
  });

  beforeAll(async () => {
    town.setTime('2026-10-26T08:00');
    town.punch(
      ...days.map((date) => ({ number: 'C002', at: `${date}T08:41:00 V01` })),
      ...visit('C002', '2026-10-12', 'V02'),
    );
    await town.pollAll();
  });

  it('stands in for a missing punch once another person approved it', async () => {
    expect(await judged('C002', '2026-W42')).toMatchObject({ verdict: 'missed', visitDays: 1 });
    const slip = await file('corrections', of(days[0]));
    expect(await judged('C002', '2026-W42')).toMatchObject({ verdict: 'missed', correctedDays: 0 });
    await act('corrections', slip, 'approve');
    expect(await judged('C002', '2026-W42')).toMatchObject({
      verdict: 'met',
      visitDays: 2,
      correctedDays: 1,
    });
    const { items } = await town.get<{ items: { cadreCode: string; date: string }[] }>(
      'visit-days?week=2026-W42',
    );
    expect(items.find(({ cadreCode, date }) => cadreCode === 'C002' && date === days[0])).toMatchObject({
      credited: true,
      morning: [`${clock.id}-1`],
      afternoon: [],
      corrected: ['afternoon'],
    });
  });

  it('is filed once for a half, and not for one that a punch proves', async () => {
    expect(await refused('corrections', of(days[0]))).toMatchObject({
      status: 409,
      code: 'CORRECTIONS.DUPLICATE',
    });
    expect(await refused('corrections', of(days[1], { half: 'morning' }))).toMatchObject({
      status: 409,
      code: 'CORRECTIONS.ALREADY_PROVED',
    });
  });

  it('is for the past, within two workdays', async () => {
    expect(await refused('corrections', of('2026-10-27', { filedAt: undefined }))).toMatchObject({
      status: 400,
      code: 'CORRECTIONS.FUTURE',
    });
    expect(await refused('corrections', of('2026-10-26', { filedAt: undefined }))).toMatchObject({
      code: 'CORRECTIONS.FUTURE',
    });
    expect(await refused('corrections', of(days[1], { filedAt: '2026-10-19T08:00:00' }))).toMatchObject({
      status: 409,
      code: 'CORRECTIONS.TOO_LATE',
      title: '补卡须在2个工作日内提出，最迟2026-10-16',
    });
    expect(await refused('corrections', of(days[1], { filedAt: undefined }))).toMatchObject({
      code: 'CORRECTIONS.TOO_LATE',
    });
  });

  it.each(['C002', '干部C002', 'office-1', ' C002 '])('has another witness than %s', async (witness) => {
    expect(await refused('corrections', of(days[1], { witness }))).toMatchObject({
      status: 400,
      code: 'CORRECTIONS.OWN_WITNESS',
    });
  });

  it('is one of two a month, approved or waiting; what was refused or withdrawn is none', async () => {
    const second = await file('corrections', of(days[1]));
    const third = await refused('corrections', of(days[2]));
    expect(third).toMatchObject({
      status: 409,
      code: 'CORRECTIONS.TOO_MANY',
      title: '2026-10已补卡2次，每月最多2次（设备故障期间的不计）',
    });
    await act('corrections', second, 'refuse');
    const again = await file('corrections', of(days[1]));
    await act('corrections', again, 'withdraw', 'office');
    await file('corrections', of(days[1]));
    expect(await refused('corrections', of(days[2]))).toMatchObject({ code: 'CORRECTIONS.TOO_MANY' });
  });

  it('is not taken a third time by two who file at once', async () => {
    const asked = [days[0], days[1], days[2], days[3]].map((date) =>
      town.call('office', 'post', 'corrections', {
        ...slips.corrections,
        ...of(date),
        cadreCode: 'C003',
        villageCode: 'V02',
      }),
    );
    const answers = (await Promise.all(asked)).map(({ status }) => status).sort();
    // The register's own spec has used none of October's two up: what it filed came to nothing.
    expect(answers).toEqual([201, 201, 409, 409]);
  });

  it('is outside the limit in an approved outage of the village’s clock, and an outage approved later frees one', async () => {
    const outage = (change: object): Promise<SlipView> =>
      file('outages', {
        clockId: clock.id,
        from: `${days[2]}T13:00:00`,
        until: `${days[2]}T18:00:00`,
        ...change,
      });
    const waiting = await outage({});
    expect(await refused('corrections', of(days[2]))).toMatchObject({ code: 'CORRECTIONS.TOO_MANY' });
    const elsewhere = await outage({ clockId: clock.id + 1 });
    await act('outages', elsewhere, 'approve');
    const morning = await outage({ from: `${days[2]}T06:00:00`, until: `${days[2]}T12:00:00` });
    await act('outages', morning, 'approve');
    expect(await refused('corrections', of(days[2]))).toMatchObject({ code: 'CORRECTIONS.TOO_MANY' });

    await act('outages', waiting, 'approve');
    const freed = await file('corrections', of(days[2]));
    expect(freed).toMatchObject({ outsideMonthlyLimit: true });
    expect(await refused('corrections', of(days[3]))).toMatchObject({ code: 'CORRECTIONS.TOO_MANY' });

    const later = await outage({
      from: `${days[1]}T13:00:00`,
      until: `${days[1]}T18:00:00`,
      cause: '网线断，机器关机',
    });
    await act('outages', later, 'approve');
    expect(await file('corrections', of(days[3]))).toMatchObject({ outsideMonthlyLimit: false });
  });

  it('is late in an outage as well as out of one', async () => {
    expect(
      await refused(
        'corrections',
        of(days[2], { half: 'morning', cadreCode: 'C004', filedAt: '2026-10-20T08:00:00' }),
      ),
    ).toMatchObject({
      code: 'CORRECTIONS.TOO_LATE',
    });
  });

  it('may be made for a half without any punch at all', async () => {
    for (const half of ['morning', 'afternoon']) {
      await act(
        'corrections',
        await file('corrections', of('2026-10-08', { cadreCode: 'C004', half })),
        'approve',
      );
    }
    expect(await judged('C004', '2026-W41')).toMatchObject({ visitDays: 1, correctedDays: 1 });
    const { evidence } = await town.get<{ evidence: { sentence: string } }>('assessments/2026-W41/C004');
    expect(evidence.sentence).toContain('周四1号村（含补卡）');
  });
});

describe('the limits of corrections', () => {
  it('are those of the policy in force on the date', async () => {
    const late = { cadreCode: 'C002', half: 'morning', filedAt: '2026-10-26T07:00:00' };
    expect(await refused('corrections', { ...late, date: '2026-10-21' })).toMatchObject({
      title: '补卡须在2个工作日内提出，最迟2026-10-23',
    });
    await town.ask('admin', 'post', 'policies', {
      effectiveFrom: WEEK,
      clause: '补卡须在三个工作日内提出，每月不超过一次。',
      corrections: { withinWorkdays: 3, perMonth: 1 },
    });
    // October's two were filed for weeks before; one more is beyond one and beyond two alike.
    expect(await refused('corrections', { ...late, date: '2026-10-21' })).toMatchObject({
      code: 'CORRECTIONS.TOO_MANY',
      title: '2026-10已补卡1次，每月最多1次（设备故障期间的不计）',
    });
    expect(await file('corrections', { ...late, cadreCode: 'C001', date: '2026-10-21' })).toMatchObject({
      state: 'filed',
    });
    expect(await refused('corrections', { ...late, cadreCode: 'C001', date: '2026-10-20' })).toMatchObject({
      title: '补卡须在3个工作日内提出，最迟2026-10-23',
    });
    expect(await refused('corrections', { ...late, cadreCode: 'C001', date: '2026-10-22' })).toMatchObject({
      code: 'CORRECTIONS.TOO_MANY',
    });
    const before = { ...late, cadreCode: 'C001', date: '2026-10-14', filedAt: '2026-10-16T08:00:00' };
    expect(await file('corrections', before)).toMatchObject({ state: 'filed' });
  });
});

describe('the weekly summary', () => {
  /** The cells Monday to Sunday of a cadre's line, which have columns 7 to 13. */
  const cells = async (week: string, cadre: string): Promise<unknown[]> => {
    const download = await town.api
      .http()
      .get(`/api/weeks/${week}/summary.xlsx`)
      .set('Authorization', await town.tokenOf('office'))
      .responseType('blob')
      .expect(200);
    const [sheet] = (await readWorkbook(download.body as Buffer)).sheets;
    const row = Array.from({ length: 20 }, (_, index) => index + 1).find(
      (number) => sheet?.cell(`B${number}`) === `干部${cadre}`,
    );
    return [...'GHIJKLM'].map((column) => sheet?.cell(`${column}${row}`));
  };

  it('marks what was approved: 企, 假 whatever the leave, 公 and 会', async () => {
    expect((await cells(WEEK, 'C004')).slice(0, 5)).toEqual(['企', '假', '假', '公假', '会']);
  });

  it('marks a correction 补, beside the punch that there was', async () => {
    expect((await cells('2026-W42', 'C002'))[1]).toBe('补08:41 1号');
    expect((await cells('2026-W41', 'C004'))[3]).toBe('补');
  });

  it('marks emergency duty 防', async () => {
    const duty = await file('emergency-duties', { cadreCodes: ['C001'] });
    expect((await cells(WEEK, 'C001'))[0]).not.toBe('防');
    await act('emergency-duties', duty, 'approve');
    expect((await cells(WEEK, 'C001')).slice(0, 2)).toEqual(['防', '防']);
  });
});

describe('the holiday notices', () => {
  it('of a published year are imported from the data that comes with the product', async () => {
    expect(await town.ask('office', 'post', 'calendar/notices/import', { year: 2024 })).toEqual({
      year: 2024,
      version: 1,
    });
    const { items } = await town.get<{ items: { year: number; makeupWorkdays: string[] }[] }>(
      'calendar/notices',
    );
    expect(items.map(({ year }) => year)).toEqual([2024, 2025, 2026]);
    expect(items[0]?.makeupWorkdays).toContain('2024-02-04');
  });

  it('of a year that can only be guessed are refused', async () => {
    expect(await town.call('office', 'post', 'calendar/notices/import', { year: 2027 })).toMatchObject({
      status: 404,
      body: { code: 'ROSTER.NOTICE_NOT_PUBLISHED' },
    });
  });

  it('keep every version; an amendment has the weeks judged again', async () => {
    expect(await judged('C001', '2026-W43')).toMatchObject({ availableWorkdays: 5 });
    const holidays = [{ name: '抗疫纪念日', from: '2026-10-19', to: '2026-10-22' }];
    const amended = { year: 2026, docNo: '国办发明电〔2026〕8号', holidays, makeupWorkdays: ['2026-10-25'] };
    expect(await town.ask('office', 'post', 'calendar/notices', amended)).toEqual({ year: 2026, version: 2 });
    expect(await judged('C001', '2026-W43')).toMatchObject({ availableWorkdays: 2 });
    const { items } = await town.get<{ items: { version: number; importedBy: string }[] }>(
      'calendar/notices/versions?year=2026',
    );
    expect(items).toMatchObject([
      { version: 1, docNo: '国办发明电〔2025〕7号', importedBy: 'system' },
      { version: 2, docNo: '国办发明电〔2026〕8号', importedBy: 'office-1' },
    ]);
    await town.ask('office', 'post', 'calendar/notices/import', { year: 2026 });
    expect(await judged('C001', '2026-W43')).toMatchObject({ availableWorkdays: 5 });
  });
});
