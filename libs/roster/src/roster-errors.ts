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
  unknownTownship: (code: string) =>
    new CodedError('ROSTER.UNKNOWN_TOWNSHIP', `no township has the code ${code}`, {
      status: 404,
      title: `没有编号为 ${code} 的乡镇`,
      fields: [{ field: 'townshipCode', message: '没有这个乡镇' }],
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
  unknownEnrolment: (id: number) =>
    new CodedError('ROSTER.UNKNOWN_ENROLMENT', `there is no enrolment ${id}`, {
      status: 404,
      title: `没有编号为 ${id} 的登记`,
    }),
  enrolmentEnded: (id: number, until: string) =>
    new CodedError('ROSTER.ENROLMENT_ENDED', `enrolment ${id} ended on ${until} already`, {
      status: 409,
      title: `这条登记已于 ${until} 结束，不能延后；如需再用请新增登记`,
      fields: [{ field: 'until', message: `已于 ${until} 结束` }],
    }),
  categoryExists: (cadreCode: string) =>
    new CodedError('ROSTER.CATEGORY_EXISTS', `a category of ${cadreCode} begins that day`, {
      status: 409,
      title: '当天已有一次类别变更',
      fields: [{ field: 'from', message: '当天已有一次类别变更' }],
    }),
  homeVillageExists: (cadreCode: string) =>
    new CodedError('ROSTER.HOME_VILLAGE_EXISTS', `a home village of ${cadreCode} begins that day`, {
      status: 409,
      title: '当天已有一次驻点村变更',
      fields: [{ field: 'from', message: '当天已有一次驻点村变更' }],
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
  noticeOverlap: (field: string, date: string) =>
    new CodedError('ROSTER.NOTICE_OVERLAP', `${date} is named twice in ${field}`, {
      title: `${date} 重复`,
      fields: [{ field, message: `${date} 重复` }],
    }),
  makeupInHoliday: (date: string) =>
    new CodedError('ROSTER.NOTICE_MAKEUP_IN_HOLIDAY', `${date} is a make-up workday and a holiday`, {
      title: `${date} 既放假又调休上班`,
      fields: [{ field: 'makeupWorkdays', message: `${date} 在放假期间` }],
    }),
  makeupNoWeekend: (date: string) =>
    new CodedError('ROSTER.NOTICE_MAKEUP_NO_WEEKEND', `${date} is a workday anyhow`, {
      title: `${date} 本来就是工作日`,
      fields: [{ field: 'makeupWorkdays', message: `${date} 本来就是工作日` }],
    }),
  notPublished: (year: number) =>
    new CodedError('ROSTER.NOTICE_NOT_PUBLISHED', `no published holiday notice of ${year} is known`, {
      status: 404,
      title: `没有${year}年的节假日安排数据，请待国务院办公厅通知发布后录入`,
      fields: [{ field: 'year', message: '尚未公布' }],
    }),
  periodReversed: (field: string) =>
    new CodedError('ROSTER.PERIOD_REVERSED', `${field} lies before the beginning of the period`, {
      title: '结束日期早于开始日期',
      fields: [{ field, message: '结束日期早于开始日期' }],
    }),
};
