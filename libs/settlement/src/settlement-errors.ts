import { CodedError, type CodedReason } from '@cunqin/platform/errors';

/** What people can do wrong with months, objections and baselines. */
export const settlementErrors = {
  unknownMonth: (text: string) =>
    new CodedError('MONTH.UNKNOWN', `"${text}" is not a month such as 2026-10`, {
      title: '月份应写作 2026-10',
      fields: [{ field: 'month', message: '月份应写作 2026-10' }],
    }),
  noRule: (month: string) =>
    new CodedError('MONTH.NO_RULE', `no policy gives ${month} a week`, {
      status: 404,
      title: `${month} 没有生效的政策`,
    }),
  refused: (month: string, to: string, reasons: readonly CodedReason[]) =>
    new CodedError('MONTH.REFUSED', `${month} does not become ${to}: ${codesOf(reasons)}`, {
      status: 409,
      title: `${month} 不能办理：${reasons.map(({ message }) => message).join('；')}`,
      reasons,
    }),
  forbiddenStep: (to: string, message: string) =>
    new CodedError('MONTH.FORBIDDEN_STEP', `this role does not take the step to ${to}`, {
      status: 403,
      title: message,
      fields: [{ field: 'to', message }],
    }),
  busy: (month: string) =>
    new CodedError('MONTH.BUSY', `facts of ${month} keep coming in`, {
      status: 409,
      title: `${month} 的数据正在变化，请稍后再试`,
    }),
  weekNotOver: (week: string) =>
    new CodedError('OBJECTIONS.WEEK_NOT_OVER', `${week} is not over`, {
      status: 409,
      title: `${week} 尚未结束，还没有可以提出异议的结果`,
      fields: [{ field: 'week', message: '尚未结束' }],
    }),
  notJudged: (cadreCode: string, week: string) =>
    new CodedError('OBJECTIONS.NOT_JUDGED', `${cadreCode} was not judged in ${week}`, {
      status: 404,
      title: `${cadreCode} 在 ${week} 没有考核结果`,
      fields: [{ field: 'week', message: '没有考核结果' }],
    }),
  tooLate: (until: string) =>
    new CodedError('OBJECTIONS.TOO_LATE', `objections could be raised until ${until}`, {
      status: 409,
      title: `提出期限是 ${until}，已经过了`,
      fields: [{ field: 'week', message: `期限 ${until}` }],
    }),
  notYours: () =>
    new CodedError('OBJECTIONS.NOT_YOURS', 'a cadre objects to the own record only', {
      status: 403,
      title: '只能为自己提出异议',
    }),
  alreadyOpen: (id: number) =>
    new CodedError('OBJECTIONS.ALREADY_OPEN', `objection ${id} to this week is open`, {
      status: 409,
      title: `这一周已有一份异议（${id} 号）待处理`,
    }),
  unknownObjection: (id: number) =>
    new CodedError('OBJECTIONS.UNKNOWN', `there is no objection ${id}`, {
      status: 404,
      title: '没有这份异议',
    }),
  alreadyDecided: (id: number) =>
    new CodedError('OBJECTIONS.ALREADY_DECIDED', `objection ${id} has been decided`, {
      status: 409,
      title: '这份异议已经处理过了',
    }),
  ownObjection: () =>
    new CodedError('OBJECTIONS.OWN', 'whoever raised an objection cannot decide on it', {
      status: 403,
      title: '提出人不能处理自己的异议',
    }),
  badBaseline: (field: string, message: string) =>
    new CodedError('BASELINES.INVALID', `${field}: ${message}`, {
      title: '基数有误',
      fields: [{ field, message }],
    }),
};

function codesOf(reasons: readonly CodedReason[]): string {
  return reasons.map(({ code }) => code).join(', ');
}
