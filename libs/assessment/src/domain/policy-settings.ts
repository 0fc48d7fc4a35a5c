import { IsoWeek } from '@cunqin/work-calendar';
import { z } from 'zod';
import { assessmentErrors } from '../assessment-errors.js';
import { defaultPolicy, type Policy } from './policy.js';

const days = z.number().int('必须是整数').min(0, '不能小于0').max(7, '不能大于7');

const settings = z.strictObject({
  effectiveFrom: z.string().refine(isWeek, '应写作 2026-W36'),
  clause: z.string().trim().min(1, '必须写明依据').max(2000, '不能超过2000字'),
  quota: z.strictObject({ organ: days, resident: days }),
  visitDay: z.strictObject({
    afternoonFrom: z.string().regex(/^([01]\d|2[0-3]):[0-5]\d:[0-5]\d$/, '应写作 12:00:00'),
    pairing: z.enum(['any-village', 'same-village']),
  }),
  residentPlace: z.enum(['any-village', 'home-village']),
  daysOff: z.enum(['count', 'workdays-only']),
  relief: z.enum(['min', 'none']),
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
 * Checks what somebody wants to make the rule.
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
  if (parsed.success) return parsed.data;
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

function isWeek(text: string): boolean {
  try {
    IsoWeek.parse(text);
    return true;
  } catch {
    return false;
  }
}
