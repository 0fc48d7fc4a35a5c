import { IsoWeek } from '@cunqin/work-calendar';
import { z } from 'zod';
import { assessmentErrors } from '../assessment-errors.js';
import { contradictionsIn } from './policy-contradictions.js';
import { defaultPolicy, type Policy } from './policy.js';

const days = z.number().multipleOf(0.5, '必须是整数或半数').min(0, '不能小于0').max(7, '不能大于7');
const timeOfDay = z.string().regex(/^([01]\d|2[0-3]):[0-5]\d:[0-5]\d$/, '应写作 12:00:00');
const endOfWindow = z.union([timeOfDay, z.literal('24:00:00')], { error: '应写作 12:00:00' });
const window = z.strictObject({ from: timeOfDay, until: endOfWindow });
const count = (most: number) => z.number().int('必须是整数').min(0, '不能为负').max(most, `不能大于${most}`);

const settings = z.strictObject({
  effectiveFrom: z.string().refine(isWeek, '应写作 2026-W36'),
  clause: z.string().trim().min(1, '必须写明依据').max(2000, '不能超过2000字'),
  quota: z.strictObject({ organ: days, resident: days }),
  visitDay: z.strictObject({
    afternoonFrom: timeOfDay.default(defaultPolicy.visitDay.afternoonFrom),
    windows: z
      .strictObject({ morning: window, afternoon: window })
      .nullable()
      .default(defaultPolicy.visitDay.windows),
    unit: z.enum(['whole-days', 'half-days']).default(defaultPolicy.visitDay.unit),
    pairing: z.enum(['any-village', 'same-village']).default(defaultPolicy.visitDay.pairing),
  }),
  residentPlace: z.enum(['any-village', 'home-village']),
  enterpriseVisits: z.enum(['counts', 'does-not-count']),
  daysOff: z.enum(['count', 'workdays-only']),
  relief: z.enum(['min', 'pro-rata', 'none']),
  errands: z.enum(['excused', 'credited']),
  emergencyDuty: z.enum(['credited', 'excused']),
  corrections: z.strictObject({
    withinWorkdays: count(31).default(defaultPolicy.corrections.withinWorkdays),
    perMonth: count(31).default(defaultPolicy.corrections.perMonth),
  }),
  checklistDue: z.enum(['week-end', 'until-summary']),
  summaryTime: timeOfDay,
  unsupportedItem: z.enum(['marked', 'counts-as-missing']),
  failedBy: z.enum(['visits-or-checklist', 'visits', 'checklist']),
  charge: z.enum(['per-week', 'per-cause', 'per-item-and-day']),
  unitFen: z.number().int('必须是整数').min(0, '不能为负').max(100_000_000, '过大'),
  monthOf: z.enum(['thursday', 'sunday', 'monday']),
  ceiling: z.enum(['post-subsidy', 'none']),
  contractStaff: z.enum(['counted-only', 'charged']),
});

const chineseMessage = z.locales.zhCN().localeError;

/** A policy as a person writes it down; what is left out keeps the default reading. */
export type PolicySettings = Omit<Policy, 'version'>;

/**
 * Checks what somebody wants to make the rule: every setting by itself, then all of them together.
 *
 * @throws CodedError `POLICY.INVALID` with every field at fault
 */
export function parsePolicy(input: unknown): PolicySettings {
  const { version: _, ...defaults } = defaultPolicy;
  const given = typeof input === 'object' && input !== null ? input : {};
  const parsed = settings.safeParse(
    { ...defaults, effectiveFrom: undefined, clause: undefined, ...given },
    { error: chineseMessage },
  );
  if (!parsed.success) {
    throw assessmentErrors.badPolicy(
      parsed.error.issues.flatMap((issue) => {
        const names = issue.code === 'unrecognized_keys' ? issue.keys : [''];
        return names.map((name) => ({
          field: [...issue.path, name].filter((part) => part !== '').join('.'),
          message: issue.code === 'unrecognized_keys' ? '没有这项设置' : issue.message,
        }));
      }),
    );
  }
  const contradictions = contradictionsIn(parsed.data);
  if (contradictions.length > 0) throw assessmentErrors.badPolicy(contradictions);
  return parsed.data;
}

function isWeek(text: string): boolean {
  try {
    IsoWeek.parse(text);
    return true;
  } catch {
    return false;
  }
}
