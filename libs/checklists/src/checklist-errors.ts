import { CodedError } from '@cunqin/platform/errors';

/** What people can do wrong with a checklist. */
export const checklistErrors = {
  exists: (cadreCode: string, week: string) =>
    new CodedError('CHECKLISTS.EXISTS', `${cadreCode} has a checklist for ${week} already`, {
      status: 409,
      title: `${cadreCode} 在 ${week} 的清单已存在`,
    }),
  unknownList: (id: number) =>
    new CodedError('CHECKLISTS.UNKNOWN_LIST', `there is no checklist ${id}`, {
      status: 404,
      title: '没有这份清单',
    }),
  /** A week is judged when it is over: what falls due later cannot be judged with it. */
  dueOutsideWeek: (week: string) =>
    new CodedError('CHECKLISTS.DUE_OUTSIDE_WEEK', `an item must fall due within ${week}`, {
      title: `清单项的期限应在 ${week} 之内`,
      fields: [{ field: 'items', message: '期限应在本周之内' }],
    }),
  /** Nobody is late with what was asked for too late. */
  alreadyDue: (field: string) =>
    new CodedError('CHECKLISTS.ALREADY_DUE', 'an item that is added must fall due after now', {
      status: 409,
      title: '追加的清单项，期限应晚于现在',
      fields: [{ field, message: '期限应晚于现在' }],
    }),
  tooLong: (most: number) =>
    new CodedError('CHECKLISTS.TOO_LONG', `a checklist has at most ${most} items`, {
      status: 409,
      title: `一份清单最多 ${most} 项`,
      fields: [{ field: 'items', message: `一份清单最多 ${most} 项` }],
    }),
  unknownItem: (id: number, position: number) =>
    new CodedError('CHECKLISTS.UNKNOWN_ITEM', `checklist ${id} has no item ${position}`, {
      status: 404,
      title: '没有这一清单项',
    }),
  resultExists: () =>
    new CodedError('CHECKLISTS.RESULT_EXISTS', 'this item has a result already', {
      status: 409,
      title: '这一项已经填报结果，不能改写',
    }),
  resultInFuture: () =>
    new CodedError('CHECKLISTS.RESULT_IN_FUTURE', 'a result cannot have come in after now', {
      title: '结果时间不能晚于现在',
      fields: [{ field: 'at', message: '结果时间不能晚于现在' }],
    }),
  /** What mends a returned result was not there before it was returned. */
  resultBeforeReturn: () =>
    new CodedError('CHECKLISTS.RESULT_BEFORE_RETURN', 'a result cannot have come in before the last return', {
      title: '重新填报的时间不能早于退回的时间',
      fields: [{ field: 'at', message: '不能早于退回的时间' }],
    }),
  noResult: () =>
    new CodedError('CHECKLISTS.NO_RESULT', 'there is no result to return', {
      status: 409,
      title: '这一项没有可以退回的结果',
    }),
  ownReport: () =>
    new CodedError(
      'CHECKLISTS.OWN_REPORT',
      'a result is returned by another person than the one who reported it',
      {
        status: 403,
        title: '不能退回本人填报的结果',
      },
    ),
  carriedOver: (week: string) =>
    new CodedError('CHECKLISTS.CARRIED_OVER', `this item was carried over to ${week}`, {
      status: 409,
      title: `这一项已转入 ${week}，请在该周清单中办理`,
    }),
  notLater: (field: string) =>
    new CodedError('CHECKLISTS.WEEK_NOT_LATER', 'the week must be a later one', {
      title: '目标周应晚于原来的周',
      fields: [{ field, message: '应晚于原来的周' }],
    }),
  weekOver: (field: string, week: string) =>
    new CodedError('CHECKLISTS.WEEK_OVER', `${week} is over`, {
      status: 409,
      title: `${week} 已经结束`,
      fields: [{ field, message: '该周已经结束' }],
    }),
  /** Whoever met a week that was issued met what was asked for then. */
  weekSettled: (week: string) =>
    new CodedError('CHECKLISTS.WEEK_SETTLED', `${week} belongs to a month that was issued`, {
      status: 409,
      title: `${week} 所在月份已印发，不能再下达该周清单`,
      fields: [{ field: 'week', message: `${week} 所在月份已印发，不能再下达该周清单` }],
    }),
  notYours: () =>
    new CodedError('CHECKLISTS.NOT_YOURS', 'a cadre reports results of the own checklist only', {
      status: 403,
      title: '只能填报自己的清单',
    }),
};
