import type { DayFact, DayKind, DayMark, PunchFact } from './weekly-summary.facts.js';
import { MARKS, shortVillageName } from './wording.js';

const MARK_ORDER: readonly DayMark[] = [
  'enterprise',
  'errand',
  'meeting',
  'training',
  'leave',
  'emergency',
  'correction',
];
const EXCUSING: ReadonlySet<DayMark> = new Set(['errand', 'meeting', 'training', 'leave', 'emergency']);

/**
 * What one date of one cadre reads like: `08:41–15:10 蒋寨` for a full day, `08:41 蒋寨–14:40 白竹` for two
 * villages, `△08:41 蒋寨` for a lonely punch, or a mark of the legend. While the week is undetermined a workday
 * without a full pair carries `?` instead of a finding, because the missing punch may still be in a clock.
 */
export function dayText(day: DayFact, kind: DayKind, weekUndetermined: boolean): string {
  if (!day.managed) return MARKS.notManaged;
  const letters = markLetters(day, kind);
  const { morning, afternoon } = day;
  if (morning !== null && afternoon !== null) {
    const pair = pairText(morning, afternoon);
    return [day.counted ? pair : `（${pair}）`, letters].filter((part) => part !== '').join(' ');
  }
  const pending = weekUndetermined && isOpen(day, kind) ? MARKS.undetermined : '';
  const punch = morning ?? afternoon;
  if (punch !== null) return `${letters}${pending || halfMark(day)}${punchText(punch)}`;
  if (letters !== '') return `${letters}${pending}`;
  if (day.counted) return MARKS.full;
  switch (kind) {
    case 'workday':
      return pending;
    case 'makeup-workday':
      return `${MARKS.makeupWorkday}${pending}`;
    case 'holiday':
    case 'weekend':
      return MARKS.dayOff;
  }
}

/** Leave that runs over a weekend is no leave there: such a date reads 休. */
function markLetters(day: DayFact, kind: DayKind): string {
  const shown = MARK_ORDER.filter(
    (mark) => day.marks.includes(mark) && (mark !== 'leave' || isWorkday(kind)),
  );
  return [...new Set(shown.map((mark) => MARKS[mark]))].join('');
}

function isOpen(day: DayFact, kind: DayKind): boolean {
  return isWorkday(kind) && !day.counted && !day.marks.some((mark) => EXCUSING.has(mark));
}

function isWorkday(kind: DayKind): boolean {
  return kind === 'workday' || kind === 'makeup-workday';
}

/** A correction that made the day count is itself the other half, so nothing is missing. */
function halfMark(day: DayFact): string {
  return day.counted && day.marks.includes('correction') ? '' : MARKS.half;
}

function pairText(morning: PunchFact, afternoon: PunchFact): string {
  if (morning.villageName === afternoon.villageName) {
    return `${morning.time}–${afternoon.time} ${shortVillageName(morning.villageName)}`;
  }
  return `${punchText(morning)}–${punchText(afternoon)}`;
}

function punchText(punch: PunchFact): string {
  return `${punch.time} ${shortVillageName(punch.villageName)}`;
}
