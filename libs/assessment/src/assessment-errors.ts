import { CodedError, type FieldFault } from '@cunqin/platform/errors';

/** What people can do wrong with policies and assessments. */
export const assessmentErrors = {
  badPolicy: (fields: readonly FieldFault[]) =>
    new CodedError(
      'POLICY.INVALID',
      `the policy is refused: ${fields.map(({ field, message }) => `${field} ${message}`).join('; ')}`,
      { title: '政策设置有误', fields },
    ),
  unknownPolicy: (version: number) =>
    new CodedError('POLICY.UNKNOWN', `there is no policy version ${version}`, {
      status: 404,
      title: `没有第 ${version} 版政策`,
    }),
  monthIssued: (lastWeek: string) =>
    new CodedError('POLICY.MONTH_ISSUED', `the weeks up to ${lastWeek} belong to months that were issued`, {
      status: 409,
      title: `${lastWeek} 及以前各周所在月份已印发，政策不能溯及`,
      fields: [{ field: 'effectiveFrom', message: `应晚于 ${lastWeek}` }],
    }),
  ownPolicy: () =>
    new CodedError('POLICY.OWN', 'a policy is approved by somebody other than its author', {
      status: 403,
      title: '不能批准自己发布的政策',
    }),
  policyApproved: (approver: string) =>
    new CodedError('POLICY.ALREADY_APPROVED', `the policy was approved by ${approver} already`, {
      status: 409,
      title: `这一版政策已由 ${approver} 批准`,
    }),
  badRange: (field: 'from' | 'until', message: string) =>
    new CodedError('SIMULATION.BAD_RANGE', `the range is refused: ${field}`, {
      title: '模拟的周次范围有误',
      fields: [{ field, message }],
    }),
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
