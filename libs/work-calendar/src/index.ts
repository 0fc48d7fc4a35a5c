export { IsoWeek, weeksBetween, type MonthOwner } from './iso-week.js';
export { officialNotices } from './official-notices.js';
export { WeekSpan } from './week-span.js';
export {
  NoticeMissing,
  WorkCalendar,
  type DayKind,
  type Holiday,
  type HolidayNotice,
} from './work-calendar.js';
