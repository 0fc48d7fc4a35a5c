import type { Temporal } from 'temporal-polyfill';
import { type IsoWeek } from './iso-week.js';

/** Consecutive weeks, looked at together. */
export class WeekSpan {
  private readonly days: ReadonlyMap<string, { readonly week: string; readonly date: Temporal.PlainDate }>;

  private constructor(
    readonly weeks: readonly IsoWeek[],
    readonly first: IsoWeek,
    readonly last: IsoWeek,
  ) {
    this.days = new Map(
      weeks.flatMap((week) => week.dates.map((date) => [date.toString(), { week: week.toString(), date }])),
    );
  }

  /** One week, or every week from one to another. @throws RangeError when the last lies before the first */
  static of(first: IsoWeek, last: IsoWeek = first): WeekSpan {
    const weeks: IsoWeek[] = [first];
    for (let week = first; week.toString() < last.toString(); weeks.push(week)) week = week.next();
    if (weeks.at(-1)?.toString() !== last.toString())
      throw new RangeError(`${last.toString()} comes before ${first.toString()}`);
    return new WeekSpan(weeks, first, last);
  }

  /** Monday 00:00 of the first week. */
  get begin(): Temporal.PlainDateTime {
    return this.first.monday.toPlainDateTime();
  }

  /** Sunday 24:00 of the last week. */
  get end(): Temporal.PlainDateTime {
    return this.last.end;
  }

  /** `2026-W43`, in order. */
  get names(): string[] {
    return this.weeks.map(String);
  }

  /** `2026-10-19`, in the same order. */
  get mondays(): string[] {
    return this.weeks.map((week) => week.monday.toString());
  }

  /** The date that a text names, and its week. @throws RangeError for a date that lies outside */
  day(text: string): { readonly week: string; readonly date: Temporal.PlainDate } {
    const day = this.days.get(text);
    if (day === undefined) throw new RangeError(`${text} does not lie in ${this.names.join(', ')}`);
    return day;
  }
}
