import type { Filing } from '@cunqin/absences';
import type { SignedIn } from '@cunqin/accounts';
import { CodedError } from '@cunqin/platform';
import { officeMoment } from './office-moment.js';

/** Who files, and what every slip may say beside its own words. */
export function filingOf(
  body: { readonly documentNo?: string; readonly reason?: string; readonly filedAt?: string },
  user: SignedIn,
  timeZone: string,
): Filing {
  return {
    filedBy: user.username,
    filedAt: officeMoment(body.filedAt, user, 'filedAt', timeZone),
    documentNo: body.documentNo ?? null,
    reason: body.reason ?? null,
  };
}

/** @throws CodedError `ABSENCES.NOT_YOURS` for a cadre who files for somebody else */
export function assertMayFileFor(user: SignedIn, cadreCode: string): void {
  if (user.role !== 'cadre' || user.cadreCode === cadreCode) return;
  throw new CodedError('ABSENCES.NOT_YOURS', 'a cadre files own slips only', {
    status: 403,
    title: '只能为自己申请',
    fields: [{ field: 'cadreCode', message: '只能为自己申请' }],
  });
}

/** A cadre sees slips about itself only. */
export function ownSlipsOnly<T extends { readonly cadreCode?: string }>(user: SignedIn, query: T): T {
  return user.cadreCode === null ? query : { ...query, cadreCode: user.cadreCode };
}
