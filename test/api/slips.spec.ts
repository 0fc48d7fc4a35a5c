import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { Town } from '../support/town.js';

const SLIP = { cadreCode: 'C001', kind: 'sick', from: '2026-10-19', until: '2026-10-23' };
const EARLIER = '2026-10-18T16:30:00';
const EARLIER_IN_UTC = '2026-10-18T08:30:00Z';

interface AuditLine {
  readonly actor: string;
  readonly action: string;
  readonly subject: string;
  readonly detail: Record<string, unknown>;
}

let town: Town;
beforeAll(async () => {
  town = await Town.start('2026-10-26T08:00');
  await town.addVillages(1);
  await town.addClock('V01');
  await town.addCadre('C001', { category: 'resident' });
  await town.pollAll();
});
afterAll(() => town.stop());

const file = async (role: 'office' | 'admin' | 'cadre'): Promise<number> =>
  (await town.ask<{ id: number }>(role, 'post', 'absences', SLIP)).id;

const trail = async (): Promise<AuditLine[]> =>
  (await town.get<{ items: AuditLine[] }>('audit?pageSize=500', 'auditor')).items.filter(
    ({ action }) => action !== 'view',
  );

const verdict = async (): Promise<string | undefined> =>
  (await town.get<{ items: { verdict: string }[] }>('assessments?week=2026-W43')).items[0]?.verdict;

describe('a slip', () => {
  it('is decided by another user than the one who filed it', async () => {
    for (const role of ['office', 'admin'] as const) {
      const id = await file(role);
      for (const decision of ['approve', 'refuse']) {
        const own = await town.call(
          role,
          'post',
          `absences/${id}/${decision}`,
          decision === 'refuse' ? { reason: '无' } : {},
        );
        expect(own).toMatchObject({ status: 403, body: { code: 'ABSENCES.OWN_SLIP' } });
      }
    }
    expect(await verdict()).toBe('missed');
  });

  it('is not decided by a cadre, nor by payroll', async () => {
    const id = await file('cadre');
    for (const role of ['cadre', 'payroll'] as const) {
      const refused = await town.call(role, 'post', `absences/${id}/approve`);
      expect(refused).toMatchObject({ status: 403, body: { code: 'AUTH.FORBIDDEN' } });
    }
  });

  it('that is refused changes nothing, one that is approved does, and neither is decided twice', async () => {
    const refused = await file('cadre');
    await town.ask('leader', 'post', `absences/${refused}/refuse`, { reason: '没有医院证明' });
    expect(await verdict()).toBe('missed');
    const approved = await file('cadre');
    expect(await town.ask('leader', 'post', `absences/${approved}/approve`)).toMatchObject({
      state: 'approved',
      filedBy: 'cadre-1',
      decidedBy: 'leader-1',
    });
    expect(await verdict()).toBe('exempt');
    for (const id of [refused, approved]) {
      const again = await town.call('leader', 'post', `absences/${id}/refuse`, { reason: '改主意' });
      expect(again).toMatchObject({ status: 409, body: { code: 'ABSENCES.ALREADY_DECIDED' } });
    }
    expect(await verdict()).toBe('exempt');
  });
});

describe('a time that lies before now', () => {
  it('may be stated by the office for paper that came in earlier, and is audited', async () => {
    const slip = await town.ask<{ id: number; filedAt: string }>('office', 'post', 'absences', {
      ...SLIP,
      filedAt: EARLIER,
    });
    expect(slip.filedAt).toBe(EARLIER_IN_UTC);
    const { id } = await town.ask<{ id: number }>('office', 'post', 'checklists', {
      cadreCode: 'C001',
      week: '2026-W43',
      items: [{ title: '走访' }, { title: '台账' }],
    });
    const path = `checklists/${id}/items/1/result`;
    const item = await town.ask<{ result: { at: string } }>('office', 'put', path, {
      text: '已完成',
      at: EARLIER,
    });
    expect(item.result.at).toBe(EARLIER_IN_UTC);
    expect(await trail()).toEqual(
      expect.arrayContaining([
        expect.objectContaining({
          actor: 'office-1',
          subject: '/api/absences',
          detail: { filedAt: EARLIER },
        }),
        expect.objectContaining({ actor: 'office-1', subject: `/api/${path}`, detail: { at: EARLIER } }),
      ]),
    );
  });

  it.each(['admin', 'cadre'] as const)('is refused from %s, and nothing is filed', async (role) => {
    const before = await town.get<{ total: number }>('absences');
    const slip = await town.call(role, 'post', 'absences', { ...SLIP, filedAt: EARLIER });
    expect(slip).toMatchObject({
      status: 403,
      body: { code: 'REQUEST.OFFICE_ONLY', fields: [{ field: 'filedAt' }] },
    });
    expect(await town.get<{ total: number }>('absences')).toEqual(before);

    const [list] = (await town.get<{ items: { id: number }[] }>('checklists?week=2026-W43')).items;
    const path = `checklists/${list?.id}/items/2/result`;
    const result = await town.call(role, 'put', path, { text: '已完成', at: EARLIER });
    expect(result).toMatchObject({
      status: 403,
      body: { code: 'REQUEST.OFFICE_ONLY', fields: [{ field: 'at' }] },
    });
  });

  it('is never a time to come: a result cannot be in the future', async () => {
    const [list] = (await town.get<{ items: { id: number }[] }>('checklists?week=2026-W43')).items;
    const path = `checklists/${list?.id}/items/2/result`;
    const result = await town.call('office', 'put', path, { text: '已完成', at: '2026-10-27T08:00:00' });
    expect(result.status).toBeGreaterThanOrEqual(400);
    expect(result.body.code).toBe('CHECKLISTS.RESULT_IN_FUTURE');
  });

  it('does not apply to everybody else: they file now', async () => {
    const id = await file('cadre');
    const { items } = await town.get<{ items: { id: number; filedAt: string }[] }>('absences');
    expect(items.find((slip) => slip.id === id)?.filedAt).toMatch(/^2026-10-26T00:0\d:/);
  });
});

it('every change that somebody made stands in the trail with its author', async () => {
  const lines = await trail();
  const village = await town.call('admin', 'post', 'villages', {
    code: 'V90',
    name: '新村',
    kind: 'village',
  });
  expect(village.status).toBe(201);
  const after = await trail();
  expect(after).toHaveLength(lines.length + 1);
  expect(after[0]).toMatchObject({ actor: 'admin-1', action: 'POST', subject: '/api/villages' });
});
