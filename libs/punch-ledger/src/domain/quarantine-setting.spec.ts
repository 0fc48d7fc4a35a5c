import { expect, it } from '@jest/globals';
import { Temporal } from 'temporal-polyfill';
import { secondsOf } from './clock-time.js';
import {
  DEFAULT_QUARANTINE,
  minutesApartAt,
  type QuarantineSetting,
  settingOn,
} from './quarantine-setting.js';

const setting = (version: number, from: string, farVillagesMinutes: number): QuarantineSetting => ({
  ...DEFAULT_QUARANTINE,
  version,
  effectiveFrom: Temporal.PlainDate.from(from),
  farVillagesMinutes,
});
const versions = [DEFAULT_QUARANTINE, setting(1, '2026-10-20', 5), setting(2, '2026-10-10', 9)];

it.each([
  ['2026-10-09', 3],
  ['2026-10-10', 9],
  ['2026-10-20', 9],
])('on %s the highest version that had taken effect decides: %i minutes', (date, minutes) => {
  expect(settingOn(versions, Temporal.PlainDate.from(date)).farVillagesMinutes).toBe(minutes);
  const at = minutesApartAt(versions);
  expect(at(secondsOf(`${date}T00:00:00`) as number)).toBe(minutes);
  expect(at(secondsOf(`${date}T23:59:59`) as number)).toBe(minutes);
});

it('without any version the delivered one decides, from the beginning of time', () => {
  expect(settingOn([], Temporal.PlainDate.from('1970-01-01'))).toBe(DEFAULT_QUARANTINE);
  expect(minutesApartAt([])(0)).toBe(3);
});
