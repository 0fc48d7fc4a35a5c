export { AbsencesModule } from './absences.module.js';
export { AbsencesService } from './absences.service.js';
export { absenceKinds, publishedKind, type AbsenceKind } from './domain/absence-kind.js';
export type { Absence } from './entities/absence.entity.js';
