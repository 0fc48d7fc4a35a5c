import type { Town } from './town.js';

/** What a week came to, as the list of assessments says it. */
export interface Judged {
  readonly cadreCode: string;
  readonly verdict: string;
  readonly visitDays: number;
  readonly correctedDays: number;
  readonly availableWorkdays: number;
  readonly deductionFen: number;
}

/** A cadre's line in the list of assessments of a week, if there is one. */
export async function judgedWeek(town: Town, week: string, cadreCode: string): Promise<Judged | undefined> {
  const { items } = await town.get<{ items: Judged[] }>(`assessments?week=${week}&cadreCode=${cadreCode}`);
  return items[0];
}
