export { ChecklistsModule } from './checklists.module.js';
export { ChecklistsService } from './checklists.service.js';
export type { ChecklistItem } from './entities/checklist-item.entity.js';
export type { Checklist } from './entities/checklist.entity.js';
