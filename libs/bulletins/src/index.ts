export { BulletinsModule } from './bulletins.module.js';
export { renderWeeklySummary } from './excel/weekly-summary.sheet.js';
export { type WeekFigures, WeeklySummaryService } from './weekly-summary.service.js';
