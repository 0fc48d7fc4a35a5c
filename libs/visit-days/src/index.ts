export { pairPunches } from './domain/pair-punches.js';
export type { Correction, Half, VisitDay, VisitDayRule, VisitPunch } from './domain/visit-day.js';
export { BrowseVisitDaysService, type VisitDayView } from './browse-visit-days.service.js';
export { RefreshVisitDaysService } from './refresh-visit-days.service.js';
export { VisitDaysModule } from './visit-days.module.js';
