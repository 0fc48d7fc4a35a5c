import { Temporal } from 'temporal-polyfill';
import { startOf } from './clock-time.js';

/** How much is too much, from a date on. A past week is judged by what was in force then. */
export interface QuarantineSetting {
  /** 0: as the product was delivered. */
  readonly version: number;
  readonly effectiveFrom: Temporal.PlainDate;
  /** Two punches of one person in different villages this many minutes apart or less are in doubt; 0: never. */
  readonly farVillagesMinutes: number;
  /** This many different numbers at one clock… */
  readonly crowdNumbers: number;
  /** …within this many seconds are worth a look. */
  readonly crowdSeconds: number;
}

/** Three minutes lie between no two village clocks; five people do not punch within ten seconds. */
export const DEFAULT_QUARANTINE: QuarantineSetting = {
  version: 0,
  effectiveFrom: Temporal.PlainDate.from('0001-01-01'),
  farVillagesMinutes: 3,
  crowdNumbers: 5,
  crowdSeconds: 10,
};

/** The most minutes that can be set. */
export const MOST_FAR_VILLAGES_MINUTES = 60;

/** The setting of a date: the highest version that had taken effect. */
export function settingOn(
  settings: readonly QuarantineSetting[],
  date: Temporal.PlainDate,
): QuarantineSetting {
  return settings.reduce(
    (chosen, setting) =>
      setting.version > chosen.version && Temporal.PlainDate.compare(setting.effectiveFrom, date) <= 0
        ? setting
        : chosen,
    DEFAULT_QUARANTINE,
  );
}

/** As {@link settingOn} for the minutes between villages, asked by seconds of a clock's own time. */
export function minutesApartAt(settings: readonly QuarantineSetting[]): (at: number) => number {
  const newestFirst = [...settings]
    .sort((a, b) => b.version - a.version)
    .map(({ effectiveFrom, farVillagesMinutes }) => ({
      from: startOf(effectiveFrom),
      minutes: farVillagesMinutes,
    }));
  return (at) => newestFirst.find(({ from }) => from <= at)?.minutes ?? DEFAULT_QUARANTINE.farVillagesMinutes;
}
