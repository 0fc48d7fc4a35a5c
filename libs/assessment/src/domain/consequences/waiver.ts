import type { WeekAssessment } from '../verdict.js';

/**
 * 复核免计: people decided, after an objection or a review, that a week is not charged. The verdict and its
 * reasons stay what the facts say; it counts 0 times and costs 0 yuan.
 */
export function waive(assessment: WeekAssessment): WeekAssessment {
  return { ...assessment, misses: 0, deductionFen: 0 };
}

/** Whether people waived a missed week: every other one counts at least once. A week with any other verdict is not. */
export function isWaived({ verdict, misses }: Pick<WeekAssessment, 'verdict' | 'misses'>): boolean {
  return verdict === 'missed' && misses === 0;
}
