import { Temporal } from 'temporal-polyfill';

/** Where "now" comes from. Injected everywhere, so that a demo or a test can live in its own time. */
export abstract class TimeSource {
  abstract now(): Temporal.Instant;

  /** The wall clock in `timeZone`, without zone. */
  localNow(timeZone: string): Temporal.PlainDateTime {
    return this.now().toZonedDateTimeISO(timeZone).toPlainDateTime();
  }
}

/** The machine's own clock. */
export class SystemTime extends TimeSource {
  now(): Temporal.Instant {
    return Temporal.Now.instant();
  }
}

/** A clock that is set by hand and then runs on at the machine's pace. */
export class AdjustableTime extends TimeSource {
  private base: Temporal.Instant;
  private setAt = performance.now();

  constructor(start: Temporal.Instant) {
    super();
    this.base = start;
  }

  set(instant: Temporal.Instant): void {
    this.base = instant;
    this.setAt = performance.now();
  }

  now(): Temporal.Instant {
    return this.base.add({ milliseconds: Math.round(performance.now() - this.setAt) });
  }
}
