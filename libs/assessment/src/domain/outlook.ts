import type { WorkCalendar } from '@cunqin/work-calendar';
import { Temporal } from 'temporal-polyfill';
import type { Policy } from './policy.js';
import { checkList } from './requirements/checklist.js';
import type { WeekAssessment } from './verdict.js';
import { isManaged, type WeekFacts } from './week-facts.js';

/** What a cadre still has to do in a week that is not over. */
export interface Outlook {
  readonly quota: number;
  readonly visitDays: number;
  /** Visit days that are missing. */
  readonly stillNeeded: number;
  /** How many days could still be added, today included. */
  readonly stillPossible: number;
  /** Dates that could still add something, `2026-10-22`. */
  readonly dates: readonly string[];
  readonly checklist: {
    readonly items: number;
    /** Items not done that can still be done in time. */
    readonly open: number;
    /** Items that were due and were not done. */
    readonly late: number;
  };
  /** `done`: nothing is missing; `possible`: what is missing can be done; `too-late`: some of it cannot. */
  readonly state: 'done' | 'possible' | 'too-late';
}

/**
 * Foresight: who still needs how many days, and whether the week has so many left. With 1 of 3 days on
 * Thursday evening, 2 are needed and Thursday to Sunday are possible: 4 days where days off count, 2 where
 * they do not. Today stays possible to its end: a morning punch may be in a clock that was not read yet.
 *
 * @param judged the week as it stands now
 * @param today dates before it are over
 */
export function outlookOf(
  facts: WeekFacts,
  judged: WeekAssessment,
  today: Temporal.PlainDate,
  policy: Policy,
  calendar: WorkCalendar,
): Outlook {
  const counted = new Map(judged.countedDates.map(({ date, weight }) => [date, weight]));
  const left = (date: Temporal.PlainDate): number => 1 - (counted.get(date.toString()) ?? 0);
  // Nobody knows the workdays of a year without a notice: such a week is looked at as if every day were one.
  const guessed = judged.reasons.some(({ code }) => code === 'CALENDAR.NOTICE_MISSING');
  const away = new Set([...facts.leave, ...facts.errands].map(String));
  const open = facts.week.dates.filter(
    (date) =>
      !isBefore(date, today) &&
      isManaged(facts, date) &&
      !away.has(date.toString()) &&
      left(date) > 0 &&
      (policy.daysOff === 'count' || guessed || calendar.isWorkday(date)),
  );
  const stillNeeded = policy.failedBy === 'checklist' ? 0 : Math.max(0, judged.quota - judged.visitDays);
  const stillPossible = open.reduce((sum, date) => sum + left(date), 0);
  const list = openItems(facts, guessed ? { ...policy, checklistDue: 'week-end' } : policy, calendar, today);
  const [openAsked, lateAsked] = policy.failedBy === 'visits' ? [0, 0] : [list.open, list.late];
  return {
    quota: judged.quota,
    visitDays: judged.visitDays,
    stillNeeded,
    stillPossible,
    dates: open.map(String),
    checklist: list,
    state:
      stillNeeded > stillPossible || lateAsked > 0
        ? 'too-late'
        : stillNeeded > 0 || openAsked > 0
          ? 'possible'
          : 'done',
  };
}

/** A result whose visit nothing proves can be made good by a visit while the week lasts. */
function openItems(
  facts: WeekFacts,
  policy: Policy,
  calendar: WorkCalendar,
  today: Temporal.PlainDate,
): Outlook['checklist'] {
  const { items, onTime, open, missingForVisit } = checkList(facts, policy, calendar);
  const mendable = isBefore(facts.week.sunday, today) ? 0 : missingForVisit;
  return { items, open: open + mendable, late: items - onTime - open - mendable };
}

function isBefore(date: Temporal.PlainDate, other: Temporal.PlainDate): boolean {
  return Temporal.PlainDate.compare(date, other) < 0;
}
