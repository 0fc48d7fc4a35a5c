import { ClockProtocolError } from '../errors.js';
import { RECORD_LAYOUTS, type RecordLayout } from './record-layouts.js';
import { YearTally } from './year-tally.js';

/**
 * The layout of a log by the look of its records: lengths that divide, numbers that are printable and padded with NUL, times
 * close together. Text is such strong evidence that where it is found the layouts without it are not considered. The count
 * stated by the clock decides only when several remain; and it must agree where most of the times are of 2000, because the
 * clock was never set, and say nothing.
 * @param sample the first records of the log, or all of them
 * @param recordBytes the length of all records together
 * @param stated how many records the clock says it has, `null` when it does not say
 * @throws ClockProtocolError `CLOCK.UNKNOWN_LAYOUT` unless exactly one layout is left: records are never guessed
 */
export function chooseLayout(sample: Buffer, recordBytes: number, stated: number | null): RecordLayout {
  const looks = RECORD_LAYOUTS.filter(({ size }) => recordBytes % size === 0).map((layout) => ({
    layout,
    look: lookOf(layout, sample),
  }));
  const looking = (...wanted: Look[]): RecordLayout[] =>
    looks.filter(({ look }) => wanted.includes(look)).map(({ layout }) => layout);
  const agreeing = (layouts: readonly RecordLayout[]): RecordLayout[] =>
    layouts.filter(({ size }) => recordBytes / size === stated);

  const plausible = looking('text').length > 0 ? looking('text') : looking('good');
  const candidates = plausible.length > 0 ? plausible : looking('never set');
  const remaining = plausible.length === 1 ? plausible : agreeing(candidates);
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

type Look = 'text' | 'good' | 'never set' | 'none';

function lookOf(layout: RecordLayout, sample: Buffer): Look {
  const records = Math.floor(sample.length / layout.size);
  const years = new YearTally();
  let typical = 0;
  let telling = 0;
  for (let at = 0; at + layout.size <= sample.length; at += layout.size) {
    if (!layout.fits(sample, at)) return 'none';
    if (layout.typical(sample, at)) typical += 1;
    if (layout.telling(sample, at)) telling += 1;
    years.add(layout.timeCode(sample, at));
  }
  if (records === 0 || telling === 0 || typical * 3 < records * 2) return 'none';
  if (layout.textual) return years.areNotScattered() ? 'text' : 'none';
  if (years.areClose()) return 'good';
  return years.areCloseOrNeverSet() ? 'never set' : 'none';
}
