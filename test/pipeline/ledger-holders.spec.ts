import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { Town, type TownClock, visit } from '../support/town.js';
import type { Assessment } from './scenarios.fixture.js';

const WEEK = '2026-W43';

interface Punch {
  readonly number: string;
  readonly cadreCode: string | null;
  readonly villageCode: string;
  readonly clockTime: string;
}
interface VisitDay {
  readonly cadreCode: string;
  readonly date: string;
  readonly credited: boolean;
  readonly villageCodes: string[];
}

let town: Town;
let clock: TownClock;
beforeAll(async () => {
  town = await Town.start('2026-10-19T08:00');
  await town.addVillages(3);
  clock = await town.addClock('V01');
  await town.addClock('V02');
  town.punch(
    ...visit('17', '2026-10-20', 'V01'),
    ...visit('17', '2026-10-22', 'V02'),
    ...['2026-10-20', '2026-10-21', '2026-10-23'].flatMap((date) => visit('23', date, 'V01')),
    ...visit('31', '2026-10-20', 'V01'),
    ...visit('31', '2026-10-22', 'V02'),
    ...visit('C006', '2026-10-20', 'V01'),
    ...visit('C006', '2026-10-23', 'V01'),
    // A minute after the other township's 40: one person could not have been in both villages.
    { number: '40', at: '2026-10-20T08:42:00 V01' },
    ...visit('40', '2026-10-23', 'V01'),
  );
  town.setTime('2026-10-26T08:00');
  await town.pollAll();
});
afterAll(() => town.stop());

const list = async <T>(path: string): Promise<T[]> => (await town.get<{ items: T[] }>(path)).items;

async function assessment(cadreCode: string): Promise<Assessment | undefined> {
  return (await list<Assessment>(`assessments?week=${WEEK}&cadreCode=${cadreCode}`))[0];
}

async function daysOf(cadreCode: string): Promise<VisitDay[]> {
  return (await list<VisitDay>(`visit-days?week=${WEEK}`)).filter((day) => day.cadreCode === cadreCode);
}

/** How many punches of a number are listed as nobody's. */
async function unmatched(number: string): Promise<number> {
  return (await list<Punch>('punches/unmatched')).filter((punch) => punch.number === number).length;
}

describe('an enrolment number', () => {
  it('that nobody holds is kept and listed, and counts back to its date once it is mapped', async () => {
    await town.addCadre('C001', { number: null });
    expect(await assessment('C001')).toMatchObject({ verdict: 'missed', visitDays: 0, deductionFen: 10_000 });
    expect(await unmatched('17')).toBe(4);

    await town.enrol('C001', '17', { from: '2026-10-19' });
    expect(await unmatched('17')).toBe(0);
    expect(await assessment('C001')).toMatchObject({ verdict: 'met', visitDays: 2, deductionFen: 0 });
  });

  it('that another cadre takes over belongs to whoever held it that day', async () => {
    await town.addCadre('C002', { number: null });
    await town.addCadre('C003', { number: null });
    await town.enrol('C002', '23', { from: '2026-09-01', until: '2026-10-20' });
    await town.enrol('C003', '23', { from: '2026-10-21' });
    expect((await daysOf('C002')).map(({ date }) => date)).toEqual(['2026-10-20']);
    expect((await daysOf('C003')).map(({ date }) => date)).toEqual(['2026-10-21', '2026-10-23']);
    expect(await assessment('C002')).toMatchObject({ verdict: 'missed', visitDays: 1 });
    expect(await assessment('C003')).toMatchObject({ verdict: 'met', visitDays: 2 });
  });

  it('that two hold at once in the same place is refused', async () => {
    const body = { cadreCode: 'C002', clockId: 'all', number: '23', from: '2026-10-25' };
    const refused = await town.call('office', 'post', 'enrolments', body);
    expect(refused).toMatchObject({ status: 409, body: { code: 'ROSTER.NUMBER_TAKEN' } });
  });

  it('means the one enrolled at that clock before the one enrolled at all', async () => {
    await town.addCadre('C004', { number: null });
    await town.addCadre('C005', { number: '31' });
    expect(await assessment('C005')).toMatchObject({ verdict: 'met', visitDays: 2 });
    await town.enrol('C004', '31', { from: '2026-10-01', clockId: clock.id });
    expect(await assessment('C004')).toMatchObject({ visitDays: 1 });
    expect(await assessment('C005')).toMatchObject({ verdict: 'missed', visitDays: 1 });
  });
});

describe('a clock that moves to another village', () => {
  it('leaves its old punches where it stood that day', async () => {
    await town.addCadre('C006');
    await town.ask('admin', 'post', `clocks/${clock.id}/placements`, {
      villageCode: 'V03',
      from: '2026-10-22',
    });
    expect((await daysOf('C006')).map(({ date, villageCodes }) => [date, villageCodes])).toEqual([
      ['2026-10-20', ['V01']],
      ['2026-10-23', ['V03']],
    ]);
    const punches = await list<Punch>('punches?cadreCode=C006');
    expect(punches.map(({ villageCode }) => villageCode)).toEqual(['V01', 'V01', 'V03', 'V03']);
    expect(await assessment('C006')).toMatchObject({ verdict: 'met', visitDays: 2 });
  });
});

describe('a number in two townships of a county', () => {
  it('is of the one whose clock it was punched at, and casts no doubt on the other', async () => {
    await town.ask('admin', 'post', 'townships', { code: 'T02', name: '邻镇' });
    const village = { code: 'V90', name: '邻村', kind: 'village', townshipCode: 'T02' };
    await town.ask('admin', 'post', 'villages', village);
    await town.addCadre('C040', { number: '40' });
    await town.addCadre('N040', { number: '40', townshipCode: 'T02' });
    await town.addCadre('N041', { number: null, townshipCode: 'T02' });
    const taken = { cadreCode: 'N041', clockId: 'all', number: '40', from: '2026-10-01' };
    expect(await town.call('admin', 'post', 'enrolments', taken)).toMatchObject({
      status: 409,
      body: { code: 'ROSTER.NUMBER_TAKEN' },
    });
    await town.addClock('V90');
    town.punch(
      ...['2026-10-20', '2026-10-22'].flatMap((date) => visit('40', date, 'V90')),
      ...visit('17', '2026-10-21', 'V90'),
    );
    await town.pollAll();
    expect(await assessment('N040')).toMatchObject({ verdict: 'met', visitDays: 2 });
    expect(await assessment('C040')).toMatchObject({ verdict: 'missed', visitDays: 1 });
    expect(await daysOf('N040')).toMatchObject([
      { date: '2026-10-20', credited: true, villageCodes: ['V90'] },
      { date: '2026-10-22', credited: true, villageCodes: ['V90'] },
    ]);
    expect((await daysOf('C040')).map(({ date, credited }) => [date, credited])).toEqual([
      ['2026-10-20', false],
      ['2026-10-23', true],
    ]);
    const punches = (await list<Punch>('punches?pageSize=500')).filter(({ number }) => number === '40');
    const holders = punches.map(({ cadreCode, villageCode }) => [villageCode === 'V90', cadreCode].join(' '));
    expect(new Set(holders)).toEqual(new Set(['true N040', 'false C040']));
  });

  it('of the other township’s people is nobody’s until somebody there holds it', async () => {
    const before = await unmatched('17');
    expect(before).toBeGreaterThanOrEqual(2);
    await town.enrol('N041', '17', { from: '2026-01-01' });
    expect(await unmatched('17')).toBe(before - 2);
    expect(await daysOf('N041')).toMatchObject([{ date: '2026-10-21', credited: true }]);
  });
});
