import { Temporal } from 'temporal-polyfill';
import type {
  DayFact,
  DayKind,
  PersonFacts,
  VillageFacts,
  WeeklySummaryFacts,
} from '../domain/weekly-summary.facts.js';

const MONDAY = Temporal.PlainDate.from('2026-10-19');

/** Monday to Sunday from `monday`, workdays and a weekend unless `kinds` says otherwise by position. */
export function aWeek(
  monday: string = MONDAY.toString(),
  kinds: Readonly<Partial<Record<number, DayKind>>> = {},
): WeeklySummaryFacts['dates'] {
  return Array.from({ length: 7 }, (_, n) => ({
    date: Temporal.PlainDate.from(monday).add({ days: n }),
    kind: kinds[n] ?? (n < 5 ? 'workday' : 'weekend'),
  }));
}

/** A managed date without punches or marks. */
export function aDay(change: Partial<DayFact> = {}): DayFact {
  return {
    date: MONDAY,
    managed: true,
    morning: null,
    afternoon: null,
    counted: false,
    marks: [],
    ...change,
  };
}

/** A date with both punches, at one village. */
export function aFullDay(change: Partial<DayFact> = {}, villageName = '蒋寨村'): DayFact {
  return aDay({
    morning: { time: '08:41', villageName },
    afternoon: { time: '15:10', villageName },
    counted: true,
    ...change,
  });
}

/** Seven dates of one cadre; `at` sets what happened by position, 0 is Monday. */
export function someDays(
  at: Readonly<Partial<Record<number, Partial<DayFact>>>> = {},
  dates: WeeklySummaryFacts['dates'] = aWeek(),
): DayFact[] {
  return dates.map(({ date }, n) => aDay({ ...at[n], date }));
}

/** An organ cadre who was twice in 蒋寨村 and finished the list. */
export function aPerson(change: Partial<PersonFacts> = {}): PersonFacts {
  return {
    cadreCode: 'C001',
    name: '张伟',
    office: '党政办公室',
    category: 'organ',
    homeVillageName: null,
    quota: 2,
    days: someDays({ 0: aFullDay(), 2: aFullDay() }),
    villageDays: 2,
    enterpriseDays: 0,
    creditedDays: 0,
    totalDays: 2,
    excusedWorkdays: 0,
    checklistItems: 4,
    onTimeItems: 4,
    verdict: 'met',
    reasons: [],
    misses: 0,
    deductionFen: 0,
    corrections: 0,
    waitingFor: [],
    note: null,
    ...change,
  };
}

/** A village whose one clock was read on the Monday after the week. */
export function aVillage(change: Partial<VillageFacts> = {}): VillageFacts {
  return {
    villageName: '蒋寨村',
    clockNames: ['蒋寨村委会1号机'],
    visitors: 3,
    visits: 5,
    lastReadAt: Temporal.PlainDateTime.from('2026-10-26T00:31:00'),
    incidents: 0,
    state: 'read',
    coveredUntil: Temporal.PlainDateTime.from('2026-10-26T00:31:00'),
    ...change,
  };
}

/** Week 43 of 2026 of 官埠桥镇 with one cadre and one village. */
export function aWeekOfFacts(change: Partial<WeeklySummaryFacts> = {}): WeeklySummaryFacts {
  return {
    townshipName: '官埠桥镇',
    week: '2026-W43',
    dates: aWeek(),
    issuingUnit: '官埠桥镇党政办公室',
    issuedOn: Temporal.PlainDate.from('2026-10-26'),
    policy: {
      version: 3,
      clause: '《官埠桥镇机关干部下村管理办法》第六条',
      approver: '张书记，官办发〔2026〕3号',
    },
    ledgerSeal: {
      hex: '9f2c41d07be6835a1c94e27f60b3d8a5f1062e9c7734bd58a9e01f6c42d7b35e',
      date: Temporal.PlainDate.from('2026-10-26'),
    },
    people: [aPerson()],
    villages: [aVillage()],
    ...change,
  };
}
