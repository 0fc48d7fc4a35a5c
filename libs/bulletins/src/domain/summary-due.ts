import { SUMMARY_TIME } from '@cunqin/settlement';
import { Temporal } from 'temporal-polyfill';

/**
 * When a week is to be summed up: on its summary day as soon as every clock has been read to the week's end
 * (`when-read`), and from 09:30 on whatever has been read; what is undetermined then is printed as `?`. Later
 * than that day it is overdue, and so `now`.
 *
 * @param local time of the township
 */
export function summaryDue(
  summaryDay: Temporal.PlainDate,
  local: Temporal.PlainDateTime,
): 'not-yet' | 'when-read' | 'now' {
  const days = Temporal.PlainDate.compare(local.toPlainDate(), summaryDay);
  if (days !== 0) return days > 0 ? 'now' : 'not-yet';
  return Temporal.PlainTime.compare(local.toPlainTime(), SUMMARY_TIME) >= 0 ? 'now' : 'when-read';
}
