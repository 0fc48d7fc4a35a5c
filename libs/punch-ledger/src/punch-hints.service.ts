import { CONFIG, type Config, TimeSource } from '@cunqin/platform';
import { Inject, Injectable } from '@nestjs/common';
import { Temporal } from 'temporal-polyfill';
import { DataSource } from 'typeorm';
import { fromSeconds, toSeconds } from './domain/clock-time.js';
import { crowds } from './domain/crowds.js';
import { settingOn } from './domain/quarantine-setting.js';
import { ledgerErrors } from './ledger-errors.js';
import { QuarantineSettingsService } from './quarantine-settings.service.js';

/** Something that a person may want to look at. It changes no verdict. */
export interface PunchHint {
  readonly code: 'CROWD';
  readonly clockId: number;
  readonly villageCode: string | null;
  /** First and last punch, by the clock. */
  readonly from: string;
  readonly until: string;
  /** How many different numbers. */
  readonly numbers: number;
  readonly punchIds: readonly string[];
}

const MOST_DAYS = 62;

/** Looks through the punches of some days for what is worth a look; keeps nothing. */
@Injectable()
export class PunchHintsService {
  constructor(
    private readonly dataSource: DataSource,
    private readonly settings: QuarantineSettingsService,
    private readonly time: TimeSource,
    @Inject(CONFIG) private readonly config: Config,
  ) {}

  /**
   * Many people within seconds at one clock, by clock and time.
   *
   * @param first first date; `null`: six days before the last
   * @param last last date, included; `null`: today
   * @throws CodedError `LEDGER.PERIOD_TOO_LONG` for more than 62 days, `LEDGER.PERIOD_REVERSED`
   */
  async between(first: Temporal.PlainDate | null, last: Temporal.PlainDate | null): Promise<PunchHint[]> {
    const until = last ?? this.time.localNow(this.config.timeZone).toPlainDate();
    const from = first ?? until.subtract({ days: 6 });
    const { days: apart } = from.until(until, { largestUnit: 'days' });
    if (apart < 0) throw ledgerErrors.periodReversed();
    if (apart >= MOST_DAYS) throw ledgerErrors.periodTooLong(MOST_DAYS);
    const rows: {
      id: string;
      clock_id: number;
      number: string;
      local_time: string;
      village: string | null;
    }[] = await this.dataSource.query(
      `SELECT clock_id || '-' || sequence AS id, clock_id, number, local_time, village_code AS village
         FROM punch_with_holder
         WHERE local_time >= $1::date AND local_time < $2::date + 1
         ORDER BY clock_id, local_time, sequence`,
      [from.toString(), until.toString()],
    );
    const settings = await this.settings.versions();
    const days = new Map<string, typeof rows>();
    for (const row of rows) {
      const key = `${row.clock_id} ${row.local_time.slice(0, 10)}`;
      const day = days.get(key);
      if (day) day.push(row);
      else days.set(key, [row]);
    }
    return [...days.values()].flatMap((day) => {
      const [any] = day;
      if (any === undefined) return [];
      const setting = settingOn(settings, Temporal.PlainDate.from(any.local_time.slice(0, 10)));
      const punches = day.map(({ id, number, local_time: time }) => ({
        id,
        number,
        at: toSeconds(Temporal.PlainDateTime.from(time)),
      }));
      const limits = { numbers: setting.crowdNumbers, seconds: setting.crowdSeconds };
      return crowds(punches, limits).map((crowd) => ({
        code: 'CROWD' as const,
        clockId: any.clock_id,
        villageCode: any.village,
        from: fromSeconds(crowd.from).toString(),
        until: fromSeconds(crowd.until).toString(),
        numbers: crowd.numbers,
        punchIds: crowd.punchIds,
      }));
    });
  }
}
