export { dayWeight, neededCorrection } from './domain/day-weight.js';
export { pairPunches } from './domain/pair-punches.js';
export { spanOfHalf } from './domain/span-of-half.js';
export type {
  Correction,
  Half,
  HalfProof,
  TimeWindow,
  VisitDay,
  VisitDayRule,
  VisitPunch,
} from './domain/visit-day.js';
export { BrowseVisitDaysService, type VisitDayView } from './browse-visit-days.service.js';
export { RefreshVisitDaysService } from './refresh-visit-days.service.js';
export { visitDayRow } from './visit-day-row.js';
export { VisitDaysModule } from './visit-days.module.js';
