import { yearOfTimeCode } from '../wire/time-code.js';

const FIRST_YEAR = 2000;
const CODED_YEARS = 134;
/** No log reaches further back than this. */
const SPAN_YEARS = 20;
/** The year 2000 is what a clock states that was never set; and what most other bytes say when read as a time. */
const FIRST_SET_YEAR = 2001;
const LAST_LIKELY_YEAR = 2099;
/** Fewer years than this say nothing about whether they are scattered. */
const TELLING_RECORDS = 8;

/** The years of the records of one log: those of real records lie together, those of bytes read wrongly do not. */
export class YearTally {
  private readonly counts = new Uint32Array(CODED_YEARS);
  private total = 0;
  private zeros = 0;

  add(timeCode: number): void {
    this.counts[yearOfTimeCode(timeCode) - FIRST_YEAR]! += 1;
    this.total += 1;
    if (timeCode === 0) this.zeros += 1;
  }

  /**
   * Whether two thirds lie within one span of years in which clocks are used. The rest may be anything: an empty battery
   * sets a clock back to 2000, a slip of the finger to 2062.
   */
  areClose(): boolean {
    return 3 * this.mostInOneSpan(FIRST_SET_YEAR, LAST_LIKELY_YEAR) >= 2 * this.total;
  }

  /** The same of those that are not of 2000, of whose very first second no more than a third may be: nobody punches then. */
  areCloseOrNeverSet(): boolean {
    const everSet = this.total - this.counts[0]!;
    const close = 3 * this.mostInOneSpan(FIRST_SET_YEAR, LAST_LIKELY_YEAR) >= 2 * everSet;
    return close && 3 * this.zeros <= this.total;
  }

  /** Whether at least half lie within one span of years, or there are too few to tell. */
  areNotScattered(): boolean {
    if (this.total < TELLING_RECORDS) return true;
    return 2 * this.mostInOneSpan(FIRST_YEAR, FIRST_YEAR + CODED_YEARS - 1) >= this.total;
  }

  private mostInOneSpan(firstYear: number, lastYear: number): number {
    let inSpan = 0;
    let most = 0;
    for (let year = firstYear - FIRST_YEAR; year <= lastYear - FIRST_YEAR; year += 1) {
      inSpan += this.counts[year]!;
      const left = year - SPAN_YEARS;
      if (left >= firstYear - FIRST_YEAR) inSpan -= this.counts[left]!;
      most = Math.max(most, inSpan);
    }
    return most;
  }
}
