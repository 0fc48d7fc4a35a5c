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

/** A clock that is set by hand and then runs on at the machine's pace, unless it is told to stand. */
export class AdjustableTime extends TimeSource {
  private base: Temporal.Instant;
  private setAt = performance.now();
  private runs = true;

  constructor(start: Temporal.Instant) {
    super();
    this.base = start;
  }

  set(instant: Temporal.Instant): void {
    this.base = instant;
    this.setAt = performance.now();
  }

  /** From now on time passes by being set only: what happens in between happens at one instant. */
  stand(): void {
    this.set(this.now());
    this.runs = false;
  }

  /** It runs on again from where it stands. */
  run(): void {
    this.set(this.now());
    this.runs = true;
  }

  now(): Temporal.Instant {
    if (!this.runs) return this.base;
    return this.base.add({ milliseconds: Math.round(performance.now() - this.setAt) });
  }
}
