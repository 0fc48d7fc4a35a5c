import { describe, expect, it } from '@jest/globals';
import { Temporal } from 'temporal-polyfill';
import { aFullDay, aPerson, aVillage, aWeek, aWeekOfFacts, someDays } from '../testing/summary.factory.js';
import { aTown } from '../testing/town.fixture.js';
import { DAY_KEYS, SUMMARY_COLUMNS, type SummaryColumnKey } from './weekly-summary.columns.js';
import type { PersonFacts, WeeklySummaryFacts } from './weekly-summary.facts.js';
import { buildWeeklySummary, type Cell, type WeeklySummary } from './weekly-summary.js';

function valueOf(cell: Cell | undefined): string | number | undefined {
  switch (cell?.kind) {
    case 'text':
      return cell.text;
    case 'number':
    case 'quotient':
      return cell.value;
    case 'amount':
      return cell.fen;
    case undefined:
      return undefined;
  }
}

/** The invariant of the form: every total is the sum of the cells above it, and the verdicts add up to people. */
function expectTotalsToBeSums({ rows, totals, totalCells }: WeeklySummary): void {
  for (const { key } of SUMMARY_COLUMNS) {
    const total = totalCells[key];
    if (total === undefined || total.kind === 'text') continue;
    const sum = rows.reduce((added, row) => added + Number(valueOf(row.cells[key])), 0);
    expect({ key, total: valueOf(total) }).toEqual({ key, total: sum });
  }
  const words = rows.map((row) => valueOf(row.cells.verdict));
  const count = (word: string): number => words.filter((each) => each === word).length;
  expect(totals).toMatchObject({
    people: rows.length,
    met: count('是'),
    exempt: count('免考'),
    undetermined: count('待定'),
  });
  const { met, missed, waived = 0, exempt, undetermined } = totals;
  expect(missed + waived).toBe(count('否'));
  expect(met + missed + waived + exempt + undetermined).toBe(totals.people);
}

function build(change: Partial<WeeklySummaryFacts> = {}): WeeklySummary {
  const summary = buildWeeklySummary(aWeekOfFacts(change));
  expectTotalsToBeSums(summary);
  return summary;
}

function cellsOf(person: Partial<PersonFacts>): Record<SummaryColumnKey, string | number | undefined> {
  const row = build({ people: [aPerson(person)] }).rows[0];
  return Object.fromEntries(SUMMARY_COLUMNS.map(({ key }) => [key, valueOf(row?.cells[key])])) as Record<
    SummaryColumnKey,
    string | number | undefined
  >;
}

describe('the head of the weekly summary', () => {
  it('names township and week, and on line 2 period, workdays, unit and date', () => {
    const summary = build();
    expect(summary.title).toBe('官埠桥镇机关干部下村打卡周汇总表（2026年第43周）');
    expect(summary.subtitle).toBe(
      '统计周期：2026年10月19日至10月25日　　工作日：5天　　汇总单位：官埠桥镇党政办公室　　汇总日期：2026年10月26日',
    );
  });

  it('counts make-up workdays as workdays and holidays not', () => {
    const dates = aWeek('2026-10-05', { 0: 'holiday', 1: 'holiday', 2: 'holiday', 5: 'makeup-workday' });
    const people = [aPerson({ days: someDays({}, dates) })];
    const summary = build({ week: '2026-W41', dates, people });
    expect(summary.subtitle).toContain('工作日：3天');
    expect(DAY_KEYS.map((key) => summary.dayHeads[key])).toEqual([
      '10月5日 休',
      '10月6日 休',
      '10月7日 休',
      '10月8日',
      '10月9日',
      '10月10日 班',
      '10月11日',
    ]);
    expect(DAY_KEYS.map((key) => valueOf(summary.rows[0]?.cells[key]))).toEqual([
      '休',
      '休',
      '休',
      '',
      '',
      '班',
      '休',
    ]);
  });

  it('has the columns of the form in their order', () => {
    expect(SUMMARY_COLUMNS.map(({ title }) => title).join(' ')).toBe(
      '序号 姓名 所在办(站所) 类别 驻点村 应下村 周一 周二 周三 周四 周五 周六 周日 村(天) 企业(天) 视同(天) ' +
        '合计 准假/公差 清单项 按时完成项 是否完成 情形 次数 金额 补卡 本人核对 备注',
    );
  });
});

describe('a row', () => {
  it('carries every figure of a resident cadre who missed', () => {
    expect(
      cellsOf({
        category: 'resident',
        homeVillageName: '白竹村',
        quota: 3,
        days: someDays({ 0: aFullDay(), 5: { counted: true, marks: ['emergency'] } }),
        villageDays: 1,
        enterpriseDays: 0,
        creditedDays: 1,
        totalDays: 2,
        excusedWorkdays: 1,
        onTimeItems: 3,
        verdict: 'missed',
        reasons: [
          { code: 'SHORT_DAYS', have: 2, need: 3 },
          { code: 'LIST_LATE', items: 4, onTime: 3 },
        ],
        misses: 2,
        deductionFen: 20_000,
        corrections: 1,
        note: '新任',
      }),
    ).toEqual({
      index: 1,
      name: '张伟',
      office: '党政办公室',
      category: '驻村',
      homeVillage: '白竹村',
      quota: 3,
      day1: '08:41–15:10 蒋寨',
      day2: '',
      day3: '',
      day4: '',
      day5: '',
      day6: '防',
      day7: '休',
      villageDays: 1,
      enterpriseDays: 0,
      creditedDays: 1,
      totalDays: 2,
      excused: 1,
      checklistItems: 4,
      onTimeItems: 3,
      verdict: '否',
      reasons: '缺1天；清单1项未按时',
      misses: 2,
      amount: 20_000,
      corrections: 1,
      ownCheck: '',
      note: '新任',
    });
  });

  it('of an undetermined week shows ? on open workdays and names the clock', () => {
    const cells = cellsOf({
      days: someDays({ 1: aFullDay() }),
      verdict: 'undetermined',
      reasons: [{ code: 'COVERAGE_MISSING' }],
      waitingFor: ['白竹村'],
    });
    expect(DAY_KEYS.map((key) => cells[key])).toEqual(['?', '08:41–15:10 蒋寨', '?', '?', '?', '休', '休']);
    expect(cells).toMatchObject({ verdict: '待定', reasons: '未采集：白竹村', amount: 0 });
  });

  it('of a cadre whose days are not those of the week is refused', () => {
    const people = [aPerson({ days: someDays({}, aWeek('2026-10-12')) })];
    expect(() => buildWeeklySummary(aWeekOfFacts({ people }))).toThrow(/C001/);
    const short = [aPerson({ days: someDays().slice(0, 6) })];
    expect(() => buildWeeklySummary(aWeekOfFacts({ people: short }))).toThrow(RangeError);
  });
});

describe('dates that are no week', () => {
  it.each([
    ['a Tuesday first', aWeek('2026-10-20')],
    ['six days', aWeek().slice(0, 6)],
    ['eight days', [...aWeek(), { date: Temporal.PlainDate.from('2026-10-26'), kind: 'workday' as const }]],
    [
      'a day twice',
      aWeek().map((day, n) => (n === 3 ? { ...day, date: day.date.subtract({ days: 1 }) } : day)),
    ],
  ])('are refused: %s', (_, dates) => {
    expect(() => buildWeeklySummary(aWeekOfFacts({ dates, people: [] }))).toThrow(RangeError);
  });
});

describe('the foot of the weekly summary', () => {
  it('keeps persons, occurrences and yuan apart', () => {
    const missed = aPerson({ verdict: 'missed', misses: 2, deductionFen: 20_000 });
    const summary = build({
      people: [aPerson(), missed, aPerson({ verdict: 'exempt' }), aPerson({ verdict: 'undetermined' })],
    });
    expect(summary.foot[0]).toBe(
      '汇总：考核4人，完成1人，未完成1人（2人次），免考1人，待定1人，扣发金额合计200.00元。',
    );
  });

  it('counts a missed week that was waived apart from those that are charged', () => {
    const charged = aPerson({ verdict: 'missed', misses: 1, deductionFen: 10_000 });
    const waived = aPerson({ verdict: 'missed', note: '经复核不计' });
    const summary = build({ people: [aPerson(), charged, waived] });
    expect(summary.foot[0]).toBe(
      '汇总：考核3人，完成1人，未完成1人（1人次），经复核不计1人，免考0人，待定0人，扣发金额合计100.00元。',
    );
    expect(summary.rows[2]?.cells).toMatchObject({ verdict: { text: '否' }, note: { text: '经复核不计' } });
    // A paper that was issued before there was such a figure still says what the week comes to.
    expect(build({ people: [aPerson(), charged] }).totals).not.toHaveProperty('waived');
  });

  it('counts a miss that costs nothing (contract staff) without money', () => {
    const summary = build({ people: [aPerson({ verdict: 'missed', misses: 1, deductionFen: 0 })] });
    expect(summary.foot[0]).toContain('未完成1人（1人次）');
    expect(summary.foot[0]).toContain('扣发金额合计0.00元');
  });

  it('carries clocks, legend, notes, policy and seal, and three signatures', () => {
    const [, clocks, legend, notes, policy, seal] = build().foot;
    expect(clocks).toBe('未采集或故障设备：无。');
    expect(legend).toContain('△ 缺一卡');
    expect(notes).toContain('重新判定');
    expect(policy).toBe(
      '考核依据：《官埠桥镇机关干部下村管理办法》第六条（考核规则第3版，批准人：张书记，官办发〔2026〕3号）。',
    );
    expect(seal).toMatch(/^数据封印（2026年10月26日）：[0-9a-f]{64}$/);
    expect(build().signatures).toEqual(['制表人', '审核人', '分管领导']);
  });

  it('says so when nobody answers for the rule', () => {
    const policy = { version: 1, clause: '每周下村不少于2天', approver: null };
    expect(build({ policy }).foot).toContain('考核依据：每周下村不少于2天（考核规则第1版，未登记批准人）。');
  });

  it('adds up in a town without cadres and in a town of 47', () => {
    expect(build({ people: [] }).totals).toMatchObject({ people: 0, misses: 0, deductionFen: 0 });
    const town = buildWeeklySummary(aTown());
    expectTotalsToBeSums(town);
    expect(town.totals).toMatchObject({
      people: 47,
      missed: 4,
      misses: 4,
      exempt: 1,
      undetermined: 2,
      deductionFen: 40_000,
    });
  });
});

describe('the sheet by village', () => {
  it('shows clocks, visitors, visits, last read and incidents, and adds up what can be added', () => {
    const summary = build({
      villages: [
        aVillage({ clockNames: ['1号机', '2号机'], incidents: 2 }),
        aVillage({
          villageName: '白竹村',
          lastReadAt: null,
          coveredUntil: null,
          state: 'not-collected',
          visits: 0,
        }),
      ],
    });
    expect(summary.villages).toEqual([
      {
        villageName: '蒋寨村',
        clocks: '1号机、2号机',
        visitors: 3,
        visits: 5,
        lastRead: '10月26日00:31',
        incidents: 2,
        collection: '已采集',
        needsAttention: false,
      },
      {
        villageName: '白竹村',
        clocks: '蒋寨村委会1号机',
        visitors: 3,
        visits: 0,
        lastRead: '—',
        incidents: 0,
        collection: '未采集，尚无数据',
        needsAttention: true,
      },
    ]);
    expect(summary.villageTotals).toEqual({ visits: 5, incidents: 2 });
  });
});
