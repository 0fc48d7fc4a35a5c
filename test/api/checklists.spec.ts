import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import type { Role } from '@cunqin/accounts';
import { Town, visit } from '../support/town.js';

const [THIS_WEEK, NEXT_WEEK] = ['2026-W43', '2026-W44'];

interface Item {
  readonly n: number;
  readonly title: string;
  readonly state: string;
  readonly returned: boolean;
  readonly marks: string[];
  readonly [field: string]: unknown;
}
interface List {
  readonly id: number;
  readonly cadreCode: string;
  readonly items: Item[];
}
interface Judged {
  readonly verdict: string;
  readonly checklist: { items: number; onTime: number; unsupported: number[] };
}

let town: Town;
let made = 0;
beforeAll(async () => {
  town = await Town.start('2026-10-19T08:00');
  await town.addVillages(2);
  await town.addClock('V01');
  await town.addCadre('C001');
});
afterAll(() => town.stop());

/** A cadre of the test's own with a list of this week. */
async function aList(
  items: readonly object[],
  week = THIS_WEEK,
): Promise<{ code: string; id: number; path: string }> {
  const code = `L${(made += 1)}`;
  town.setTime('2026-10-19T08:00');
  await town.addCadre(code);
  const { id } = await town.ask<List>('office', 'post', 'checklists', { cadreCode: code, week, items });
  return { code, id, path: `checklists/${id}/items` };
}

const report = (path: string, text = '已完成', role: Role = 'office', at?: string): Promise<unknown> =>
  town.ask(role, 'put', `${path}/result`, { text, ...(at === undefined ? {} : { at }) });

async function listOf(code: string, week = THIS_WEEK): Promise<List> {
  const { items } = await town.get<{ items: List[] }>(`checklists?week=${week}&cadreCode=${code}`);
  return items[0] as List;
}

async function judged(code: string, week = THIS_WEEK): Promise<Judged> {
  const { items } = await town.get<{ items: Judged[] }>(`assessments?week=${week}&cadreCode=${code}`);
  return items[0] as Judged;
}

const refusal = (code: string, status = 409): object => ({ status, body: { code, status } });

describe('a result', () => {
  it('returned before the due time counts as none until it is reported again', async () => {
    const { code, path } = await aList([{ title: '走访' }]);
    await report(`${path}/1`, '走访4户');
    expect(await listOf(code)).toMatchObject({ items: [{ state: 'on-time', returned: false }] });

    town.setTime('2026-10-20T09:00');
    const returned = await town.ask('leader', 'post', `${path}/1/return`, { reason: '未写户主姓名' });
    expect(returned).toMatchObject({
      result: null,
      returns: [{ text: '走访4户', reason: '未写户主姓名', by: 'leader-1', at: '2026-10-20T01:00:00Z' }],
    });
    expect(await listOf(code)).toMatchObject({ items: [{ state: 'open', returned: true }] });
    expect(await judged(code)).toMatchObject({ checklist: { items: 1, onTime: 0 } });

    town.setTime('2026-10-21T09:00');
    await report(`${path}/1`, '走访4户，名单附后');
    expect(await listOf(code)).toMatchObject({
      items: [{ state: 'on-time', returned: false, result: { text: '走访4户，名单附后', by: 'office-1' } }],
    });
    expect(await judged(code)).toMatchObject({ checklist: { items: 1, onTime: 1 } });
  });

  it('returned and not mended by the due time is late', async () => {
    const { code, path } = await aList([{ title: '走访', dueAt: '2026-10-22T18:00:00' }]);
    await report(`${path}/1`);
    await town.ask('leader', 'post', `${path}/1/return`, { reason: '内容不实' });
    town.setTime('2026-10-22T18:00:01');
    expect(await listOf(code)).toMatchObject({ items: [{ state: 'late', returned: true }] });
    await report(`${path}/1`);
    expect(await judged(code)).toMatchObject({ checklist: { items: 1, onTime: 0 } });
  });

  it('returned after the due time stays in time: the delay is the supervisor’s', async () => {
    const { code, path } = await aList([{ title: '走访' }]);
    await report(`${path}/1`);
    town.setTime('2026-10-26T09:00');
    await town.ask('leader', 'post', `${path}/1/return`, { reason: '需补照片' });
    expect(await listOf(code)).toMatchObject({ items: [{ state: 'on-time', returned: true }] });
    expect(await judged(code)).toMatchObject({ checklist: { items: 1, onTime: 1 } });
  });

  it('is not returned by who reported it, nor where there is none, nor without a reason', async () => {
    const { path } = await aList([{ title: '走访' }]);
    const back = (role: Role, body: object = { reason: '不实' }): ReturnType<Town['call']> =>
      town.call(role, 'post', `${path}/1/return`, body);
    expect(await back('leader')).toMatchObject(refusal('CHECKLISTS.NO_RESULT'));
    await report(`${path}/1`);
    expect(await back('office')).toMatchObject(refusal('CHECKLISTS.OWN_REPORT', 403));
    expect(await back('cadre')).toMatchObject(refusal('AUTH.FORBIDDEN', 403));
    expect(await back('leader', {})).toMatchObject({ status: 400, body: { fields: [{ field: 'reason' }] } });
    expect((await back('leader')).status).toBe(200);
    expect(await back('leader')).toMatchObject(refusal('CHECKLISTS.NO_RESULT'));
  });

  it('that mends a returned one cannot have come in before the return', async () => {
    const { path } = await aList([{ title: '走访' }]);
    await report(`${path}/1`);
    town.setTime('2026-10-20T09:00');
    await town.ask('leader', 'post', `${path}/1/return`, { reason: '不实' });
    const answer = await town.call('office', 'put', `${path}/1/result`, {
      text: '补报',
      at: '2026-10-20T08:59:00',
    });
    expect(answer).toMatchObject(refusal('CHECKLISTS.RESULT_BEFORE_RETURN', 400));
  });

  it('is never rewritten: reports and returns are rows that stay', async () => {
    const { path, id } = await aList([{ title: '走访' }]);
    await report(`${path}/1`, '一');
    expect(await town.call('office', 'put', `${path}/1/result`, { text: '二' })).toMatchObject(
      refusal('CHECKLISTS.RESULT_EXISTS'),
    );
    await town.ask('leader', 'post', `${path}/1/return`, { reason: '不实' });
    await report(`${path}/1`, '二');
    const rows = await town.database.query<unknown[]>(
      `SELECT kind, text, recorded_by AS by FROM checklist_result WHERE checklist_id = $1 ORDER BY id`,
      [id],
    );
    expect(rows).toEqual([
      { kind: 'report', text: '一', by: 'office-1' },
      { kind: 'return', text: '不实', by: 'leader-1' },
      { kind: 'report', text: '二', by: 'office-1' },
    ]);
    for (const table of ['checklist', 'checklist_item', 'checklist_result', 'checklist_carry_over']) {
      await expect(town.database.query(`DELETE FROM ${table}`)).rejects.toThrow('append only');
    }
  });

  it('and its return at the same moment: one of two returns is refused', async () => {
    const { path } = await aList([{ title: '走访' }]);
    await report(`${path}/1`);
    const answers = await Promise.all(
      ['甲', '乙', '丙'].map((reason) => town.call('leader', 'post', `${path}/1/return`, { reason })),
    );
    expect(answers.map(({ status }) => status).sort()).toEqual([200, 409, 409]);
  });
});

describe('an item carried over', () => {
  it('before it is due leaves the week’s list and is asked for in the later week, both linked', async () => {
    const { code, id, path } = await aList([{ title: '走访', villageCode: 'V01' }, { title: '台账' }]);
    await report(`${path}/2`);
    town.setTime('2026-10-23T09:00');
    const later = await town.ask<List>('leader', 'post', `${path}/1/carry-over`, {
      week: NEXT_WEEK,
      reason: '道路中断',
    });
    expect(later).toMatchObject({
      cadreCode: code,
      week: NEXT_WEEK,
      items: [
        {
          n: 1,
          title: '走访',
          villageCode: 'V01',
          dueAt: '2026-11-01T16:00:00Z',
          carriedOverFrom: { checklistId: id, week: THIS_WEEK, n: 1 },
        },
      ],
    });
    expect(await judged(code)).toMatchObject({ checklist: { items: 1, onTime: 1 } });
    expect(await judged(code, NEXT_WEEK)).toMatchObject({ checklist: { items: 1, onTime: 0 } });
    expect((await listOf(code)).items[0]).toMatchObject({
      state: 'carried-over',
      carriedOverTo: { checklistId: later.id, week: NEXT_WEEK, n: 1, reason: '道路中断', by: 'leader-1' },
    });
    expect((await listOf(code, NEXT_WEEK)).items[0]).toMatchObject({ state: 'open' });
  });

  it('after it was due stays late, and is asked for again', async () => {
    const { code, path } = await aList([{ title: '走访' }]);
    town.setTime('2026-10-26T09:00');
    await town.ask('office', 'post', `${path}/1/carry-over`, { week: NEXT_WEEK });
    expect((await listOf(code)).items[0]).toMatchObject({ state: 'late' });
    expect(await judged(code)).toMatchObject({ checklist: { items: 1, onTime: 0 } });
    expect(await judged(code, NEXT_WEEK)).toMatchObject({ checklist: { items: 1 } });
  });

  it('needs a supervisor, an item without result, and a later week that is not over', async () => {
    const { path } = await aList([{ title: '走访' }, { title: '台账' }]);
    await report(`${path}/2`);
    const carry = (n: number, body: object, role: Role = 'office'): ReturnType<Town['call']> =>
      town.call(role, 'post', `${path}/${n}/carry-over`, body);
    expect(await carry(1, { week: NEXT_WEEK }, 'cadre')).toMatchObject(refusal('AUTH.FORBIDDEN', 403));
    expect(await carry(2, { week: NEXT_WEEK })).toMatchObject(refusal('CHECKLISTS.RESULT_EXISTS'));
    expect(await carry(3, { week: NEXT_WEEK })).toMatchObject(refusal('CHECKLISTS.UNKNOWN_ITEM', 404));
    expect(await carry(1, { week: THIS_WEEK })).toMatchObject(refusal('CHECKLISTS.WEEK_NOT_LATER', 400));
    expect(await carry(1, { week: NEXT_WEEK, dueAt: '2026-11-03T09:00:00' })).toMatchObject(
      refusal('CHECKLISTS.DUE_OUTSIDE_WEEK', 400),
    );
    town.setTime('2026-11-02T09:00');
    expect(await carry(1, { week: NEXT_WEEK })).toMatchObject(refusal('CHECKLISTS.WEEK_OVER'));
    expect((await carry(1, { week: '2026-W45' })).status).toBe(201);
    expect(await carry(1, { week: '2026-W46' })).toMatchObject(refusal('CHECKLISTS.CARRIED_OVER'));
    expect(await town.call('office', 'put', `${path}/1/result`, { text: '迟报' })).toMatchObject(
      refusal('CHECKLISTS.CARRIED_OVER'),
    );
  });
});

describe('POST /checklists/{id}/items', () => {
  it('asks for more before it is due, and never for what is due already', async () => {
    const { code, id } = await aList([{ title: '走访' }]);
    town.setTime('2026-10-23T09:00');
    const added = await town.ask<List>('office', 'post', `checklists/${id}/items`, {
      items: [{ title: '防汛', villageCode: 'V02', dueAt: '2026-10-24T18:00:00' }],
    });
    expect(added.items).toMatchObject([{ n: 1 }, { n: 2, title: '防汛', dueAt: '2026-10-24T10:00:00Z' }]);
    expect(await judged(code)).toMatchObject({ checklist: { items: 2 } });
    const more = (body: object, list = id): ReturnType<Town['call']> =>
      town.call('office', 'post', `checklists/${list}/items`, body);
    expect(await more({ items: [{ title: '防汛', dueAt: '2026-10-23T09:00:00' }] })).toMatchObject(
      refusal('CHECKLISTS.ALREADY_DUE'),
    );
    expect(await more({ items: [{ title: '防汛', villageCode: 'V99' }] })).toMatchObject(
      refusal('ROSTER.UNKNOWN_VILLAGE', 404),
    );
    expect(await more({ items: [{ title: '防汛' }] }, 999_999)).toMatchObject(
      refusal('CHECKLISTS.UNKNOWN_LIST', 404),
    );
    expect(await more({ items: Array.from({ length: 99 }, () => ({ title: '多' })) })).toMatchObject(
      refusal('CHECKLISTS.TOO_LONG'),
    );
  });
});

describe('POST /checklists/copy', () => {
  const copy = (body: object): Promise<{ copied: unknown[]; skipped: unknown[] }> =>
    town.ask('office', 'post', 'checklists/copy', { fromWeek: THIS_WEEK, toWeek: NEXT_WEEK, ...body });

  it('asks for the same tasks again on the same weekday and hour; twice changes nothing', async () => {
    const { code } = await aList([
      { title: '走访', villageCode: 'V01', dueAt: '2026-10-23T18:00:00' },
      { title: '台账' },
    ]);
    expect(await copy({ cadreCodes: [code] })).toEqual({
      copied: [{ cadreCode: code, items: 2 }],
      skipped: [],
    });
    const first = await listOf(code, NEXT_WEEK);
    expect(first.items).toMatchObject([
      { title: '走访', villageCode: 'V01', dueAt: '2026-10-30T10:00:00Z', result: null },
      { title: '台账', villageCode: null, dueAt: '2026-11-01T16:00:00Z' },
    ]);
    expect(await copy({ cadreCodes: [code] })).toEqual({
      copied: [],
      skipped: [{ cadreCode: code, why: 'has-list' }],
    });
    expect(await listOf(code, NEXT_WEEK)).toEqual(first);
    expect(await judged(code, NEXT_WEEK)).toMatchObject({ checklist: { items: 2 } });
  });

  it('adds to what was carried over, and doubles nothing', async () => {
    const { code, path } = await aList([{ title: '走访' }, { title: '台账' }]);
    await town.ask('office', 'post', `${path}/1/carry-over`, { week: NEXT_WEEK });
    await copy({ cadreCodes: [code] });
    const { items } = await listOf(code, NEXT_WEEK);
    expect(items.map(({ title }) => title)).toEqual(['走访', '台账']);
  });

  it('gives nobody a list who is not managed then, and nobody a task that is due already', async () => {
    const { code } = await aList([{ title: '走访', dueAt: '2026-10-20T18:00:00' }]);
    const leaver = await aList([{ title: '走访' }]);
    await town.ask('office', 'post', `cadres/${leaver.code}/leave`, { managedUntil: '2026-10-25' });
    town.setTime('2026-10-29T09:00');
    expect(await copy({ cadreCodes: [code, leaver.code] })).toEqual({
      copied: [{ cadreCode: code, items: 1 }],
      skipped: [{ cadreCode: leaver.code, why: 'not-managed' }],
    });
    expect((await listOf(code, NEXT_WEEK)).items).toMatchObject([{ dueAt: '2026-11-01T16:00:00Z' }]);
    expect(
      await town.call('office', 'post', 'checklists/copy', { fromWeek: NEXT_WEEK, toWeek: THIS_WEEK }),
    ).toMatchObject(refusal('CHECKLISTS.WEEK_NOT_LATER', 400));
    expect(
      await town.call('office', 'post', 'checklists/copy', {
        fromWeek: THIS_WEEK,
        toWeek: NEXT_WEEK,
        cadreCodes: ['NOBODY'],
      }),
    ).toMatchObject(refusal('ROSTER.UNKNOWN_CADRE', 404));
  });
});

describe('an item tied to a village', () => {
  it('whose result claims a visit nobody punched is UNSUPPORTED: in the list, the assessment and its evidence', async () => {
    const { code, path } = await aList([
      { title: '走访一号村', villageCode: 'V01' },
      { title: '走访二号村', villageCode: 'V02' },
      { title: '台账' },
      { title: '未报', villageCode: 'V02' },
    ]);
    town.punch(...visit(code, '2026-10-20', 'V01'));
    town.setTime('2026-10-22T17:00');
    await town.pollAll();
    for (const n of [1, 2, 3]) await report(`${path}/${n}`);
    const { items } = await listOf(code);
    expect(items.map(({ marks }) => marks)).toEqual([[], ['UNSUPPORTED'], [], []]);
    expect(await judged(code)).toMatchObject({ checklist: { items: 4, onTime: 3, unsupported: [2] } });
    const { evidence } = await town.get<{ evidence: { sentence: string; checklist: Item[] } }>(
      `assessments/${THIS_WEEK}/${code}`,
    );
    expect(evidence.checklist).toMatchObject([
      { n: 1, state: 'on-time', marks: [] },
      { n: 2, state: 'on-time', marks: ['UNSUPPORTED'], reports: [{ text: '已完成', by: 'office-1' }] },
      { n: 3, state: 'on-time', marks: [] },
      { n: 4, state: 'open', marks: [], reports: [] },
    ]);
    expect(evidence.sentence).toContain('1项所报下村没有打卡佐证');

    const found = async (state: string): Promise<string[]> =>
      (await town.get<{ items: List[] }>(`checklists?week=${THIS_WEEK}&state=${state}`)).items.map(
        ({ cadreCode }) => cadreCode,
      );
    expect(await found('unsupported')).toContain(code);
    expect(await found('late')).not.toContain(code);
    expect(await found('open')).toContain(code);
  });
});
