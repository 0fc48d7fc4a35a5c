import { CodedError } from '@cunqin/platform/errors';
import { Temporal } from 'temporal-polyfill';

const WEEK = /^(\d{4})-W(\d{2})$/;

/** The day of a week that decides which month owns it (D11). */
export type MonthOwner = 'thursday' | 'sunday' | 'monday';

/**
 * A week from Monday 00:00 to Sunday 24:00, numbered by ISO 8601: `2026-W43` is October 19 to 25.
 */
export class IsoWeek {
  /** Asked for with every clause of the rule, and the same for as long as the week lives. */
  #dates: readonly Temporal.PlainDate[] | null = null;

  private constructor(
    readonly year: number,
    readonly number: number,
    readonly monday: Temporal.PlainDate,
  ) {}

  /** @throws CodedError `CALENDAR.BAD_WEEK` for text that names no week (`2025-W53` does not exist) */
  static parse(text: string): IsoWeek {
    const match = WEEK.exec(text);
    if (match) {
      const year = Number(match[1]);
      const number = Number(match[2]);
      // January 4 is always in week 1.
      const fourth = Temporal.PlainDate.from({ year, month: 1, day: 4 });
      const monday = fourth.subtract({ days: fourth.dayOfWeek - 1 }).add({ weeks: number - 1 });
      if (isServed(year) && monday.add({ days: 3 }).year === year) return new IsoWeek(year, number, monday);
    }
    throw new CodedError('CALENDAR.BAD_WEEK', `"${text}" is not a week such as 2026-W43`, {
      title: '周次应写作 2026-W43',
      fields: [{ field: 'week', message: '周次应写作 2026-W43' }],
    });
  }

  static of(date: Temporal.PlainDate): IsoWeek {
    const thursday = date.add({ days: 4 - date.dayOfWeek });
    return new IsoWeek(
      thursday.year,
      Math.ceil(thursday.dayOfYear / 7),
      date.subtract({ days: date.dayOfWeek - 1 }),
    );
  }

  get sunday(): Temporal.PlainDate {
    return this.monday.add({ days: 6 });
  }

  /** Sunday 24:00, which is Monday 00:00 of the next week. */
  get end(): Temporal.PlainDateTime {
    return this.monday.add({ days: 7 }).toPlainDateTime();
  }

  /** Monday to Sunday. */
  get dates(): readonly Temporal.PlainDate[] {
    this.#dates ??= Array.from({ length: 7 }, (_, offset) => this.monday.add({ days: offset }));
    return this.#dates;
  }

  next(): IsoWeek {
    return IsoWeek.of(this.monday.add({ days: 7 }));
  }

  previous(): IsoWeek {
    return IsoWeek.of(this.monday.subtract({ days: 7 }));
  }

  /** The month that owns this week; by default that of its Thursday: `2026-W44` belongs to `2026-10`. */
  month(owner: MonthOwner = 'thursday'): string {
    const offset = { monday: 0, thursday: 3, sunday: 6 }[owner];
    return (this.dates[offset] ?? this.monday).toString().slice(0, 7);
  }

  /** `2026-W43`; sorts like time. */
  toString(): string {
    return `${String(this.year).padStart(4, '0')}-W${String(this.number).padStart(2, '0')}`;
  }
}

/** Years this product serves. Dates far away are typing errors, and years of weeks to be judged. */
function isServed(year: number): boolean {
  return year >= 2000 && year <= 2100;
}

/** Every week from the one of `from` to the one of `until`, both included. */
export function weeksBetween(from: Temporal.PlainDate, until: Temporal.PlainDate): IsoWeek[] {
  const weeks: IsoWeek[] = [];
  for (let week = IsoWeek.of(from); Temporal.PlainDate.compare(week.monday, until) <= 0; week = week.next()) {
    weeks.push(week);
  }
  return weeks;
}
