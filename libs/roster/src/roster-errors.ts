import { CodedError } from '@cunqin/platform/errors';

/** What people can do wrong with the roster. */
export const rosterErrors = {
  codeTaken: (kind: string, code: string) =>
    new CodedError('ROSTER.CODE_TAKEN', `${kind} ${code} exists already`, {
      status: 409,
      title: `编号 ${code} 已存在`,
      fields: [{ field: 'code', message: '编号已存在' }],
    }),
  unknownCadre: (code: string) =>
    new CodedError('ROSTER.UNKNOWN_CADRE', `no cadre has the code ${code}`, {
      status: 404,
      title: `没有编号为 ${code} 的干部`,
      fields: [{ field: 'cadreCode', message: '没有这个干部' }],
    }),
  unknownVillage: (field: string, code: string) =>
    new CodedError('ROSTER.UNKNOWN_VILLAGE', `no village has the code ${code}`, {
      status: 404,
      title: `没有编号为 ${code} 的村`,
      fields: [{ field, message: '没有这个村' }],
    }),
  unknownClock: (id: number) =>
    new CodedError('ROSTER.UNKNOWN_CLOCK', `no clock has the id ${id}`, {
      status: 404,
      title: `没有编号为 ${id} 的打卡机`,
      fields: [{ field: 'clockId', message: '没有这台打卡机' }],
    }),
  numberTaken: (number: string) =>
    new CodedError('ROSTER.NUMBER_TAKEN', `number ${number} is held by somebody else in that period`, {
      status: 409,
      title: `登记号 ${number} 在这段时间已属于他人`,
      fields: [{ field: 'number', message: '这段时间已属于他人' }],
    }),
  otherYear: (field: string) =>
    new CodedError('ROSTER.NOTICE_OTHER_YEAR', `a date of ${field} lies outside the year of the notice`, {
      title: '日期不属于通知的年份',
      fields: [{ field, message: '日期不属于通知的年份' }],
    }),
  periodReversed: (field: string) =>
    new CodedError('ROSTER.PERIOD_REVERSED', `${field} lies before the beginning of the period`, {
      title: '结束日期早于开始日期',
      fields: [{ field, message: '结束日期早于开始日期' }],
    }),
};
