import { NoticeMissing, type DayKind, type WorkCalendar } from '@cunqin/work-calendar';
import type { Temporal } from 'temporal-polyfill';
import type { CountedDate, NotCounted, WeekAssessment } from './verdict.js';
import { type CadreInWeek, isManaged } from './week-facts.js';

/** What the rule made of a date: every date of the week has one, whether anything was seen on it or not. */
export interface RuledDate {
  readonly date: string;
  /** `null`: the holiday notice of its year was not imported. */
  readonly kind: DayKind | null;
  readonly managed: boolean;
  /** By a full day that the policy excuses (D8 to D10); never for what. */
  readonly excused: boolean;
  /** As what it counts, or `null`. */
  readonly counts: Omit<CountedDate, 'date'> | null;
  /** Why it does not count, or `null` when it does; `nothing-seen`: no punch, no approved slip. */
  readonly why: NotCounted | 'nothing-seen' | null;
}

/** Tells of one date of a judged week what kind of day it was, and whether and as what it counted. */
export function ruledDate(
  date: Temporal.PlainDate,
  judged: Pick<WeekAssessment, 'countedDates' | 'uncountedDates'>,
  cadre: CadreInWeek,
  excused: readonly string[],
  calendar: Pick<WorkCalendar, 'dayKind'>,
): RuledDate {
  const text = date.toString();
  const counted = judged.countedDates.find((other) => other.date === text);
  const uncounted = judged.uncountedDates.find((other) => other.date === text);
  return {
    date: text,
    kind: kindOf(date, calendar),
    managed: isManaged({ cadre }, date),
    excused: excused.includes(text),
    counts: counted ? { as: counted.as, weight: counted.weight, corrected: counted.corrected } : null,
    why: counted ? null : (uncounted?.why ?? 'nothing-seen'),
  };
}

function kindOf(date: Temporal.PlainDate, calendar: Pick<WorkCalendar, 'dayKind'>): DayKind | null {
  try {
    return calendar.dayKind(date);
  } catch (failure) {
    if (failure instanceof NoticeMissing) return null;
    throw failure;
  }
}
