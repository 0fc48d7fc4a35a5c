import { readFileSync } from 'node:fs';
import { describe, expect, it } from '@jest/globals';
import { type Correction, pairPunches, type VisitPunch } from '@cunqin/visit-days';
import { IsoWeek, NoticeMissing, officialNotices, WorkCalendar } from '@cunqin/work-calendar';
import { Temporal } from 'temporal-polyfill';
import { monthlyDeduction } from './consequences/deduction.js';
import { judgeWeek } from './judge-week.js';
import { defaultPolicy } from './policy.js';
import type { WeekFacts } from './week-facts.js';

interface Scenario {
  readonly id: string;
  readonly title: string;
  readonly week: string;
  readonly given: {
    readonly category: 'organ' | 'resident';
    readonly punches: readonly string[];
    readonly checklist?: readonly { due: string; resultAt: string | null }[];
    readonly leave?: readonly { date: string; approved: boolean }[];
    readonly enterpriseVisits?: readonly { date: string; approved: boolean }[];
    readonly emergencyDuty?: readonly { from: string; until: string }[];
    readonly corrections?: readonly {
      date: string;
      half: Correction['half'];
      village: string;
      approvedAt: string | null;
    }[];
    readonly managedFrom?: string;
    readonly managedUntil?: string;
    readonly coverage?: Readonly<Record<string, string>>;
  };
  readonly expect: Readonly<Record<string, unknown>> & {
    readonly reasons?: readonly string[];
    readonly waitingFor?: readonly string[];
    readonly error?: string;
    readonly year?: number;
  };
}

interface MonthScenario {
  readonly id: string;
  readonly given: { readonly postSubsidyFen?: number; readonly missedWeeks?: readonly string[] };
  readonly expect: Readonly<Record<string, number>>;
}

const file = JSON.parse(
  readFileSync(new URL('../../../../test/fixtures/scenarios.json', import.meta.url), 'utf8'),
) as { weeks: Scenario[]; months: MonthScenario[] };

const calendar = new WorkCalendar(officialNotices);
const villages = Array.from({ length: 16 }, (_, index) => `V${String(index + 1).padStart(2, '0')}`);
const day = (text: string): Temporal.PlainDate => Temporal.PlainDate.from(text);

/** `2026-10-25T24:00:00` is the first instant of the next day. */
function local(text: string): Temporal.PlainDateTime {
  return text.endsWith('T24:00:00')
    ? day(text.slice(0, 10)).add({ days: 1 }).toPlainDateTime()
    : Temporal.PlainDateTime.from(text);
}

const instant = (text: string): Temporal.Instant => local(text).toZonedDateTime('Asia/Shanghai').toInstant();

function factsOf({ week: weekText, given }: Scenario): WeekFacts {
  const week = IsoWeek.parse(weekText);
  const punches = given.punches.map((text, index): VisitPunch => {
    const [at = '', villageCode = ''] = text.split(' ');
    return { id: `1-${index + 1}`, at: local(at), villageCode, standing: 'good' };
  });
  const corrections = (given.corrections ?? [])
    .filter(({ approvedAt }) => approvedAt !== null)
    .map(({ date, half, village }) => ({ date: day(date), half, villageCode: village }));
  const visitDays = pairPunches(punches, corrections, defaultPolicy.visitDay);
  const afterTheWeek = week.end.add({ hours: 8 });
  return {
    week,
    cadre: {
      category: given.category,
      identity: 'civil-servant',
      managedFrom: day(given.managedFrom ?? '2025-01-01'),
      managedUntil: given.managedUntil === undefined ? null : day(given.managedUntil),
      homeVillageCode: null,
    },
    visitDays,
    enterpriseVisits: approvedDates(given.enterpriseVisits),
    emergencyDuty: (given.emergencyDuty ?? []).flatMap(({ from, until }) =>
      week.dates.filter((date) => date.toString() >= from && date.toString() <= until),
    ),
    excused: approvedDates(given.leave),
    checklist: (
      given.checklist ?? [{ due: week.end.toString(), resultAt: week.sunday.toPlainDateTime().toString() }]
    ).map(({ due, resultAt }) => ({
      dueAt: instant(due),
      resultAt: resultAt === null ? null : instant(resultAt),
    })),
    coverage: villages.map((code, index) => ({
      clockId: index + 1,
      neededUntil: week.end,
      coveredUntil: local(given.coverage?.[code] ?? given.coverage?.['default'] ?? afterTheWeek.toString()),
    })),
  };
}

function approvedDates(entries: readonly { date: string; approved: boolean }[] = []): Temporal.PlainDate[] {
  return entries.filter(({ approved }) => approved).map(({ date }) => day(date));
}

describe('the acceptance scenarios of a week', () => {
  it('are all there', () => {
    expect(file.weeks.map(({ id }) => id)).toHaveLength(39);
  });

  it.each(file.weeks.map((scenario) => [scenario.id, scenario.title, scenario] as const))(
    '%s: %s',
    (_id, _title, scenario) => {
      const { error, year, reasons, waitingFor, ...figures } = scenario.expect;
      const judge = () => judgeWeek(factsOf(scenario), defaultPolicy, calendar);
      if (error !== undefined) {
        expect(judge).toThrow(NoticeMissing);
        expect(judge).toThrow(expect.objectContaining({ code: error, year }));
        return;
      }
      const judged = judge();
      expect(judged).toMatchObject(figures);
      expect(judged.reasons.map(({ code }) => code)).toEqual(reasons);
      expect(judged.waitingFor.map((clockId) => villages[clockId - 1])).toEqual(waitingFor ?? []);
      // Whatever the case: no money without a miss, no miss without a missed week.
      expect(judged.deductionFen).toBe(judged.misses * 10_000);
      expect(judged.misses > 0).toBe(judged.verdict === 'missed');
    },
  );
});

describe('the acceptance scenarios of a month', () => {
  it('15b: the ceiling is the month’s post subsidy', () => {
    const scenario = file.months.find(({ id }) => id === '15b');
    const { missedWeeks = [], postSubsidyFen = 0 } = scenario?.given ?? {};
    const weekly = missedWeeks.map(() => defaultPolicy.unitFen);
    const { misses, ...fen } = scenario?.expect ?? {};
    expect(missedWeeks).toHaveLength(misses ?? NaN);
    expect(monthlyDeduction(weekly, postSubsidyFen, defaultPolicy)).toEqual(fen);
  });
});

describe('the defaults of the scenarios', () => {
  const { defaults } = JSON.parse(
    readFileSync(new URL('../../../../test/fixtures/scenarios.json', import.meta.url), 'utf8'),
  ) as { defaults: { summaryDay: Record<string, string> } };

  it.each(Object.entries(defaults.summaryDay))('%s is summed up on %s', (week, date) => {
    expect(calendar.summaryDay(IsoWeek.parse(week)).toString()).toBe(date);
  });
});
