import { Temporal } from 'temporal-polyfill';
import type { EmulatedPunch, EmulatedUser } from './emulated-records.js';
import { seededRandom } from './seeded-random.js';

export interface PlausiblePunches {
  readonly users: EmulatedUser[];
  /** In log order, no two at the same second. */
  readonly punches: EmulatedPunch[];
}

const LAST_DAY = '2026-10-30';
const MOST_DAYS = 1_500;
const MORNING = { fromSecond: 8 * 3600, seconds: 3 * 3600 };
const AFTERNOON = { fromSecond: 13.5 * 3600, seconds: 4 * 3600 };

/**
 * A log as a village clock would have it: people punch in the morning and again in the afternoon of workdays, up to
 * Friday 30 October 2026. The same counts and seed give the same log.
 */
export function plausiblePunches(options: {
  readonly punches: number;
  readonly users: number;
  readonly seed: number;
}): PlausiblePunches {
  const random = seededRandom(options.seed);
  const users = enrolled(options.users);
  const days = Math.max(1, Math.min(MOST_DAYS, Math.ceil(options.punches / Math.max(1, users.length))));
  const perDay = Math.ceil(options.punches / days);
  const punches: EmulatedPunch[] = [];
  for (const date of workdaysUntil(LAST_DAY, Math.ceil(options.punches / Math.max(1, perDay)))) {
    const wanted = Math.min(perDay, options.punches - punches.length);
    punches.push(...punchesOfDay(date, wanted, users, random));
  }
  return { users, punches };
}

/** Users numbered 1 to `count`. */
function enrolled(count: number): EmulatedUser[] {
  return Array.from({ length: count }, (_, at) => ({
    internalId: at + 1,
    number: String(at + 1),
    name: `干部${at + 1}`,
  }));
}

function punchesOfDay(
  date: Temporal.PlainDate,
  count: number,
  users: readonly EmulatedUser[],
  random: () => number,
): EmulatedPunch[] {
  const first = Math.floor(random() * users.length);
  const wanted = Array.from({ length: count }, (_, at) => {
    const { fromSecond, seconds } = at % 2 === 0 ? MORNING : AFTERNOON;
    return {
      second: fromSecond + Math.floor(random() * seconds),
      number: users[(first + Math.floor(at / 2)) % users.length]!.number,
      verifyMode: random() < 0.9 ? 1 : 15,
      punchState: at % 2,
    };
  }).sort((a, b) => a.second - b.second);
  let previous = -1;
  return wanted.map(({ second, ...punch }) => {
    previous = Math.max(second, previous + 1);
    const time = new Temporal.PlainTime().add({ seconds: previous });
    return {
      ...punch,
      clockTime: `${date.toString()}T${time.toString({ smallestUnit: 'second' })}`,
      workCode: 0,
    };
  });
}

function workdaysUntil(lastDay: string, count: number): Temporal.PlainDate[] {
  const days: Temporal.PlainDate[] = [];
  for (let day = Temporal.PlainDate.from(lastDay); days.length < count; day = day.subtract({ days: 1 })) {
    if (day.dayOfWeek <= 5) days.unshift(day);
  }
  return days;
}
