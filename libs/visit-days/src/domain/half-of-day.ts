import type { Half, TimeWindow, VisitDayRule, VisitPunch } from './visit-day.js';

/**
 * Which half of its date a punch proves (D3): before 12:00:00 the morning, at or after it the afternoon.
 * Where the policy has fixed windows, the half whose window it lies in, or none.
 */
export function halfOfDay({ time }: Pick<VisitPunch, 'time'>, rule: VisitDayRule): Half | null {
  if (rule.windows === null) return time < rule.afternoonFrom ? 'morning' : 'afternoon';
  if (lies(time, rule.windows.morning)) return 'morning';
  return lies(time, rule.windows.afternoon) ? 'afternoon' : null;
}

/** `HH:MM:SS` sorts like time, 24:00:00 included. */
function lies(time: string, { from, until }: TimeWindow): boolean {
  return time >= from && time < until;
}
