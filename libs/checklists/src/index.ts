export { CarryOverService } from './carry-over.service.js';
export { ChecklistsModule } from './checklists.module.js';
export { ChecklistsService, type NewTask } from './checklists.service.js';
export { type CopiedChecklists, CopyChecklistsService } from './copy-checklists.service.js';
export type { Checklist, ChecklistItem, ItemPlace } from './domain/checklist.js';
export { dueInWeek } from './domain/due-in-week.js';
export { standingReport } from './domain/checklist.js';
export { ItemResultsService } from './item-results.service.js';
