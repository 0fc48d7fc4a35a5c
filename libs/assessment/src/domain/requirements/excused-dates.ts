import type { Policy } from '../policy.js';
import type { WeekFacts } from '../week-facts.js';

/**
 * Dates that leave the available workdays: full days of approved leave, of an errand, training or meeting unless the
 * policy credits these (D9), and of emergency duty where it only excuses (D10). In no order; a date may come twice,
 * and may be no workday.
 */
export function excusedDates(
  facts: Pick<WeekFacts, 'leave' | 'errands' | 'emergencyDuty'>,
  policy: Pick<Policy, 'errands' | 'emergencyDuty'>,
): WeekFacts['leave'] {
  return [
    ...facts.leave,
    ...(policy.errands === 'excused' ? facts.errands : []),
    ...(policy.emergencyDuty === 'excused' ? facts.emergencyDuty : []),
  ];
}
