/** Where a month stands: 未结账 · 核对期 · 公示 · 已批准 · 已印发. */
export const monthStates = ['open', 'checking', 'notice', 'approved', 'issued'] as const;

export type MonthState = (typeof monthStates)[number];
