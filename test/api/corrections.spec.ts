import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { judgedWeek } from '../support/judged-week.js';
import { SlipDesk, type SlipView, slips } from '../support/slip-desk.js';
import { summaryMarks } from '../support/summary-marks.js';
import { Town, type TownClock, visit } from '../support/town.js';

const WEEK = '2026-W43';

let town: Town;
let desk: SlipDesk;
let clock: TownClock;
beforeAll(async () => {
  town = await Town.start('2026-10-26T08:00');
  desk = new SlipDesk(town);
  await town.addVillages(2);
  clock = await town.addClock('V01');
  await town.addClock('V02');
  for (const code of ['C001', 'C002', 'C003', 'C004']) await town.addCadre(code);
  await town.pollAll();
});
afterAll(() => town.stop());

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
    expect(await judgedWeek(town, '2026-W42', 'C002')).toMatchObject({ verdict: 'missed', visitDays: 1 });
    const slip = await desk.file('corrections', of(days[0]));
    expect(await judgedWeek(town, '2026-W42', 'C002')).toMatchObject({ verdict: 'missed', correctedDays: 0 });
    await desk.act('corrections', slip, 'approve');
    expect(await judgedWeek(town, '2026-W42', 'C002')).toMatchObject({
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
    expect(await desk.refused('corrections', of(days[0]))).toMatchObject({
      status: 409,
      code: 'CORRECTIONS.DUPLICATE',
    });
    expect(await desk.refused('corrections', of(days[1], { half: 'morning' }))).toMatchObject({
      status: 409,
      code: 'CORRECTIONS.ALREADY_PROVED',
    });
  });

  it('is for the past, within two workdays', async () => {
    expect(await desk.refused('corrections', of('2026-10-27', { filedAt: undefined }))).toMatchObject({
      status: 400,
      code: 'CORRECTIONS.FUTURE',
    });
    expect(await desk.refused('corrections', of('2026-10-26', { filedAt: undefined }))).toMatchObject({
      code: 'CORRECTIONS.FUTURE',
    });
    expect(await desk.refused('corrections', of(days[1], { filedAt: '2026-10-19T08:00:00' }))).toMatchObject({
      status: 409,
      code: 'CORRECTIONS.TOO_LATE',
      title: '补卡须在2个工作日内提出，最迟2026-10-16',
    });
    expect(await desk.refused('corrections', of(days[1], { filedAt: undefined }))).toMatchObject({
      code: 'CORRECTIONS.TOO_LATE',
    });
  });

  it.each(['C002', '干部C002', 'office-1', ' C002 '])('has another witness than %s', async (witness) => {
    expect(await desk.refused('corrections', of(days[1], { witness }))).toMatchObject({
      status: 400,
      code: 'CORRECTIONS.OWN_WITNESS',
    });
  });

  it('is one of two a month, approved or waiting; what was refused or withdrawn is none', async () => {
    const second = await desk.file('corrections', of(days[1]));
    const third = await desk.refused('corrections', of(days[2]));
    expect(third).toMatchObject({
      status: 409,
      code: 'CORRECTIONS.TOO_MANY',
      title: '2026-10已补卡2次，每月最多2次（设备故障期间的不计）',
    });
    await desk.act('corrections', second, 'refuse');
    const again = await desk.file('corrections', of(days[1]));
    await desk.act('corrections', again, 'withdraw', 'office');
    await desk.file('corrections', of(days[1]));
    expect(await desk.refused('corrections', of(days[2]))).toMatchObject({ code: 'CORRECTIONS.TOO_MANY' });
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
      desk.file('outages', {
        clockId: clock.id,
        from: `${days[2]}T13:00:00`,
        until: `${days[2]}T18:00:00`,
        ...change,
      });
    const waiting = await outage({});
    expect(await desk.refused('corrections', of(days[2]))).toMatchObject({ code: 'CORRECTIONS.TOO_MANY' });
    const elsewhere = await outage({ clockId: clock.id + 1 });
    await desk.act('outages', elsewhere, 'approve');
    const morning = await outage({ from: `${days[2]}T06:00:00`, until: `${days[2]}T12:00:00` });
    await desk.act('outages', morning, 'approve');
    expect(await desk.refused('corrections', of(days[2]))).toMatchObject({ code: 'CORRECTIONS.TOO_MANY' });

    await desk.act('outages', waiting, 'approve');
    const freed = await desk.file('corrections', of(days[2]));
    expect(freed).toMatchObject({ outsideMonthlyLimit: true });
    expect(await desk.refused('corrections', of(days[3]))).toMatchObject({ code: 'CORRECTIONS.TOO_MANY' });

    const later = await outage({
      from: `${days[1]}T13:00:00`,
      until: `${days[1]}T18:00:00`,
      cause: '网线断，机器关机',
    });
    await desk.act('outages', later, 'approve');
    expect(await desk.file('corrections', of(days[3]))).toMatchObject({ outsideMonthlyLimit: false });
  });

  it('is late in an outage as well as out of one', async () => {
    expect(
      await desk.refused(
        'corrections',
        of(days[2], { half: 'morning', cadreCode: 'C004', filedAt: '2026-10-20T08:00:00' }),
      ),
    ).toMatchObject({
      code: 'CORRECTIONS.TOO_LATE',
    });
  });

  it('may be made for a half without any punch at all', async () => {
    for (const half of ['morning', 'afternoon']) {
      await desk.act(
        'corrections',
        await desk.file('corrections', of('2026-10-08', { cadreCode: 'C004', half })),
        'approve',
      );
    }
    expect(await judgedWeek(town, '2026-W41', 'C004')).toMatchObject({ visitDays: 1, correctedDays: 1 });
    const { evidence } = await town.get<{ evidence: { sentence: string } }>('assessments/2026-W41/C004');
    expect(evidence.sentence).toContain('周四1号村（含补卡）');
  });

  it('is marked 补 in the weekly summary, beside the punch that there was', async () => {
    expect((await summaryMarks(town, '2026-W42', 'C002'))[1]).toBe('补08:41 1号');
    expect((await summaryMarks(town, '2026-W41', 'C004'))[3]).toBe('补');
  });
});

describe('the limits of corrections', () => {
  it('are those of the policy in force on the date', async () => {
    const late = { cadreCode: 'C002', half: 'morning', filedAt: '2026-10-26T07:00:00' };
    expect(await desk.refused('corrections', { ...late, date: '2026-10-21' })).toMatchObject({
      title: '补卡须在2个工作日内提出，最迟2026-10-23',
    });
    await town.ask('admin', 'post', 'policies', {
      effectiveFrom: WEEK,
      clause: '补卡须在三个工作日内提出，每月不超过一次。',
      corrections: { withinWorkdays: 3, perMonth: 1 },
    });
    // October's two were filed for weeks before; one more is beyond one and beyond two alike.
    expect(await desk.refused('corrections', { ...late, date: '2026-10-21' })).toMatchObject({
      code: 'CORRECTIONS.TOO_MANY',
      title: '2026-10已补卡1次，每月最多1次（设备故障期间的不计）',
    });
    expect(await desk.file('corrections', { ...late, cadreCode: 'C001', date: '2026-10-21' })).toMatchObject({
      state: 'filed',
    });
    expect(
      await desk.refused('corrections', { ...late, cadreCode: 'C001', date: '2026-10-20' }),
    ).toMatchObject({
      title: '补卡须在3个工作日内提出，最迟2026-10-23',
    });
    expect(
      await desk.refused('corrections', { ...late, cadreCode: 'C001', date: '2026-10-22' }),
    ).toMatchObject({
      code: 'CORRECTIONS.TOO_MANY',
    });
    const before = { ...late, cadreCode: 'C001', date: '2026-10-14', filedAt: '2026-10-16T08:00:00' };
    expect(await desk.file('corrections', before)).toMatchObject({ state: 'filed' });
  });

  it('are those of the cadre’s own township', async () => {
    await town.ask('admin', 'post', 'townships', { code: 'T02', name: '邻镇' });
    await town.addCadre('N001', { townshipCode: 'T02' });
    const late = { cadreCode: 'N001', date: '2026-10-21', filedAt: '2026-10-26T07:00:00' };
    expect(await desk.refused('corrections', { ...late, date: '2026-10-20' })).toMatchObject({
      title: '补卡须在3个工作日内提出，最迟2026-10-23',
    });
    await town.ask('admin', 'post', 'policies', {
      townshipCode: 'T02',
      effectiveFrom: WEEK,
      clause: '补卡须在一个工作日内提出。',
      corrections: { withinWorkdays: 1, perMonth: 2 },
    });
    expect(await desk.refused('corrections', late)).toMatchObject({
      title: '补卡须在1个工作日内提出，最迟2026-10-22',
    });
  });
});

describe('a correction where a resident cadre’s visits count at the own village only (D5)', () => {
  const DATE = '2026-10-27';
  const of = (cadreCode: string, change: object = {}): object => ({
    cadreCode,
    date: DATE,
    filedAt: `${DATE}T20:00:00`,
    villageCode: 'V01',
    ...change,
  });

  beforeAll(async () => {
    await town.ask('admin', 'post', 'policies', {
      effectiveFrom: '2026-W44',
      clause: '驻村干部每周驻本村不少于3天。',
      residentPlace: 'home-village',
    });
    await town.addCadre('R001', { category: 'resident', homeVillageCode: 'V01' });
    await town.addCadre('R002', { homeVillageCode: 'V01' });
    town.setTime(`${DATE}T20:00`);
    await town.ask('office', 'post', 'cadres/R002/categories', { category: 'resident', from: DATE });
    // The clock of V01 broke at noon.
    town.punch(
      ...['R001', 'R002'].flatMap((number) => [
        { number, at: `${DATE}T08:41:00 V01` },
        { number, at: `${DATE}T15:10:00 V02` },
      ]),
    );
    await town.pollAll();
  });

  it('is not made idle by a punch in another village, which proves nothing', async () => {
    expect(await judgedWeek(town, '2026-W44', 'R001')).toMatchObject({ visitDays: 0 });
    const slip = await desk.file('corrections', of('R001'));
    await desk.act('corrections', slip, 'approve');
    expect(await judgedWeek(town, '2026-W44', 'R001')).toMatchObject({ visitDays: 1, correctedDays: 1 });
  });

  it('is refused for a half that a punch in the own village proves', async () => {
    expect(await desk.refused('corrections', of('R001', { half: 'morning' }))).toMatchObject({
      status: 409,
      code: 'CORRECTIONS.ALREADY_PROVED',
    });
  });

  it('asks for the category on Monday, as the judge does: who was an organ cadre then may be anywhere', async () => {
    expect(await judgedWeek(town, '2026-W44', 'R002')).toMatchObject({ visitDays: 1 });
    expect(await desk.refused('corrections', of('R002'))).toMatchObject({
      status: 409,
      code: 'CORRECTIONS.ALREADY_PROVED',
    });
  });
});
