import { CodedError } from '@cunqin/platform/errors';

/** What people can do wrong with a slip of any register. */
export const absenceErrors = {
  unknown: (id: number) =>
    new CodedError('ABSENCES.UNKNOWN', `there is no slip ${id} in this register`, {
      status: 404,
      title: '没有这张单子',
    }),
  alreadyDecided: (state: string) =>
    new CodedError('ABSENCES.ALREADY_DECIDED', `this slip is ${state} already`, {
      status: 409,
      title: '这张单子已经办结，不能再审批或撤回',
    }),
  notApproved: (state: string) =>
    new CodedError('ABSENCES.NOT_APPROVED', `only an approved slip is revoked, this one is ${state}`, {
      status: 409,
      title: '只有已批准的单子可以撤销',
    }),
  tooLong: (days: number) =>
    new CodedError('ABSENCES.TOO_LONG', `a slip lasts at most ${days} days`, {
      title: `一张单子最多 ${days} 天`,
      fields: [{ field: 'until', message: `最多 ${days} 天` }],
    }),
  halfOfMany: () =>
    new CodedError('ABSENCES.HALF_OF_MANY', 'half a day is a slip of one date', {
      title: '半天假只能是同一天',
      fields: [{ field: 'until', message: '半天假的起止日期应相同' }],
    }),
  ownSlip: () =>
    new CodedError('ABSENCES.OWN_SLIP', 'whoever filed a slip, or whom it is about, cannot decide on it', {
      status: 403,
      title: '申请人和本人不能审批自己的单子',
    }),
  notApplicant: () =>
    new CodedError('ABSENCES.NOT_APPLICANT', 'only the applicant withdraws a slip', {
      status: 403,
      title: '只有申请人或本人可以撤回',
    }),
  filedInFuture: () =>
    new CodedError('ABSENCES.FILED_IN_FUTURE', 'a slip cannot have come in later than now', {
      title: '收到时间不能晚于现在',
      fields: [{ field: 'filedAt', message: '不能晚于现在' }],
    }),
  outageReversed: () =>
    new CodedError('OUTAGES.PERIOD_REVERSED', 'an outage ends after it began', {
      title: '故障结束时间应晚于开始时间',
      fields: [{ field: 'until', message: '应晚于开始时间' }],
    }),
};

/** Why a correction (补卡) is not taken in. */
export const correctionErrors = {
  future: () =>
    new CodedError('CORRECTIONS.FUTURE', 'the half to be corrected had not begun when the slip was filed', {
      title: '不能为还没到的时间补卡',
      fields: [{ field: 'date', message: '还没到这个时间' }],
    }),
  tooLate: (withinWorkdays: number, lastDay: string) =>
    new CodedError(
      'CORRECTIONS.TOO_LATE',
      `a correction is filed within ${withinWorkdays} workdays after the date, here until ${lastDay}`,
      {
        status: 409,
        title: `补卡须在${withinWorkdays}个工作日内提出，最迟${lastDay}`,
        fields: [{ field: 'date', message: `最迟${lastDay}提出` }],
      },
    ),
  tooMany: (perMonth: number, month: string) =>
    new CodedError('CORRECTIONS.TOO_MANY', `at most ${perMonth} corrections in ${month} count for a cadre`, {
      status: 409,
      title: `${month}已补卡${perMonth}次，每月最多${perMonth}次（设备故障期间的不计）`,
      fields: [{ field: 'date', message: `每月最多${perMonth}次` }],
    }),
  alreadyProved: (date: string, half: 'morning' | 'afternoon') =>
    new CodedError('CORRECTIONS.ALREADY_PROVED', `a punch proves the ${half} of ${date}`, {
      status: 409,
      title: `${date}${half === 'morning' ? '上午' : '下午'}已有打卡，不需要补卡`,
      fields: [{ field: 'half', message: '已有打卡' }],
    }),
  duplicate: (date: string) =>
    new CodedError('CORRECTIONS.DUPLICATE', `this half of ${date} has a correction already`, {
      status: 409,
      title: '这半天已经申请过补卡',
      fields: [{ field: 'half', message: '已经申请过补卡' }],
    }),
  ownWitness: () =>
    new CodedError('CORRECTIONS.OWN_WITNESS', 'nobody is a witness of the own correction', {
      title: '证明人不能是申请人或本人',
      fields: [{ field: 'witness', message: '不能是申请人或本人' }],
    }),
};
