import type { MonthOwner } from '@cunqin/work-calendar';
import type { VisitDayRule } from '@cunqin/visit-days';

export type Category = 'resident' | 'organ';
export type Identity = 'civil-servant' | 'institution' | 'contract';

/**
 * The township's rule as dated, versioned data. A past week is judged by the version in force then.
 * D-numbers are the questions of the rule that have more than one reading.
 */
export interface Policy {
  readonly version: number;
  /** First week judged by this version, `2026-W36`. */
  readonly effectiveFrom: string;
  /** The sentence of the rule this rests on (依据). */
  readonly clause: string;
  /** D5: visit days due a week, by category on Monday; a resident cadre's instead of the other. */
  readonly quota: Readonly<Record<Category, number>>;
  /** D3, D4: what makes a day. */
  readonly visitDay: VisitDayRule;
  /** D5: at which clocks a resident cadre's visits count. */
  readonly residentPlace: 'any-village' | 'home-village';
  /** D6: whether an approved enterprise visit is a visit day. */
  readonly enterpriseVisits: 'counts' | 'does-not-count';
  /** D7: whether visits on days off count. */
  readonly daysOff: 'count' | 'workdays-only';
  /** D8: what fewer available workdays do to the quota. */
  readonly relief: 'min' | 'pro-rata' | 'none';
  /** D9: a full-day errand, training or meeting leaves the available workdays, or is a visit day. */
  readonly errands: 'excused' | 'credited';
  /** D10: emergency duty on the roster is a visit day, or leaves the available workdays. */
  readonly emergencyDuty: 'credited' | 'excused';
  /** How soon a missing punch must be corrected (补卡), and how often a month; outages are beyond the second. */
  readonly corrections: { readonly withinWorkdays: number; readonly perMonth: number };
  /** D12: items due at the end of the week are due then, or at the Monday summary. */
  readonly checklistDue: 'week-end' | 'until-summary';
  /** D12: when the summary is made on its day, `09:00:00`. */
  readonly summaryTime: string;
  /** What a result is that claims a village visit which nothing proves. */
  readonly unsupportedItem: 'marked' | 'counts-as-missing';
  /** D2: which requirement can fail a week. */
  readonly failedBy: 'visits-or-checklist' | 'visits' | 'checklist';
  /** D1: what is one miss. */
  readonly charge: 'per-week' | 'per-cause' | 'per-item-and-day';
  /** Amount of one miss in fen: 10,000 is 100 yuan. */
  readonly unitFen: number;
  /** D11: which day of a week decides its month. */
  readonly monthOf: MonthOwner;
  /** D13: the most that a month may cost. */
  readonly ceiling: 'post-subsidy' | 'none';
  /** Whether contract staff (聘用) pay; the law leaves them out by default. */
  readonly contractStaff: 'counted-only' | 'charged';
}

/** The township's own rule, in the reading this product takes unless a policy says otherwise. */
export const defaultPolicy: Policy = {
  version: 1,
  effectiveFrom: '2025-W01',
  clause:
    '纳入过程化管理的干部每周下村不少于2天，驻村干部每周驻村不少于3天；每周未及时完成工作清单的，每次扣100元，从岗位补贴中直至扣完为止。',
  quota: { organ: 2, resident: 3 },
  visitDay: { afternoonFrom: '12:00:00', windows: null, unit: 'whole-days', pairing: 'any-village' },
  residentPlace: 'any-village',
  enterpriseVisits: 'counts',
  daysOff: 'count',
  relief: 'min',
  errands: 'excused',
  emergencyDuty: 'credited',
  corrections: { withinWorkdays: 2, perMonth: 2 },
  checklistDue: 'week-end',
  summaryTime: '09:00:00',
  unsupportedItem: 'marked',
  failedBy: 'visits-or-checklist',
  charge: 'per-week',
  unitFen: 10_000,
  monthOf: 'thursday',
  ceiling: 'post-subsidy',
  contractStaff: 'counted-only',
};

/** The settings of a version as it was stored: what was no question then keeps the default reading. */
export type StoredSettings = Partial<Omit<Policy, 'version' | 'effectiveFrom' | 'clause' | 'visitDay'>> & {
  readonly visitDay?: Partial<VisitDayRule>;
};

/** A whole policy from stored settings. Nothing is checked again: it was when it was published. */
export function completePolicy(
  stored: StoredSettings,
  heading: Pick<Policy, 'version' | 'effectiveFrom' | 'clause'>,
): Policy {
  const visitDay = { ...defaultPolicy.visitDay, ...stored.visitDay };
  return { ...defaultPolicy, ...stored, visitDay, ...heading };
}

/** The version in force in a week: the latest that had taken effect; later versions win a tie. */
export function policyInForce<Version extends Policy>(
  versions: readonly Version[],
  week: string,
): Version | undefined {
  return versions
    .filter((policy) => policy.effectiveFrom <= week)
    .sort((a, b) => b.effectiveFrom.localeCompare(a.effectiveFrom) || b.version - a.version)[0];
}
