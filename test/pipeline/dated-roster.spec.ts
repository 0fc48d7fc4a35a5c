import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { Town, visit } from '../support/town.js';
import type { Assessment } from './scenarios.fixture.js';

const WEEK = '2026-W43';

let town: Town;
beforeAll(async () => {
  town = await Town.start('2026-10-12T08:00');
  await town.addVillages(3);
  const clocks = [await town.addClock('V01'), await town.addClock('V02')];
  town.punch(
    ...['2026-10-20', '2026-10-21', '2026-10-22', '2026-10-23'].flatMap((date) => visit('17', date, 'V01')),
    ...['2026-10-20', '2026-10-22'].flatMap((date) => visit('C010', date, 'V01')),
    ...['2026-10-13', '2026-10-15', '2026-10-16'].flatMap((date) => visit('C020', date, 'V01')),
    ...['2026-10-20', '2026-10-22', '2026-10-23'].flatMap((date) => visit('C020', date, 'V02')),
    ...visit('555', '2026-10-20', 'V01'),
    ...visit('555', '2026-10-21', 'V02').slice(0, 1),
    ...visit('555', '2026-10-22', 'V01'),
    { number: '556', at: '2026-10-22T09:00:00 V01' },
  );
  town.setTime('2026-10-26T08:00');
  for (const clock of clocks) await town.poll(clock);
});
afterAll(() => town.stop());

async function assessment(cadreCode: string, week = WEEK): Promise<Assessment | undefined> {
  const path = `assessments?week=${week}&cadreCode=${cadreCode}`;
  return (await town.get<{ items: Assessment[] }>(path)).items[0];
}

/** Lines of the audit trail that say what was before and after. */
async function changesOf(subject: string): Promise<object[]> {
  const { items } = await town.get<{ items: { subject: string; action: string; detail: object }[] }>(
    'audit',
    'auditor',
  );
  return items.filter((line) => line.subject === subject);
}

const enrolmentIdOf = async (cadreCode: string): Promise<number | undefined> =>
  (await town.get<{ items: { id: number; cadreCode: string }[] }>('enrolments')).items.find(
    (enrolment) => enrolment.cadreCode === cadreCode,
  )?.id;

describe('an enrolment', () => {
  const end = (id: number | undefined, until: string): ReturnType<Town['call']> =>
    town.call('office', 'post', `enrolments/${id}/end`, { until });

  it('that ends leaves each punch with whoever held the number then, down to the verdict', async () => {
    await town.addCadre('C001', { number: null });
    await town.addCadre('C002', { number: null });
    await town.enrol('C001', '17', { from: '2026-01-01' });
    expect(await assessment('C001')).toMatchObject({ verdict: 'met', visitDays: 4 });

    const id = await enrolmentIdOf('C001');
    expect(await end(id, '2026-10-20')).toMatchObject({
      status: 200,
      body: { id, cadreCode: 'C001', number: '17', from: '2026-01-01', until: '2026-10-20' },
    });
    expect(await assessment('C001')).toMatchObject({ verdict: 'missed', visitDays: 1 });
    expect(await assessment('C002')).toMatchObject({ verdict: 'missed', visitDays: 0 });

    await town.enrol('C002', '17', { from: '2026-10-21' });
    expect(await assessment('C001')).toMatchObject({ verdict: 'missed', visitDays: 1 });
    expect(await assessment('C002')).toMatchObject({ verdict: 'met', visitDays: 3 });
  });

  it('is on the audit trail with what was before and after', async () => {
    expect(await changesOf(`enrolment/${await enrolmentIdOf('C001')}`)).toMatchObject([
      {
        actor: 'office-1',
        action: 'enrolment.ended',
        detail: { before: { until: null }, after: { until: '2026-10-20' } },
      },
    ]);
  });

  it('may end earlier than it did, but never later, and not before it began', async () => {
    const id = await enrolmentIdOf('C001');
    for (const until of ['2026-10-20', '2026-10-25']) {
      expect(await end(id, until)).toMatchObject({ status: 409, body: { code: 'ROSTER.ENROLMENT_ENDED' } });
    }
    expect(await end(id, '2025-12-31')).toMatchObject({
      status: 400,
      body: { code: 'ROSTER.PERIOD_REVERSED' },
    });
    expect(await end(id, '2026-10-19')).toMatchObject({ status: 200, body: { until: '2026-10-19' } });
    expect(await assessment('C001')).toMatchObject({ visitDays: 0 });
    expect(await end(999, '2026-10-19')).toMatchObject({
      status: 404,
      body: { code: 'ROSTER.UNKNOWN_ENROLMENT' },
    });
  });

  it('that overlaps another of the same number and clock is refused by the database itself', async () => {
    await expect(
      town.database.query(
        `INSERT INTO enrolment (cadre_code, number, valid_from) VALUES ('C001', '17', '2026-11-01')`,
      ),
    ).rejects.toMatchObject({ driverError: { code: '23P01' } });
    await expect(
      town.database.query(
        `INSERT INTO clock_placement (clock_id, village_code, placed_from) VALUES (1, 'V03', '2026-11-01')`,
      ),
    ).rejects.toMatchObject({ driverError: { code: '23P01' } });
    await expect(
      town.database.query(
        `INSERT INTO cadre_category SELECT cadre_code, valid_from, 'resident' FROM cadre_category`,
      ),
    ).rejects.toMatchObject({ driverError: { code: '23505' } });
  });
});

describe('a cadre who leaves', () => {
  const leave = (managedUntil: string): ReturnType<Town['call']> =>
    town.call('office', 'post', 'cadres/C010/leave', { managedUntil });

  it('is judged to the last managed day, and not after it', async () => {
    await town.addCadre('C010');
    expect(await assessment('C010')).toMatchObject({ verdict: 'met', visitDays: 2, availableWorkdays: 5 });
    expect(await leave('2026-10-20')).toMatchObject({ status: 200, body: { managedUntil: '2026-10-20' } });
    expect(await assessment('C010')).toMatchObject({ verdict: 'missed', visitDays: 1, availableWorkdays: 2 });
    await leave('2026-10-18');
    expect(await assessment('C010')).toBeUndefined();
    await leave('2026-10-25');
    expect(await assessment('C010')).toMatchObject({ verdict: 'met', visitDays: 2, availableWorkdays: 5 });
  });

  it('leaves each change of mind on the audit trail, newest first', async () => {
    expect(await changesOf('cadre/C010')).toMatchObject([
      { detail: { before: { managedUntil: '2026-10-18' }, after: { managedUntil: '2026-10-25' } } },
      { detail: { before: { managedUntil: '2026-10-20' }, after: { managedUntil: '2026-10-18' } } },
      {
        action: 'cadre.left',
        detail: { before: { managedUntil: null }, after: { managedUntil: '2026-10-20' } },
      },
    ]);
  });

  it('cannot have left before the first managed day, nor without having been there', async () => {
    expect(await leave('2025-12-31')).toMatchObject({
      status: 400,
      body: { code: 'ROSTER.PERIOD_REVERSED' },
    });
    const nobody = await town.call('office', 'post', 'cadres/C999/leave', { managedUntil: '2026-10-20' });
    expect(nobody).toMatchObject({ status: 404, body: { code: 'ROSTER.UNKNOWN_CADRE' } });
  });
});

describe('the home village of a resident cadre', () => {
  const post = (body: object): ReturnType<Town['call']> =>
    town.call('office', 'post', 'cadres/C020/home-villages', body);

  it('is the one on Monday of each week: visits at the old one count no more under “own village only”', async () => {
    await town.ask('admin', 'post', 'policies', {
      effectiveFrom: '2026-W42',
      clause: '驻村干部每周驻本村不少于3天。',
      residentPlace: 'home-village',
    });
    await town.addCadre('C020', { category: 'resident', homeVillageCode: 'V01' });
    expect(await assessment('C020', '2026-W42')).toMatchObject({ verdict: 'met', visitDays: 3 });
    expect(await assessment('C020')).toMatchObject({ verdict: 'missed', visitDays: 0 });

    expect(await post({ villageCode: 'V02', from: '2026-10-19' })).toMatchObject({ status: 201 });
    expect(await assessment('C020', '2026-W42')).toMatchObject({ verdict: 'met', visitDays: 3 });
    expect(await assessment('C020')).toMatchObject({ verdict: 'met', visitDays: 3 });
    const { items } = await town.get<{ items: { code: string; homeVillageCode: string }[] }>('cadres');
    expect(items.find(({ code }) => code === 'C020')).toMatchObject({ homeVillageCode: 'V02' });
  });

  it('that begins on Tuesday is next week’s', async () => {
    await post({ villageCode: 'V03', from: '2026-10-20' });
    expect(await assessment('C020')).toMatchObject({ verdict: 'met', visitDays: 3 });
  });

  it('may be none, begins on a day once, and must exist', async () => {
    expect(await post({ from: '2026-11-02' })).toMatchObject({ status: 201, body: { villageCode: null } });
    expect(await post({ from: '2026-11-02' })).toMatchObject({
      status: 409,
      body: { code: 'ROSTER.HOME_VILLAGE_EXISTS' },
    });
    expect(await post({ villageCode: 'V99', from: '2026-11-09' })).toMatchObject({
      status: 404,
      body: { code: 'ROSTER.UNKNOWN_VILLAGE' },
    });
    const nobody = await town.call('office', 'post', 'cadres/C999/home-villages', { from: '2026-11-09' });
    expect(nobody).toMatchObject({ status: 404, body: { code: 'ROSTER.UNKNOWN_CADRE' } });
  });
});

describe('a category', () => {
  it('begins on a day once', async () => {
    const body = { category: 'resident', from: '2026-11-02' };
    expect(await town.call('office', 'post', 'cadres/C010/categories', body)).toMatchObject({ status: 201 });
    expect(await town.call('office', 'post', 'cadres/C010/categories', body)).toMatchObject({
      status: 409,
      body: { code: 'ROSTER.CATEGORY_EXISTS' },
    });
  });
});

describe('numbers that nobody holds', () => {
  const numbers = (query = ''): Promise<{ items: object[]; total: number }> =>
    town.get(`punches/unmatched/numbers${query}`);

  it('are listed one line a number and clock, with how many and from when to when', async () => {
    const { items, total } = await numbers();
    expect(total).toBe(4);
    // C001 held 17 to the 19th, C002 holds it from the 21st: the 20th is nobody's.
    expect(items).toMatchObject([
      {
        number: '555',
        villageCode: 'V01',
        first: '2026-10-20T08:41:00',
        last: '2026-10-22T15:10:00',
        punches: 4,
        suspect: 0,
        heldAtOtherTimes: [],
      },
      { number: '17', first: '2026-10-20T08:41:00', punches: 2, heldAtOtherTimes: ['C001', 'C002'] },
      { number: '555', villageCode: 'V02', punches: 1 },
      { number: '556', villageCode: 'V01', punches: 1 },
    ]);
  });

  it('may be asked for by clock and date, and by the page', async () => {
    expect(await numbers('?clockId=2')).toMatchObject({ total: 1, items: [{ number: '555', clockId: 2 }] });
    expect(await numbers('?from=2026-10-22&until=2026-10-22')).toMatchObject({
      total: 2,
      items: [{ number: '555', punches: 2 }, { number: '556' }],
    });
    expect(await numbers('?page=2&pageSize=3')).toMatchObject({ total: 4, items: [{ number: '556' }] });
  });

  it('count back to their date once they are mapped, and are listed no more', async () => {
    await town.addCadre('C030', { number: null });
    expect(await assessment('C030')).toMatchObject({ verdict: 'missed', visitDays: 0 });
    await town.enrol('C030', '555', { from: '2026-10-01' });
    expect(await assessment('C030')).toMatchObject({ verdict: 'met', visitDays: 2 });
    expect((await numbers()).total).toBe(2);
  });
});
