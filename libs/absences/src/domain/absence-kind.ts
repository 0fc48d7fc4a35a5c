/** Kinds of leave (请假). Which one it is stays on the slip and is never published. */
const leaveKinds = [
  'annual',
  'sick',
  'personal',
  'marriage',
  'maternity',
  'paternity',
  'childcare',
  'bereavement',
  'home-leave',
  'comp-off',
] as const;

/** Away on duty for whole days: errand (公差), training (培训), meeting (会议). */
export const dutyKinds = ['errand', 'training', 'meeting'] as const;

/** Absences that leave the available workdays, once approved (D8, D9). Full days only. */
export const absenceKinds = [...leaveKinds, ...dutyKinds] as const;

export type AbsenceKind = (typeof absenceKinds)[number];

/** The mark an absence makes on paper: all leave looks the same there. */
export function publishedKind(kind: AbsenceKind): 'leave' | (typeof dutyKinds)[number] {
  return (dutyKinds as readonly string[]).includes(kind) ? (kind as (typeof dutyKinds)[number]) : 'leave';
}
