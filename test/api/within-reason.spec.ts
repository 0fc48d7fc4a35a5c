import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { Town, visit } from '../support/town.js';

let town: Town;
beforeAll(async () => {
  town = await Town.start('2026-10-26T08:00');
  await town.addVillages(2);
  await town.addClock('V01');
  await town.addCadre('C001');
  town.punch(...visit('C001', '2026-10-20', 'V01'));
  await town.pollAll();
});
afterAll(() => town.stop());

const verdict = async (): Promise<string | undefined> =>
  (await town.get<{ items: { verdict: string }[] }>('assessments?week=2026-W43')).items[0]?.verdict;

describe('dates far away', () => {
  it.each(['9999-W52', '0000-W02', '1999-W50'])('no checklist can be given for %s', async (week) => {
    const body = { cadreCode: 'C001', week, items: [{ title: '巡查' }] };
    expect(await town.call('leader', 'post', 'checklists', body)).toMatchObject({
      status: 400,
      body: { code: 'REQUEST.INVALID', fields: [{ field: 'week' }] },
    });
  });

  it('no week of them can be asked for', async () => {
    for (const path of ['weeks/9999-W52', 'assessments?week=0000-W01', 'assessments/9999-W52/C001']) {
      expect((await town.call('office', 'get', path)).status).toBe(400);
    }
  });

  it('no absence lasts longer than 400 days', async () => {
    const slip = { cadreCode: 'C001', kind: 'annual', from: '2026-01-01' };
    expect(await town.call('office', 'post', 'absences', { ...slip, until: '2027-02-05' })).toMatchObject({
      status: 400,
      body: { code: 'ABSENCES.TOO_LONG' },
    });
    expect((await town.call('office', 'post', 'absences', { ...slip, until: '2027-02-04' })).status).toBe(
      201,
    );
  });
});

describe('a checklist item', () => {
  it.each(['2027-06-01T18:00:00', '2026-10-26T00:00:01', '2026-10-19T00:00:00'])(
    'cannot fall due at %s, outside its week',
    async (dueAt) => {
      const body = { cadreCode: 'C001', week: '2026-W43', items: [{ title: '巡查', dueAt }] };
      expect(await town.call('office', 'post', 'checklists', body)).toMatchObject({
        status: 400,
        body: { code: 'CHECKLISTS.DUE_OUTSIDE_WEEK' },
      });
    },
  );

  it('is answered as it was asked for', async () => {
    const list = await town.ask<{ id: number }>('office', 'post', 'checklists', {
      cadreCode: 'C001',
      week: '2026-W44',
      items: [{ title: '巡查', dueAt: '2026-11-01T24:00:00' }],
    });
    const item = { n: 1, title: '巡查', villageCode: null, dueAt: '2026-11-01T16:00:00Z', result: null };
    expect(list).toMatchObject({ cadreCode: 'C001', week: '2026-W44', items: [item] });
  });
});

describe('a holiday notice', () => {
  const notice = { year: 2027, docNo: '国办发明电〔2026〕9号', makeupWorkdays: [] as string[] };

  it('cannot change another year', async () => {
    const october = [{ name: '假', from: '2026-10-19', to: '2026-10-24' }];
    for (const body of [
      { ...notice, holidays: october },
      { ...notice, holidays: [], makeupWorkdays: ['2028-01-02'] },
    ]) {
      expect(await town.call('office', 'post', 'calendar/notices', body)).toMatchObject({
        status: 400,
        body: { code: 'ROSTER.NOTICE_OTHER_YEAR' },
      });
    }
  });

  it('is never changed: an amendment is its next version', async () => {
    await expect(town.database.query(`UPDATE holiday_notice SET doc_no = 'x'`)).rejects.toThrow(
      'append only',
    );
    const body = { ...notice, holidays: [{ name: '元旦', from: '2026-12-31', to: '2027-01-02' }] };
    expect(await town.ask('office', 'post', 'calendar/notices', body)).toEqual({ year: 2027, version: 1 });
    expect(await town.ask('office', 'post', 'calendar/notices', body)).toEqual({ year: 2027, version: 2 });
  });
});

describe('a clock that is taken out of use', () => {
  it('can still be read, so that its last week can be judged', async () => {
    const old = await town.addClock('V02', { placedFrom: '2026-10-01' });
    expect(await verdict()).toBe('undetermined');
    await town.ask('admin', 'post', `clocks/${old.id}/retire`, { on: '2026-10-24' });
    expect(await verdict()).toBe('undetermined');
    await town.poll(old);
    expect(await verdict()).toBe('missed');
    expect(
      await town.call('admin', 'post', `clocks/${old.id}/placements`, {
        villageCode: 'V01',
        from: '2026-10-25',
      }),
    ).toMatchObject({
      status: 409,
      body: { code: 'CLOCKS.RETIRED' },
    });
  });

  it('on the day it was placed never stood there, and nobody waits for it', async () => {
    const mistaken = await town.addClock('V02', { placedFrom: '2026-10-20' });
    expect(await verdict()).toBe('undetermined');
    await town.ask('admin', 'post', `clocks/${mistaken.id}/retire`, { on: '2026-10-20' });
    expect(await verdict()).toBe('missed');
  });
});

describe('a short list', () => {
  it('comes whole, or by the page', async () => {
    const whole = await town.get<{ items: unknown[]; total: number }>('villages');
    expect(whole).toMatchObject({ total: 2, items: [{ code: 'V01' }, { code: 'V02' }] });
    expect(await town.get('villages?page=2&pageSize=1')).toMatchObject({
      total: 2,
      items: [{ code: 'V02' }],
    });
    expect(await town.get('assessments?week=2026-W43&page=2&pageSize=1')).toMatchObject({
      total: 1,
      items: [],
    });
  });
});
