import type { Adjustment, ChargedCadre, MonthReport, SettledMonth, WeekFigures } from '@cunqin/settlement';

const WEEKS = [
  ['2026-W40', '2026-09-28', '2026-10-04', 3, 44, 1, 2],
  ['2026-W41', '2026-10-05', '2026-10-11', 3, 43, 1, 3],
  ['2026-W42', '2026-10-12', '2026-10-18', 5, 43, 3, 1],
  ['2026-W43', '2026-10-19', '2026-10-25', 5, 44, 2, 1],
  ['2026-W44', '2026-10-26', '2026-11-01', 5, 45, 1, 1],
] as const;

/** Days that cadre-weeks had, five weeks together: 228 cadre-weeks and 844 days. */
const DAYS = [166, 158, 172, 173, 175];

const weekFigures: WeekFigures[] = WEEKS.map(([week, from, until, workdays, met, missed, exempt], n) => ({
  week,
  from,
  until,
  workdays,
  ended: true,
  judged: met + missed,
  met,
  missed,
  exempt,
  undetermined: 0,
  visitDays: DAYS[n] ?? 0,
}));

/** One cadre with a miss in week 43, short of a day. */
export function aChargedCadre(change: Partial<ChargedCadre> = {}): ChargedCadre {
  const weeks = change.weeks ?? ['2026-W43'];
  const misses = weeks.length;
  return {
    line: 1,
    cadreCode: 'C001',
    name: '张伟',
    office: '党政办公室',
    category: 'organ',
    identity: 'civil-servant',
    postSubsidyFen: 80_000,
    weeks,
    misses,
    computedFen: misses * 10_000,
    deductedFen: misses * 10_000,
    carriedFen: 0,
    details: weeks.map((week) => ({
      week,
      policyVersion: 1,
      unitFen: 10_000,
      quota: 2,
      visitDays: 1,
      checklist: { items: 3, onTime: 3 },
      reasons: [{ code: 'SHORT_DAYS', have: 1, need: 2 }],
      misses: 1,
      deductionFen: 10_000,
    })),
    ...change,
  };
}

/** A line that gives 100 yuan of September back after a review. */
export function anAdjustment(change: Partial<Adjustment> = {}): Adjustment {
  return {
    line: 1,
    cadreCode: 'C020',
    name: '郭玉兰',
    office: '财政所',
    identity: 'institution',
    originMonth: '2026-09',
    originDocNo: '官办发〔2026〕9号',
    originLine: 2,
    kind: 'reversal',
    week: '2026-W38',
    cause: 'REVIEW',
    reason: '住院手术，有病历',
    policyVersion: 1,
    missesBefore: 1,
    missesAfter: 0,
    fenBefore: 10_000,
    fenAfter: 0,
    amountFen: -10_000,
    ...change,
  };
}

const LIST_LATE = { code: 'LIST_LATE', items: 3, onTime: 1 } as const;

/** Six persons, eight misses, one of them contract staff. */
function sixCharged(): ChargedCadre[] {
  const [late] = aChargedCadre().details;
  if (late === undefined) throw new Error('a charged cadre has a week');
  const six: Partial<ChargedCadre>[] = [
    { cadreCode: 'C004', name: '赵晓燕', office: '党建工作办公室', weeks: ['2026-W42', '2026-W43'] },
    {
      cadreCode: 'C011',
      name: '欧阳建国',
      office: '农业农村服务中心',
      category: 'resident',
      weeks: ['2026-W40'],
      details: [{ ...late, week: '2026-W40', reasons: [LIST_LATE] }],
    },
    { cadreCode: 'C015', name: '卢小𠮷', office: '退役军人服务站', weeks: ['2026-W42'] },
    {
      cadreCode: 'C028',
      name: '阿卜杜热合曼·买买提',
      office: '经济发展办公室',
      weeks: ['2026-W41', '2026-W44'],
      details: [
        { ...late, week: '2026-W41', reasons: [{ code: 'SHORT_DAYS', have: 0, need: 2 }, LIST_LATE] },
        { ...late, week: '2026-W44', reasons: [{ ...LIST_LATE, items: 0, onTime: 0 }] },
      ],
    },
    { cadreCode: 'C033', name: '冯敏', office: '财政所' },
    {
      cadreCode: 'C046',
      name: '丁浩',
      office: '平安建设办公室',
      identity: 'contract',
      weeks: ['2026-W42'],
      computedFen: 0,
      deductedFen: 0,
    },
  ];
  return six.map((change, n) => aChargedCadre({ ...change, line: n + 1 }));
}

/** The weeks of {@link aMonth}, with a cadre more who failed week 42 and was waived after an objection. */
export function weeksWithOneWaived(): WeekFigures[] {
  return weekFigures.map((week) =>
    week.week === '2026-W42' ? { ...week, met: week.met - 1, waived: 1 } : week,
  );
}

/** October 2026 of a town of 47, with six charged unless told otherwise. Sums follow from `charged`, `adjustments` and the weeks. */
export function aMonth(change: Partial<MonthReport> = {}): MonthReport {
  const charged = change.charged ?? sixCharged();
  const adjustments = change.adjustments ?? [];
  const weeks = change.weekFigures ?? weekFigures;
  const add = (numbers: readonly number[]): number => numbers.reduce((sum, each) => sum + each, 0);
  const judged = add(weeks.map((week) => week.judged));
  const visitDays = add(weeks.map((week) => week.visitDays));
  const waived = add(weeks.map((week) => week.waived ?? 0));
  const deductedFen = add(charged.map((cadre) => cadre.deductedFen));
  const reversalsFen = add(adjustments.map(({ amountFen }) => Math.min(0, amountFen)));
  const supplementsFen = add(adjustments.map(({ amountFen }) => Math.max(0, amountFen)));
  return {
    month: '2026-10',
    township: { code: 'T01', name: '官埠桥镇' },
    weeks: weekFigures.map(({ week }) => week),
    weekFigures,
    roster: { cadres: 52, managed: 47 },
    charged,
    adjustments,
    totals: {
      judged,
      met: add(weeks.map((week) => week.met)),
      missed: add(weeks.map((week) => week.missed)),
      ...(waived > 0 ? { waived } : {}),
      exempt: add(weeks.map((week) => week.exempt)),
      undetermined: 0,
      visitDays,
      averageDays: visitDays / judged,
      completionRate: add(weeks.map((week) => week.met)) / judged,
      persons: charged.length,
      misses: add(charged.map(({ misses }) => misses)),
      computedFen: add(charged.map(({ computedFen }) => computedFen)),
      deductedFen,
      supplementsFen,
      reversalsFen,
      netFen: deductedFen + supplementsFen + reversalsFen,
    },
    // Case 17.
    yearToDate: {
      persons: 6,
      occurrences: 12,
      amountFen: 120_000,
      cadreWeeks: 1_880,
      visitDays: 6_956,
      change: 6_956 / 5_477 - 1,
      lastYear: { cadreWeeks: 1_880, visitDays: 5_477, source: '2025年下村登记簿' },
    },
    lastYear: {
      cadreWeeks: judged,
      visitDays: 664,
      change: visitDays / 664 - 1,
      source: '2025年下村登记簿',
    },
    policies: [
      {
        version: 1,
        effectiveFrom: '2026-W36',
        clause: '每周未及时完成工作清单的，每次扣100元，直至岗位补贴扣完为止。',
        unitFen: 10_000,
        ceiling: 'post-subsidy',
      },
    ],
    state: 'checking',
    docNo: null,
    closing: {
      summary: '2026-11-02',
      checkUntil: '2026-11-04',
      noticeFrom: '2026-11-05',
      noticeUntil: '2026-11-11',
      approval: '2026-11-12',
      issue: '2026-11-13',
    },
    ledgerSeal: { date: '2026-11-12', hash: '9f3c'.repeat(16) },
    prepared: null,
    approved: null,
    issued: null,
    ...change,
  };
}

/** The same, issued on November 13. */
export function anIssuedMonth(change: Partial<SettledMonth> = {}): SettledMonth {
  return {
    ...aMonth(change),
    prepared: { by: 'office-1', name: '张三', at: '2026-11-05T01:00:00Z' },
    approved: { by: 'leader-1', name: '李四', at: '2026-11-12T01:00:00Z' },
    issued: { by: 'office-1', name: '张三', at: '2026-11-13T01:00:00Z' },
    linesSha256: 'a'.repeat(64),
    cadresSha256: 'b'.repeat(64),
    adjustmentsSha256: 'c'.repeat(64),
    sha256: 'd'.repeat(64),
    verificationCode: '7K3M-9QXD-2H5T',
    ...change,
    state: 'issued',
    docNo: '官办发〔2026〕11号',
  };
}
