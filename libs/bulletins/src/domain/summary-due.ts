import { SUMMARY_TIME } from '@cunqin/settlement';
import { Temporal } from 'temporal-polyfill';

/**
 * When a week is to be summed up: on its summary day as soon as every clock has been read to the week's end
 * (`when-read`), and from 09:30 on whatever has been read; what is undetermined then is printed as `?`. Later
 * than that day it is overdue, and so `now`.
 *
 * @param local time of the township
 * @param listsUntil until when on the summary day lists may still be done (D12); printed earlier, they would stand
 *   there as open for ever. `null`: they were due within the week
 */
export function summaryDue(
  summaryDay: Temporal.PlainDate,
  local: Temporal.PlainDateTime,
  listsUntil: Temporal.PlainTime | null,
): 'not-yet' | 'when-read' | 'now' {
  const days = Temporal.PlainDate.compare(local.toPlainDate(), summaryDay);
  if (days !== 0) return days > 0 ? 'now' : 'not-yet';
  const time = local.toPlainTime();
  if (listsUntil !== null && Temporal.PlainTime.compare(time, listsUntil) < 0) return 'not-yet';
  return Temporal.PlainTime.compare(time, SUMMARY_TIME) >= 0 ? 'now' : 'when-read';
}
