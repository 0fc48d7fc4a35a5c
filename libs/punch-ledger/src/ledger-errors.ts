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
};
