import { CodedError } from '@cunqin/platform/errors';

/** What people can do wrong with an absence. */
export const absenceErrors = {
  unknown: (id: number) =>
    new CodedError('ABSENCES.UNKNOWN', `there is no absence ${id}`, { status: 404, title: '没有这张请假条' }),
  alreadyDecided: (state: string) =>
    new CodedError('ABSENCES.ALREADY_DECIDED', `this absence is ${state} already`, {
      status: 409,
      title: '这张请假条已经审批过了',
    }),
  tooLong: (days: number) =>
    new CodedError('ABSENCES.TOO_LONG', `an absence lasts at most ${days} days`, {
      title: `一张请假条最多 ${days} 天`,
      fields: [{ field: 'until', message: `最多 ${days} 天` }],
    }),
  ownSlip: () =>
    new CodedError('ABSENCES.OWN_SLIP', 'whoever filed an absence cannot decide on it', {
      status: 403,
      title: '申请人不能审批自己提交的请假条',
    }),
};
