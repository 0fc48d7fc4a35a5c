import type { SignedIn } from '@cunqin/accounts';
import { CodedError } from '@cunqin/platform';
import type { Temporal } from 'temporal-polyfill';
import { parseMoment } from '../http/moment.js';

/**
 * A moment before now, for paper that came in earlier. Only the office may state one: everybody else
 * files now.
 *
 * @throws CodedError `REQUEST.OFFICE_ONLY`
 */
export function officeMoment(
  text: string | undefined,
  user: SignedIn,
  field: string,
  timeZone: string,
): Temporal.Instant | null {
  if (text === undefined) return null;
  if (user.role !== 'office') {
    throw new CodedError('REQUEST.OFFICE_ONLY', `only the office may state ${field}`, {
      status: 403,
      title: '只有党政办可以补填时间',
      fields: [{ field, message: '只有党政办可以补填时间' }],
    });
  }
  return parseMoment(text, timeZone);
}
