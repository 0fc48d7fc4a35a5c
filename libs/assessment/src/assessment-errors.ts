import { CodedError, type FieldFault } from '@cunqin/platform/errors';

/** What people can do wrong with policies and assessments. */
export const assessmentErrors = {
  badPolicy: (fields: readonly FieldFault[]) =>
    new CodedError(
      'POLICY.INVALID',
      `the policy is refused: ${fields.map(({ field, message }) => `${field} ${message}`).join('; ')}`,
      { title: '政策设置有误', fields },
    ),
  noPolicy: (week: string) =>
    new CodedError('POLICY.NONE_IN_FORCE', `no policy is in force in ${week}`, {
      status: 404,
      title: `${week} 没有生效的政策`,
    }),
  notManaged: (cadreCode: string, week: string) =>
    new CodedError('ASSESSMENTS.NOT_MANAGED', `${cadreCode} is not managed in ${week}`, {
      status: 404,
      title: `${cadreCode} 在 ${week} 未纳入管理`,
    }),
};
