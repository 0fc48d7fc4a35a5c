import { type CountyMonth, countyMonth } from './county-month.js';
import type { Row } from './row.js';

const COUNTY = 50_000;
/** Ten times the cadres may take so many times as long. */
const GROWTH = 15;
const MOST_OF_BARE = 40;
const MOST_MONTH_MB = 400;

/** A county's month: figures, issue and the next month's adjustments. */
export async function month(): Promise<Row[]> {
  return months(await countyMonth(COUNTY / 10), await countyMonth(COUNTY));
}

function months(small: CountyMonth, large: CountyMonth): Row[] {
  const steps = [
    ['live figures', small.figuresMs, large.figuresMs],
    ['issuing', small.issueMs, large.issueMs],
    [`the next month with ${large.adjustments} adjustments`, small.nextMs, large.nextMs],
    ['reconciling', small.reconcileMs, large.reconcileMs],
  ] as const;
  const megabytes = large.memoryBytes / 1024 / 1024;
  return [
    ...steps.map(([what, before, after]) => ({
      what: `a month of 50,000 cadres, ${what}, against 5,000`,
      target: `≤ ${GROWTH} times (linear is 10)`,
      measured: `${(after / before).toFixed(1)} times (${Math.round(after)} ms / ${Math.round(before)} ms)`,
      pass: after / before <= GROWTH,
    })),
    {
      what: 'issuing it, against one statement that counts its cadre-weeks',
      target: `≤ ${MOST_OF_BARE} times`,
      measured: `${(large.issueMs / large.bareMs).toFixed(1)} times`,
      pass: large.issueMs / large.bareMs <= MOST_OF_BARE,
    },
    {
      what: 'all of it, memory above idle',
      target: `< ${MOST_MONTH_MB} MB`,
      measured: `${megabytes.toFixed(0)} MB`,
      pass: megabytes < MOST_MONTH_MB,
    },
  ];
}
