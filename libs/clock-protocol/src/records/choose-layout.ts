import { ClockProtocolError } from '../errors.js';
import { RECORD_LAYOUTS, type RecordLayout } from './record-layouts.js';
import { YearTally } from './year-tally.js';

/** A clock may state fewer records than its log holds by those that came in between. */
const MOST_PUNCHES_IN_BETWEEN = 16;

/**
 * The layout of a log by the look of its records: lengths that divide, numbers that are printable and padded with NUL, times
 * close together. Text is such strong evidence that where it is found the layouts without it are not considered. Only when
 * several remain, the count stated by the clock decides.
 * @param sample the first records of the log, or all of them
 * @param recordBytes the length of all records together
 * @param stated how many records the clock says it has, `null` when it does not say
 * @throws ClockProtocolError `CLOCK.UNKNOWN_LAYOUT` unless exactly one layout is left: records are never guessed
 */
export function chooseLayout(sample: Buffer, recordBytes: number, stated: number | null): RecordLayout {
  const plausible = RECORD_LAYOUTS.filter(
    (layout) => recordBytes % layout.size === 0 && isPlausible(layout, sample),
  );
  const textual = plausible.filter((layout) => layout.textual);
  const candidates = textual.length > 0 ? textual : plausible;
  const remaining =
    candidates.length > 1
      ? candidates.filter((layout) => agreesWith(stated, recordBytes / layout.size))
      : candidates;
  const [chosen] = remaining;
  if (chosen === undefined || remaining.length > 1) {
    const names = candidates.map(({ name }) => name).join(', ') || 'none';
    throw new ClockProtocolError(
      'CLOCK.UNKNOWN_LAYOUT',
      `of the known record layouts ${names} could be that of this log of ${recordBytes} bytes`,
    );
  }
  return chosen;
}

function isPlausible(layout: RecordLayout, sample: Buffer): boolean {
  const records = Math.floor(sample.length / layout.size);
  const years = new YearTally();
  let typical = 0;
  let telling = 0;
  for (let at = 0; at + layout.size <= sample.length; at += layout.size) {
    if (!layout.fits(sample, at)) return false;
    if (layout.typical(sample, at)) typical += 1;
    if (layout.telling(sample, at)) telling += 1;
    years.add(layout.timeCode(sample, at));
  }
  if (records === 0 || telling === 0 || typical * 3 < records * 2) return false;
  return layout.textual ? years.areNotScattered() : years.areClose();
}

function agreesWith(stated: number | null, records: number): boolean {
  return stated !== null && records >= stated && records <= stated + MOST_PUNCHES_IN_BETWEEN;
}
