export { ChecklistsModule } from './checklists.module.js';
export { ChecklistsService } from './checklists.service.js';
export type { Checklist, ChecklistItem } from './entities/checklist.entity.js';
