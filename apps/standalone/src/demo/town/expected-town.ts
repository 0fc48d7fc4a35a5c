import { Temporal } from 'temporal-polyfill';
import { DEMO_READ_TIMES, DEMO_WEEKS, addDays, isWorkday, type DemoWeek } from './town-calendar.js';
import type { DemoCadre, DemoCategory, DemoClock, DemoEnrolment, DemoPunch, DemoTown } from './town-types.js';

/**
 * A second opinion on the demo town, written from the rule alone: it shares no line with the programs that judge,
 * so that the two can be held against each other. It knows the default reading of the rule (D1 to D13) only.
 */

export type ExpectedReason = 'SHORT_DAYS' | 'LIST_LATE' | 'COVERAGE_MISSING' | 'REVIEW_MISSING';

export interface ExpectedWeek {
  readonly cadreCode: string;
  readonly week: string;
  /** The month of the week's Thursday. */
  readonly month: string;
  readonly category: DemoCategory;
  readonly verdict: 'met' | 'missed' | 'exempt' | 'undetermined';
  /** Dates proved by punches or corrections that count (suspect ones do not), enterprise visits, duty. */
  readonly visitDays: number;
  readonly quota: number;
  readonly availableWorkdays: number;
  readonly misses: 0 | 1;
  /** 100 yuan a miss before the month's ceiling; contract staff are left out of money. */
  readonly deductionFen: number;
  readonly reasons: readonly ExpectedReason[];
}

const TOLERANCE_SECONDS = 300;
const NOON = '12:00:00';
const PENALTY_FEN = 10_000;
const QUOTAS: Readonly<Record<DemoCategory, number>> = { organ: 2, resident: 3 };

/** One punch as evidence for a cadre, by the clock's own time. */
interface Evidence {
  readonly date: string;
  readonly afternoon: boolean;
  readonly suspect: boolean;
}

function reachable(clock: DemoClock, time: string): boolean {
  return !clock.networkDown.some(({ from, until }) => from <= time && time < until);
}

function offsetSeenAt(clock: DemoClock, readTime: string): number {
  return clock.offsetFrom === null || readTime < clock.offsetFrom ? 0 : clock.offsetSeconds;
}

/** The clock's time as written, or `null` for one that does not exist: 31 February, 25:00. */
function parseTime(time: string): Temporal.PlainDateTime | null {
  try {
    return Temporal.PlainDateTime.from(time);
  } catch (error) {
    if (error instanceof RangeError) return null;
    throw error;
  }
}

function isFuture(time: Temporal.PlainDateTime, readTime: string): boolean {
  const latest = Temporal.PlainDateTime.from(readTime).add({ seconds: TOLERANCE_SECONDS });
  return Temporal.PlainDateTime.compare(time, latest) > 0;
}

/** Whether the read that brings the punch has a reason to doubt its time. */
function isSuspect(
  clock: DemoClock,
  punch: DemoPunch,
  previous: DemoPunch | undefined,
  readTime: string,
): boolean {
  const written = parseTime(punch.clockTime);
  return (
    written === null ||
    Math.abs(offsetSeenAt(clock, readTime)) > TOLERANCE_SECONDS ||
    punch.clockTime < `${clock.placedFrom}T00:00:00` ||
    isFuture(written, readTime) ||
    (previous !== undefined && parseTime(previous.clockTime) !== null && punch.clockTime < previous.clockTime)
  );
}

/** Who held the number at the clock on the date: a row for this clock goes before a row for all. */
function holderOf(enrolments: readonly DemoEnrolment[], clockKey: string, number: string, date: string) {
  const rows = enrolments.filter((row) => row.number === number && row.from <= date);
  const holder = (key: string): string | undefined =>
    rows.filter((row) => row.clockKey === key).sort((a, b) => (a.from < b.from ? 1 : -1))[0]?.cadreCode;
  return holder(clockKey) ?? holder('all');
}

/** What the reads brought in, by cadre. */
function gatherEvidence(town: DemoTown): ReadonlyMap<string, readonly Evidence[]> {
  const evidence = new Map<string, Evidence[]>(town.cadres.map(({ code }) => [code, []]));
  for (const clock of town.clocks) {
    const reads = DEMO_READ_TIMES.filter((time) => reachable(clock, time));
    const log = town.punches.find(({ clockKey }) => clockKey === clock.key)?.log ?? [];
    log.forEach((punch, index) => {
      const broughtBy = reads.find((time) => time > punch.trueTime);
      if (broughtBy === undefined) return;
      const [date = '', time = ''] = punch.clockTime.split('T');
      const cadreCode = holderOf(town.enrolments, clock.key, punch.number, date);
      if (cadreCode === undefined) return;
      const suspect = isSuspect(clock, punch, log[index - 1], broughtBy);
      evidence.get(cadreCode)?.push({ date, afternoon: time >= NOON, suspect });
    });
  }
  for (const { cadreCode, date, half } of town.story.corrections) {
    evidence.get(cadreCode)?.push({ date, afternoon: half === 'afternoon', suspect: false });
  }
  return evidence;
}

/** D6, D10: dates that count without a punch, as an enterprise visit or as duty on a roster. */
function creditedDates({ story }: DemoTown, cadreCode: string): (date: string) => boolean {
  const visits = story.enterpriseVisits.filter((visit) => visit.cadreCode === cadreCode);
  const duties = story.emergencyDuties.filter(({ cadreCodes }) => cadreCodes.includes(cadreCode));
  return (day) =>
    visits.some(({ date }) => date === day) || duties.some(({ from, until }) => from <= day && day <= until);
}

/** A suspect punch on a managed date that does not count yet: a reviewer could still make it a day. */
function awaitsReview(
  punches: readonly Evidence[],
  managed: readonly string[],
  isCredited: (date: string) => boolean,
): boolean {
  const sound = punches.filter(({ suspect }) => !suspect);
  return punches.some(
    ({ date, suspect }) =>
      suspect && managed.includes(date) && countVisitDays(sound, [date], isCredited) === 0,
  );
}

/** D3, D4, D7: a date with a punch before noon and one at noon or after, at whichever villages, any day. */
function countVisitDays(
  punches: readonly Evidence[],
  dates: readonly string[],
  isCredited: (date: string) => boolean,
): number {
  return dates.filter((date) => {
    const own = punches.filter((punch) => punch.date === date);
    return (
      isCredited(date) || (own.some(({ afternoon }) => afternoon) && own.some(({ afternoon }) => !afternoon))
    );
  }).length;
}

function categoryFor(cadre: DemoCadre, date: string): DemoCategory {
  let category = cadre.category;
  for (const change of [...cadre.categoryChanges].sort((a, b) => (a.from < b.from ? -1 : 1))) {
    if (change.from <= date) category = change.category;
  }
  return category;
}

/** D2, D12: an item without a result before Sunday 24:00 makes the list late; no list is no fault. */
function isListLate(town: DemoTown, cadre: DemoCadre, week: DemoWeek): boolean {
  const due = `${addDays(week.dates[0] as string, 7)}T00:00:00`;
  return town.checklists
    .filter((list) => list.cadreCode === cadre.code && list.week === week.week)
    .flatMap(({ items }) => items)
    .some(({ resultAt }) => resultAt === null || resultAt >= due);
}

/** Every clock has a read after the week ended. */
function isCovered(town: DemoTown, week: DemoWeek): boolean {
  const end = `${addDays(week.dates[0] as string, 7)}T00:00:00`;
  return town.clocks.every((clock) => DEMO_READ_TIMES.some((time) => time >= end && reachable(clock, time)));
}

function expectWeek(
  town: DemoTown,
  cadre: DemoCadre,
  week: DemoWeek,
  punches: readonly Evidence[],
): ExpectedWeek | null {
  const managed = week.dates.filter(
    (date) => cadre.managedFrom <= date && (cadre.managedUntil === null || date <= cadre.managedUntil),
  );
  const [firstManaged] = managed;
  if (firstManaged === undefined) return null;
  const excused = town.absences.filter((slip) => slip.cadreCode === cadre.code && slip.approved);
  const availableWorkdays = managed.filter(
    (date) => isWorkday(date) && !excused.some(({ from, until }) => from <= date && date <= until),
  ).length;
  const category = categoryFor(cadre, firstManaged);
  const quota = Math.min(QUOTAS[category], availableWorkdays);
  const sound = punches.filter(({ suspect }) => !suspect);
  const isCredited = creditedDates(town, cadre.code);
  const visitDays = countVisitDays(sound, managed, isCredited);
  const result = {
    ...{ cadreCode: cadre.code, week: week.week, month: (week.dates[3] as string).slice(0, 7), category },
    ...{ visitDays, quota, availableWorkdays, misses: 0 as const, deductionFen: 0 },
  };
  if (availableWorkdays === 0) return { ...result, verdict: 'exempt', reasons: [] };

  const short = visitDays < quota;
  const late: ExpectedReason[] = isListLate(town, cadre, week) ? ['LIST_LATE'] : [];
  if (!short && late.length === 0) return { ...result, verdict: 'met', reasons: [] };
  const open: ExpectedReason[] = [];
  if (!isCovered(town, week)) open.push('COVERAGE_MISSING');
  if (short && awaitsReview(punches, managed, isCredited)) open.push('REVIEW_MISSING');
  if (open.length > 0) return { ...result, verdict: 'undetermined', reasons: open };
  const waived = town.story.objections.some(
    (objection) => objection.upheld && objection.cadreCode === cadre.code && objection.week === week.week,
  );
  return {
    ...result,
    verdict: 'missed',
    misses: waived ? 0 : 1,
    deductionFen: waived || cadre.identity === 'contract' ? 0 : PENALTY_FEN,
    reasons: short ? ['SHORT_DAYS', ...late] : late,
  };
}

/**
 * What each managed cadre-week of 2026-W34 … 2026-W45 must come to once every clock has been read after the last
 * week, with no suspect punch reviewed. In order of week, then of the roster; weeks a cadre is not managed in are
 * left out.
 */
export function expectTown(town: DemoTown): ExpectedWeek[] {
  const evidence = gatherEvidence(town);
  return DEMO_WEEKS.flatMap((week) =>
    town.cadres.flatMap((cadre) => {
      const expected = expectWeek(town, cadre, week, evidence.get(cadre.code) ?? []);
      return expected ? [expected] : [];
    }),
  );
}
