import { describe, expect, it } from '@jest/globals';
import type { AssessmentView } from '@cunqin/assessment';
import { IsoWeek, officialNotices, WorkCalendar } from '@cunqin/work-calendar';
import type { PersonFacts } from './weekly-summary.facts.js';
import { kindsOf, personFacts, villageFacts } from './weekly-summary.mapper.js';
import type { AbsenceRow, DayRow, PersonRow, VillageWeekRow } from './weekly-summary.rows.js';

const calendar = new WorkCalendar(officialNotices);

/** A civil servant managed since 2025. */
function aPersonRow(change: Partial<PersonRow> = {}): PersonRow {
  return {
    cadreCode: 'C001',
    name: '张伟',
    office: '党政办公室',
    homeVillageName: null,
    managedFrom: '2025-01-01',
    managedUntil: null,
    ...change,
  };
}

/** A met week of an organ cadre. */
function anAssessment(change: Partial<AssessmentView> = {}): AssessmentView {
  return {
    week: '2026-W43',
    month: '2026-10',
    cadreCode: 'C001',
    category: 'organ',
    policyVersion: 1,
    quota: 2,
    availableWorkdays: 5,
    visitDays: 2,
    workdays: { inWeek: 5, managed: 5, excused: 0 },
    correctedDays: 0,
    countedDates: [],
    uncountedDates: [],
    checklist: { items: 4, onTime: 4, unsupported: [] },
    verdict: 'met',
    reasons: [],
    misses: 0,
    deductionFen: 0,
    waitingFor: [],
    openUntil: null,
    settled: false,
    waivedFor: null,
    ...change,
  };
}

/** A full day in 蒋寨村 on Tuesday. */
function aDayRow(change: Partial<DayRow> = {}): DayRow {
  return {
    cadreCode: 'C001',
    date: '2026-10-20',
    credited: true,
    morning: { time: '08:41', villageName: '蒋寨村' },
    afternoon: { time: '15:10', villageName: '蒋寨村' },
    ...change,
  };
}

const anAbsence = (date: string, kind: AbsenceRow['kind']): AbsenceRow => ({ cadreCode: 'C001', date, kind });

interface Given {
  readonly person?: Partial<PersonRow>;
  readonly assessment?: Partial<AssessmentView>;
  readonly days?: readonly DayRow[];
  readonly absences?: readonly AbsenceRow[];
  readonly week?: string;
}

/** What counts if nothing else is said: the days with a full pair. Every line has the seven dates of its week. */
function line({ person, assessment, days = [], absences = [], week = '2026-W43' }: Given = {}): PersonFacts {
  const countedDates = days
    .filter(({ credited }) => credited)
    .map(({ date }) => ({ date, as: 'village', weight: 1, corrected: false }) as const);
  const facts = personFacts(aPersonRow(person), anAssessment({ countedDates, ...assessment }), {
    kinds: kindsOf(IsoWeek.parse(week), calendar),
    days,
    absences,
    villageNames: new Map([
      [1, '蒋寨村'],
      [2, '白竹村'],
      [3, '白竹村'],
    ]),
  });
  expect(facts.days.map(({ date }) => date.toString())).toEqual(IsoWeek.parse(week).dates.map(String));
  return facts;
}

describe('the days of a week', () => {
  const kinds = (week: string): string[] => kindsOf(IsoWeek.parse(week), calendar).map(({ kind }) => kind);

  it('are what the calendar says', () => {
    expect(kinds('2026-W41')).toEqual([
      'holiday',
      'holiday',
      'holiday',
      'workday',
      'workday',
      'makeup-workday',
      'weekend',
    ]);
  });

  it('are plain weekdays and weekends while the notice of their year is missing', () => {
    expect(kinds('2026-W53')).toEqual([
      'workday',
      'workday',
      'workday',
      'workday',
      'workday',
      'weekend',
      'weekend',
    ]);
  });

  it('are not guessed when the calendar is broken', () => {
    const broken = {
      dayKind: () => {
        throw new TypeError('broken');
      },
    } as unknown as WorkCalendar;
    expect(() => kindsOf(IsoWeek.parse('2026-W43'), broken)).toThrow(TypeError);
  });
});

describe('the line of a cadre', () => {
  it('carries the figures of the assessment and the words of the roster', () => {
    const reasons = [{ code: 'SHORT_DAYS', have: 1, need: 3 }] as const;
    const { days: _, ...figures } = line({
      person: { homeVillageName: '白竹村' },
      assessment: {
        category: 'resident',
        quota: 3,
        visitDays: 1,
        correctedDays: 1,
        checklist: { items: 4, onTime: 3, unsupported: [] },
        verdict: 'missed',
        reasons,
        misses: 1,
        deductionFen: 10_000,
      },
      days: [aDayRow()],
    });
    expect(figures).toEqual({
      cadreCode: 'C001',
      name: '张伟',
      office: '党政办公室',
      category: 'resident',
      homeVillageName: '白竹村',
      quota: 3,
      villageDays: 1,
      enterpriseDays: 0,
      creditedDays: 0,
      totalDays: 1,
      excusedWorkdays: 0,
      checklistItems: 4,
      onTimeItems: 3,
      verdict: 'missed',
      reasons,
      misses: 1,
      deductionFen: 10_000,
      corrections: 1,
      waitingFor: [],
      note: null,
    });
  });

  it('says beside a missed week that counts nothing that people decided so', () => {
    const waived = { verdict: 'missed', misses: 0, deductionFen: 0, waivedFor: '有签到簿' } as const;
    expect(line({ assessment: waived }).note).toBe('经复核不计');
    // New facts have met the week since: there is nothing left to waive.
    expect(line({ assessment: { ...waived, verdict: 'met' } }).note).toBeNull();
  });

  it('shows both punches on their date and nothing on the others', () => {
    const { days } = line({
      days: [aDayRow(), aDayRow({ date: '2026-10-22', credited: false, afternoon: null })],
    });
    expect(days.map(({ morning, afternoon, counted }) => [morning?.time, afternoon?.time, counted])).toEqual([
      [undefined, undefined, false],
      ['08:41', '15:10', true],
      [undefined, undefined, false],
      ['08:41', undefined, false],
      [undefined, undefined, false],
      [undefined, undefined, false],
      [undefined, undefined, false],
    ]);
  });

  it('counts each date as what the assessment counted it as, halves as halves', () => {
    const countedDates = (
      [
        ['2026-10-19', 'village', 1],
        ['2026-10-20', 'village', 0.5],
        ['2026-10-21', 'enterprise', 1],
        ['2026-10-22', 'duty', 1],
        ['2026-10-23', 'errand', 1],
      ] as const
    ).map(([date, as, weight]) => ({ date, as, weight, corrected: false }));
    const facts = line({ assessment: { countedDates, visitDays: 4.5 } });
    expect(facts).toMatchObject({ villageDays: 1.5, enterpriseDays: 1, creditedDays: 2, totalDays: 4.5 });
    expect(facts.days.map(({ counted }) => counted)).toEqual([true, true, true, true, true, false, false]);
  });

  it('shows a day with both punches that does not count as one that does not', () => {
    const [, tuesday] = line({ days: [aDayRow()], assessment: { countedDates: [] } }).days;
    expect(tuesday).toMatchObject({ counted: false, morning: { time: '08:41' } });
  });

  it('marks what was approved beside the punches', () => {
    const absences = [
      anAbsence('2026-10-19', 'enterprise'),
      anAbsence('2026-10-20', 'correction'),
      anAbsence('2026-10-21', 'emergency'),
      anAbsence('2026-10-21', 'sick'),
    ];
    const marks = line({ absences }).days.map((day) => day.marks);
    expect(marks).toEqual([['enterprise'], ['correction'], ['emergency', 'leave'], [], [], [], []]);
  });

  it('marks the dates outside the managed period, first and last day belonging to it', () => {
    const { days } = line({ person: { managedFrom: '2026-10-20', managedUntil: '2026-10-23' } });
    expect(days.map(({ managed }) => managed)).toEqual([false, true, true, true, true, false, false]);
  });

  it('never tells which kind of leave', () => {
    const absences = [
      anAbsence('2026-10-19', 'sick'),
      anAbsence('2026-10-20', 'annual'),
      anAbsence('2026-10-21', 'meeting'),
    ];
    expect(line({ absences }).days.map(({ marks }) => marks)).toEqual([
      ['leave'],
      ['leave'],
      ['meeting'],
      [],
      [],
      [],
      [],
    ]);
  });

  it('shows two leaves on one date as one mark, leave and errand as two', () => {
    const absences = [
      anAbsence('2026-10-19', 'sick'),
      anAbsence('2026-10-19', 'annual'),
      anAbsence('2026-10-20', 'sick'),
      anAbsence('2026-10-20', 'errand'),
    ];
    expect(
      line({ absences })
        .days.slice(0, 2)
        .map(({ marks }) => marks),
    ).toEqual([['leave'], ['leave', 'errand']]);
  });

  it('says how many workdays the assessment excused', () => {
    const workdays = { inWeek: 5, managed: 4, excused: 2 };
    expect(line({ assessment: { workdays } }).excusedWorkdays).toBe(2);
  });

  it('names the villages it waits for once each, and a clock without a village by its number', () => {
    const waitingFor = [1, 2, 3, 9].map((clockId) => ({
      clockId,
      villageCode: null,
      villageName: null,
      coveredUntil: null,
    }));
    expect(line({ assessment: { verdict: 'undetermined', waitingFor } }).waitingFor).toEqual([
      '蒋寨村',
      '白竹村',
      '9',
    ]);
  });
});

describe('the line of a village', () => {
  function village(change: Partial<VillageWeekRow> = {}): ReturnType<typeof villageFacts> {
    const row: VillageWeekRow = {
      villageName: '蒋寨村',
      clockNames: ['1号机', '2号机'],
      clockIds: [1, 4],
      visitors: 3,
      visits: 5,
      incidents: 2,
      lastReadAt: '2026-10-25T16:31:00Z',
      coveredUntil: '2026-10-26T00:30:59',
      proven: true,
      failing: false,
      ...change,
    };
    return villageFacts(row, 'Asia/Shanghai');
  }

  it('tells the last read in the township’s time and the coverage in the clock’s', () => {
    const { lastReadAt, coveredUntil, ...rest } = village();
    expect(lastReadAt?.toString()).toBe('2026-10-26T00:31:00');
    expect(coveredUntil?.toString()).toBe('2026-10-26T00:30:59');
    expect(rest).toEqual({
      villageName: '蒋寨村',
      clockNames: ['1号机', '2号机'],
      visitors: 3,
      visits: 5,
      incidents: 2,
      state: 'read',
    });
  });

  it('has neither when no clock was ever read', () => {
    expect(village({ lastReadAt: null, coveredUntil: null, proven: false })).toMatchObject({
      lastReadAt: null,
      coveredUntil: null,
      state: 'not-collected',
    });
  });

  it.each([
    [true, false, 'read'],
    [true, true, 'read'],
    [false, true, 'faulty'],
    [false, false, 'not-collected'],
  ])('proven %s, failing %s is %s', (proven, failing, state) => {
    expect(village({ proven, failing }).state).toBe(state);
  });
});
