import { expect, it } from '@jest/globals';
import { Temporal } from 'temporal-polyfill';
import { spanOfHalf } from './span-of-half.js';
import type { Half, VisitDayRule } from './visit-day.js';

const NOON: VisitDayRule = {
  afternoonFrom: '12:00:00',
  windows: null,
  unit: 'whole-days',
  pairing: 'any-village',
};
const WINDOWS: VisitDayRule = {
  ...NOON,
  windows: {
    morning: { from: '07:00:00', until: '11:30:00' },
    afternoon: { from: '14:00:00', until: '24:00:00' },
  },
};

it.each<[string, Half, VisitDayRule, string]>([
  ['a morning lasts from midnight to noon', 'morning', NOON, '2026-11-03T00:00:00/2026-11-03T12:00:00'],
  ['an afternoon from noon to midnight', 'afternoon', NOON, '2026-11-03T12:00:00/2026-11-04T00:00:00'],
  ['a fixed window as long as it says', 'morning', WINDOWS, '2026-11-03T07:00:00/2026-11-03T11:30:00'],
  ['24:00:00 is midnight', 'afternoon', WINDOWS, '2026-11-03T14:00:00/2026-11-04T00:00:00'],
])('%s', (_, half, rule, expected) => {
  const { from, until } = spanOfHalf(Temporal.PlainDate.from('2026-11-03'), half, rule);
  expect(`${from.toString()}/${until.toString()}`).toBe(expected);
});
