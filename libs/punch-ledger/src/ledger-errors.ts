import { CodedError } from '@cunqin/platform/errors';
import type { ChainDamage, RecordDamage } from './domain/damage.js';
import { sentencesOf } from './domain/damage-sentences.js';

/** What speaks against the ledger. */
interface Damage {
  readonly broken: readonly ChainDamage[];
  readonly records: readonly RecordDamage[];
  readonly sealBroken: string | null;
}

/** What can be wrong with the ledger, or with a request to it. */
export const ledgerErrors = {
  chainMoved: (clockId: number, cause: unknown) =>
    new CodedError(
      'LEDGER.CHAIN_MOVED',
      `somebody else appended to the chain of clock ${clockId}: nothing of this read was kept`,
      {
        status: 409,
        title: '同一时间有别的程序写入了这台打卡机的记录，本次未保存任何内容，请重新采集',
        cause,
      },
    ),
  badNumber: (index: number) =>
    new CodedError(
      'LEDGER.BAD_NUMBER',
      `record ${index} has an enrolment number that no text can hold: nothing of this read was kept`,
      { status: 422, title: `第 ${index + 1} 条记录的登记号含有无法保存的字符，本次未保存任何内容` },
    ),
  unknownPunch: (id: string) =>
    new CodedError('LEDGER.UNKNOWN_PUNCH', `there is no punch ${id}`, {
      status: 404,
      title: `没有编号为 ${id} 的打卡记录`,
    }),
  notSuspect: (id: string) =>
    new CodedError('LEDGER.NOT_SUSPECT', `punch ${id} is not suspect: there is nothing to review`, {
      status: 409,
      title: '这条打卡没有疑点，不需要审核',
    }),
  noDate: (id: string) =>
    new CodedError('LEDGER.NO_DATE', `punch ${id} has no date on which it could count`, {
      status: 409,
      title: '这条打卡没有可用的日期，采信了也不计入任何一天：请驳回，并凭签到簿补卡',
      fields: [{ field: 'accept', message: '没有可用的日期，不能采信' }],
    }),
  periodReversed: () =>
    new CodedError('LEDGER.PERIOD_REVERSED', 'the period ends before it begins', {
      title: '结束日期早于开始日期',
      fields: [{ field: 'until', message: '结束日期早于开始日期' }],
    }),
  periodTooLong: (days: number) =>
    new CodedError('LEDGER.PERIOD_TOO_LONG', `a period has at most ${days} days here`, {
      title: `一次最多查看 ${days} 天`,
      fields: [{ field: 'from', message: `一次最多 ${days} 天` }],
    }),
  unknownIncident: (id: number) =>
    new CodedError('LEDGER.UNKNOWN_INCIDENT', `this clock has no incident ${id}`, {
      status: 404,
      title: `这台打卡机没有编号为 ${id} 的异常`,
    }),
  incidentClosed: (id: number) =>
    new CodedError('LEDGER.INCIDENT_CLOSED', `incident ${id} is closed: there is nothing to acknowledge`, {
      status: 409,
      title: '这条异常已经处理完毕',
    }),
  none: () =>
    new CodedError('LEDGER.NONE', 'this database has no ledger of this version: run cunqin migrate', {
      status: 409,
      title: '该数据库里没有本版本的账本，请先执行 cunqin migrate',
    }),
  neverVerified: () =>
    new CodedError('LEDGER.NEVER_VERIFIED', 'the ledger has not been verified yet', {
      status: 404,
      title: '账本还没有验证过',
    }),
  chainBroken: (damage: Damage) =>
    new CodedError('LEDGER.CHAIN_BROKEN', `the ledger was tampered with: ${JSON.stringify(damage)}`, {
      status: 409,
      title: `账本已被改动，不能出具文件：${sentencesOf(damage).slice(0, 3).join('；')}`,
    }),
};
