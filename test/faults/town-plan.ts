import type { EmulatedClockOptions, EmulatedPunch } from '@cunqin/clock-protocol';
import { Temporal } from 'temporal-polyfill';
import { randomStream } from '../../apps/standalone/src/demo/town/random.js';

/** A Monday, and the Monday three weeks later: what lies between is lived through. */
export const BEGIN = Temporal.PlainDateTime.from('2026-10-12T06:00:00');
export const END = Temporal.PlainDateTime.from('2026-11-02T07:00:00');
export const WEEKS = ['2026-W42', '2026-W43', '2026-W44'] as const;
export const PLACED_FROM = '2026-09-01';

const CLOCKS = 16;
const CADRES = 24;
const STRANGERS = 60;
const STRANGERS_A_DAY = 12;
const VISITS_A_WEEK = 0.5;
const OLD_PUNCHES = 200;
const SAME_AGAIN = 0.03;
const SECONDS = { smallestUnit: 'second' } as const;

export const CADRE_NUMBERS = Array.from({ length: CADRES }, (_, at) => String(at + 1));

/** One clock of the town: how it is built and reached, what it holds at the beginning, and what is punched there. */
export interface PlannedClock {
  readonly villageCode: string;
  readonly driver: 'zk-tcp' | 'zk-udp' | 'push';
  readonly hardware: EmulatedClockOptions;
  readonly before: readonly EmulatedPunch[];
  /** In order of time. */
  readonly punches: readonly EmulatedPunch[];
}

/**
 * Sixteen clocks of every kind, the last of which pushes, and three weeks of their town. The same for the same seed.
 * @param growth each clock holds so many old punches more than the one before
 */
export function planTown(seed: number, growth: number): PlannedClock[] {
  const visits = cadreVisits(seed, CLOCKS);
  return Array.from({ length: CLOCKS }, (_, at): PlannedClock => {
    const villageCode = `V${String(at + 1).padStart(2, '0')}`;
    const driver = at === CLOCKS - 1 ? 'push' : at % 3 === 2 ? 'zk-udp' : 'zk-tcp';
    const punches = [...strangers(seed, at, driver !== 'push'), ...(visits[at] ?? [])].sort((a, b) =>
      a.clockTime < b.clockTime ? -1 : 1,
    );
    return {
      villageCode,
      driver,
      hardware: hardwareOf(at),
      before: oldPunches(seed, at, driver === 'push' ? OLD_PUNCHES : OLD_PUNCHES + at * growth),
      punches,
    };
  });
}

function hardwareOf(at: number): EmulatedClockOptions {
  const layout = at % 5 === 1 ? '16' : at % 5 === 3 ? '49' : '40';
  return {
    layout,
    packetGapMs: at % 3 === 2 ? 1 : 3,
    ...(at === 4 && { commKey: 246_810 }),
    ...(at === 6 && { profile: 'slow:2' }),
    ...(at === 9 && { profile: 'split:700' }),
  };
}

function cadreVisits(seed: number, clocks: number): EmulatedPunch[][] {
  const random = randomStream(seed, 'visits');
  const found = Array.from({ length: clocks }, (): EmulatedPunch[] => []);
  for (let day = BEGIN.toPlainDate(); Temporal.PlainDate.compare(day, END) < 0; day = day.add({ days: 1 })) {
    for (const number of CADRE_NUMBERS) {
      if (!random.chance(VISITS_A_WEEK)) continue;
      const where = random.integer(0, clocks - 1);
      found[where]?.push(punch(number, day, random.integer(8 * 3600, 11 * 3600)));
      if (random.chance(0.9)) found[where]?.push(punch(number, day, random.integer(14 * 3600, 17 * 3600)));
    }
  }
  return found;
}

/**
 * People whom nobody enrolled; some hold their finger twice within a second, which is one punch. Not at a clock that pushes:
 * what it counts itself would be two, and it could not be proven complete.
 */
function strangers(seed: number, clock: number, twice: boolean): EmulatedPunch[] {
  const random = randomStream(seed, 'strangers', String(clock));
  const found: EmulatedPunch[] = [];
  for (let day = BEGIN.toPlainDate(); Temporal.PlainDate.compare(day, END) < 0; day = day.add({ days: 1 })) {
    for (let times = 0; times < STRANGERS_A_DAY; times += 1) {
      const one = punch(stranger(random.integer(0, STRANGERS - 1)), day, random.integer(0, 86_399));
      found.push(one, ...(twice && random.chance(SAME_AGAIN) ? [one] : []));
    }
  }
  return found;
}

function oldPunches(seed: number, clock: number, count: number): EmulatedPunch[] {
  const random = randomStream(seed, 'old', String(clock));
  const first = Temporal.PlainDate.from(PLACED_FROM);
  const days = first.until(BEGIN.toPlainDate()).days;
  return Array.from({ length: count }, (_, at) => ({
    day: first.add({ days: Math.floor((at * days) / count) }),
    second: random.integer(0, 86_399),
  }))
    .map(({ day, second }) => punch(stranger(random.integer(0, STRANGERS - 1)), day, second))
    .sort((a, b) => (a.clockTime < b.clockTime ? -1 : 1));
}

const stranger = (at: number): string => String(5_001 + at);

function punch(number: string, day: Temporal.PlainDate, second: number): EmulatedPunch {
  const clockTime = day.toPlainDateTime().add({ seconds: second }).toString(SECONDS);
  return { number, clockTime, verifyMode: 1, punchState: 0, workCode: 0 };
}
