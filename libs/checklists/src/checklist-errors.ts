import { CodedError } from '@cunqin/platform/errors';

/** What people can do wrong with a checklist. */
export const checklistErrors = {
  exists: (cadreCode: string, week: string) =>
    new CodedError('CHECKLISTS.EXISTS', `${cadreCode} has a checklist for ${week} already`, {
      status: 409,
      title: `${cadreCode} 在 ${week} 的清单已存在`,
    }),
  /** A week is judged when it is over: what falls due later cannot be judged with it. */
  dueOutsideWeek: (week: string) =>
    new CodedError('CHECKLISTS.DUE_OUTSIDE_WEEK', `an item must fall due within ${week}`, {
      title: `清单项的期限应在 ${week} 之内`,
      fields: [{ field: 'items', message: '期限应在本周之内' }],
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
  notYours: () =>
    new CodedError('CHECKLISTS.NOT_YOURS', 'a cadre reports results of the own checklist only', {
      status: 403,
      title: '只能填报自己的清单',
    }),
};
