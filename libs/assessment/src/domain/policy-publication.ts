import { z } from 'zod';
import { assessmentErrors } from '../assessment-errors.js';
import { parsePolicy, type PolicySettings } from './policy-settings.js';

/** A version of the rule as somebody hands it in. */
export interface PolicyPublication {
  readonly settings: PolicySettings;
  /** The leader who answers for it, with the document: `张书记，官办发〔2026〕3号`; `null`: to be approved later. */
  readonly approver: string | null;
  /** `null`: the first township. */
  readonly townshipCode: string | null;
  /** It may reach into months that were issued. */
  readonly intoIssuedMonths: boolean;
}

const about = z.object({
  approver: z
    .string('应为文字')
    .trim()
    .min(1, '不能为空')
    .max(200, '不能超过200字')
    .regex(/^[^\u0000-\u001f]*$/, '不含控制字符')
    .nullable()
    .default(null),
  townshipCode: z.string('应为编号').max(32, '不能超过32位').nullable().default(null),
  intoIssuedMonths: z.boolean('应为 true 或 false').default(false),
});

/**
 * Separates who and where from the rule itself, and checks both.
 *
 * @throws CodedError `POLICY.INVALID` with every field at fault
 */
export function parsePublication(input: unknown): PolicyPublication {
  const { approver, townshipCode, intoIssuedMonths, ...settings } = isRecord(input) ? input : {};
  const given = about.safeParse({ approver, townshipCode, intoIssuedMonths });
  if (!given.success) {
    throw assessmentErrors.badPolicy(
      given.error.issues.map(({ path, message }) => ({ field: path.join('.'), message })),
    );
  }
  return { ...given.data, settings: parsePolicy(settings) };
}

function isRecord(input: unknown): input is Record<string, unknown> {
  return typeof input === 'object' && input !== null;
}
