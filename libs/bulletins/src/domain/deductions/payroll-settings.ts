import { z } from 'zod';
import { deductionErrors } from '../../deduction-errors.js';
import {
  DEFAULT_MAPPING,
  LONG_COLUMNS,
  type LongColumn,
  mappingFaults,
  monthFormats,
  type PayrollMapping,
  WIDE_COLUMNS,
  type WideColumn,
} from './payroll-mapping.js';

const MOST_MONTHS_AFTER = 3;
const words = (most: number) =>
  z
    .string()
    .trim()
    .min(1, '不能为空')
    .max(most, `不能超过${most}字`)
    .regex(/^[^\p{Cc}\p{Cs}]+$/u, '不能有控制字符');
const item = z.strictObject({
  code: z
    .string()
    .regex(/^[A-Za-z0-9][A-Za-z0-9._-]{0,31}$/, '编码为 1 至 32 位字母、数字、点、横线或下划线'),
  name: words(64),
});
const column = <Key extends string>(keys: readonly Key[]) =>
  z.strictObject({ key: z.enum(keys), title: words(64) });
const MOST_COLUMNS = 20;

const settings = z.strictObject({
  unit: words(128).nullable(),
  personCode: z.enum(['cadre-code', 'payroll-number']),
  monthFormat: z.enum(monthFormats),
  deductedMonthsAfter: z.number().int('必须是整数').min(0, '不能为负').max(MOST_MONTHS_AFTER, '最多3个月'),
  items: z.strictObject({ current: item, supplement: item, reversal: item }),
  long: z.array(column(Object.keys(LONG_COLUMNS) as LongColumn[])).max(MOST_COLUMNS, '列过多'),
  wide: z.array(column(Object.keys(WIDE_COLUMNS) as WideColumn[])).max(MOST_COLUMNS, '列过多'),
});

const chineseMessage = z.locales.zhCN().localeError;

/**
 * Checks how somebody wants payroll's files; what is left out keeps its default.
 *
 * @throws CodedError `PAYROLL.MAPPING_INVALID` with every field at fault
 */
export function parseMapping(input: unknown): PayrollMapping {
  const given = typeof input === 'object' && input !== null ? input : {};
  const parsed = settings.safeParse({ ...DEFAULT_MAPPING, ...given }, { error: chineseMessage });
  if (!parsed.success) {
    throw deductionErrors.badMapping(
      parsed.error.issues.flatMap((issue) => {
        const names = issue.code === 'unrecognized_keys' ? issue.keys : [''];
        return names.map((name) => ({
          field: [...issue.path, name].filter((part) => part !== '').join('.'),
          message: issue.code === 'unrecognized_keys' ? '没有这项设置' : issue.message,
        }));
      }),
    );
  }
  const faults = mappingFaults(parsed.data);
  if (faults.length > 0) throw deductionErrors.badMapping(faults);
  return parsed.data;
}
