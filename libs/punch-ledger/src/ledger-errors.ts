import { CodedError } from '@cunqin/platform/errors';

/** What can be wrong with the ledger, or with a request to it. */
export const ledgerErrors = {
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
};
