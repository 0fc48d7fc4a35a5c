import type { FieldFault } from '@cunqin/platform/errors';
import type { Category, Policy } from './policy.js';

const CATEGORIES: readonly Category[] = ['organ', 'resident'];
/** Workdays of a week without holidays or make-up days. */
const ORDINARY_WORKDAYS = 5;

/**
 * Settings that are each possible but not together, with the field that has to give way. A policy that
 * nobody could keep, or that says two things at once, is refused before it judges anybody.
 */
export function contradictionsIn(policy: Omit<Policy, 'version'>): FieldFault[] {
  return [...windowFaults(policy), ...halfDayFaults(policy), ...quotaFaults(policy), ...listFaults(policy)];
}

function windowFaults({ visitDay: { windows } }: Omit<Policy, 'version'>): FieldFault[] {
  if (windows === null) return [];
  const { morning, afternoon } = windows;
  const faults: FieldFault[] = [];
  if (morning.from >= morning.until) {
    faults.push({ field: 'visitDay.windows.morning.until', message: '上午时段的结束必须晚于开始' });
  }
  if (afternoon.from >= afternoon.until) {
    faults.push({ field: 'visitDay.windows.afternoon.until', message: '下午时段的结束必须晚于开始' });
  }
  if (afternoon.from < morning.until) {
    faults.push({ field: 'visitDay.windows.afternoon.from', message: '下午时段不能与上午时段重叠' });
  }
  return faults;
}

/** A half day has no other half that could be at the same village. */
function halfDayFaults({ visitDay }: Omit<Policy, 'version'>): FieldFault[] {
  return visitDay.unit === 'half-days' && visitDay.pairing === 'same-village'
    ? [{ field: 'visitDay.pairing', message: '按半天计算时，不能要求上午、下午在同一村' }]
    : [];
}

function quotaFaults(policy: Omit<Policy, 'version'>): FieldFault[] {
  return CATEGORIES.flatMap((category) => {
    const field = `quota.${category}`;
    const due = policy.quota[category];
    if (policy.visitDay.unit === 'whole-days' && !Number.isInteger(due)) {
      return [{ field, message: '按整天计算时，应下村天数必须是整数' }];
    }
    if (policy.daysOff === 'workdays-only' && policy.relief === 'none' && due > ORDINARY_WORKDAYS) {
      return [{ field, message: '只计工作日又不减免时，应下村天数不能大于5' }];
    }
    return [];
  });
}

/** A list that cannot fail a week has nothing that counts as missing. */
function listFaults({ failedBy, unsupportedItem }: Omit<Policy, 'version'>): FieldFault[] {
  return failedBy === 'visits' && unsupportedItem === 'counts-as-missing'
    ? [{ field: 'unsupportedItem', message: '清单不作为考核内容时，不能把无打卡佐证的清单项计为未完成' }]
    : [];
}
