import type { VisitDay } from './domain/visit-day.js';

/** A visit day as its table keeps it. */
export function visitDayRow(
  cadreCode: string,
  week: string,
  day: VisitDay,
): { readonly cadre_code: string; readonly [column: string]: unknown } {
  return {
    cadre_code: cadreCode,
    date: day.date.toString(),
    week,
    kind: day.kind,
    credited: day.credited,
    weight: day.weight,
    morning: day.morning,
    afternoon: day.afternoon,
    suspect: day.suspect,
    outside: day.outside,
    village_codes: day.villageCodes,
  };
}
