import { Temporal } from 'temporal-polyfill';
import type { Random } from './random.js';
import { DEMO_WEEKS, isWorkday, localTime } from './town-calendar.js';
import type { DemoClock, DemoPunch } from './town-types.js';

/** Wednesday to Saturday of 2026-W43: the line to one clock is dead, the clock records on. */
const NETWORK_DOWN = { from: '2026-10-21T10:20:00', until: '2026-10-24T10:20:00' };

/** 2:58:20, as after setting a clock by hand and mistaking the hour. Far over the tolerance of 300 s. */
const WRONG_OFFSET_SECONDS = 10_700;
/** In the night to Tuesday of 2026-W44: the read of that Monday morning still found it right. */
const WRONG_FROM = '2026-10-27T02:40:00';

/** Numbers nobody ever held, a punch each: a finger registered by a fitter, a typing error at the keypad. */
const STRANGERS = ['88', '88', '666', '9001', '9001'];

/** Which clocks have a story. They are different clocks. */
export interface ClockEvents {
  readonly unreachableKey: string;
  readonly wrongTimeKey: string;
  /** Loses its power at `powerCutAt` and comes up in the year 2000, until the first who presses has it set. */
  readonly powerCutKey: string;
  readonly powerCutAt: string;
  readonly factoryTestKey: string;
  readonly strangers: readonly { readonly number: string; readonly clockKey: string }[];
}

/**
 * Deals out the events. The clock with the wrong time stands in one of `quietVillages`: its punches are all
 * suspect, so at a resident cadre's own village every week would hang on a review. The one that cannot be reached
 * stands in one of the others, where there is something to catch up.
 */
export function chooseClockEvents(
  clocks: readonly DemoClock[],
  quietVillages: readonly string[],
  random: Random,
): ClockEvents {
  const isQuiet = (clock: DemoClock): boolean => quietVillages.includes(clock.villageCode);
  const wrong = random.pick(clocks.filter(isQuiet));
  const unreachable = random.pick(clocks.filter((clock) => !isQuiet(clock)));
  const [powerCut, factoryTest] = random.shuffled(
    clocks.filter((clock) => clock !== wrong && clock !== unreachable),
  );
  if (!powerCut || !factoryTest) throw new RangeError('a town with events has four clocks');
  return {
    unreachableKey: unreachable.key,
    wrongTimeKey: wrong.key,
    powerCutKey: powerCut.key,
    powerCutAt: `${random.pick(['2026-08-26', '2026-09-02', '2026-09-09'])}T01:30:00`,
    factoryTestKey: factoryTest.key,
    strangers: STRANGERS.map((number) => ({ number, clockKey: random.pick(clocks).key })),
  };
}

/** The clock with its fault, if the events give it one. */
export function withFault(clock: DemoClock, events: ClockEvents): DemoClock {
  if (clock.key === events.unreachableKey) return { ...clock, networkDown: [NETWORK_DOWN] };
  if (clock.key === events.wrongTimeKey) {
    return { ...clock, offsetSeconds: WRONG_OFFSET_SECONDS, offsetFrom: WRONG_FROM };
  }
  return clock;
}

function addSeconds(time: string, seconds: number): string {
  return Temporal.PlainDateTime.from(time).add({ seconds }).toString({ smallestUnit: 'second' });
}

/** Seconds the clock runs ahead at a true local time. */
export function offsetAt(clock: DemoClock, trueTime: string): number {
  return clock.offsetFrom !== null && trueTime >= clock.offsetFrom ? clock.offsetSeconds : 0;
}

/** What the clock writes for a punch that happens at `trueTime`. */
function clockTimeAt(clock: DemoClock, trueTime: string): string {
  const seconds = offsetAt(clock, trueTime);
  if (seconds === 0) return trueTime;
  return addSeconds(trueTime, seconds);
}

/** A punch as it lands in the log of `clock`. */
export function punchAt(
  clock: DemoClock,
  press: Pick<DemoPunch, 'number' | 'trueTime' | 'verifyMode' | 'punchState'>,
): DemoPunch {
  return { ...press, clockTime: clockTimeAt(clock, press.trueTime), workCode: 0 };
}

/** Punches at `clock` by numbers that nobody holds, and those the maker left in it before it was placed. */
export function strayPunches(clock: DemoClock, events: ClockEvents, random: Random): DemoPunch[] {
  const presses: { number: string; trueTime: string }[] = [];
  if (clock.key === events.factoryTestKey) {
    // Tried in the factory with number 1, which a cadre of the town holds today.
    for (const second of [52_331, 52_340]) {
      presses.push({ number: '1', trueTime: localTime('2026-05-14', second) });
    }
  }
  const workdays = DEMO_WEEKS.flatMap((week) => week.dates).filter(isWorkday);
  for (const { number } of events.strangers.filter(({ clockKey }) => clockKey === clock.key)) {
    const second = random.integer(8 * 3600, 17 * 3600);
    presses.push({ number, trueTime: localTime(random.pick(workdays), second) });
  }
  return presses.map((press) => punchAt(clock, { ...press, verifyMode: 1, punchState: 0 }));
}

/**
 * The log of the clock that came up in the year 2000: who arrives first after the power cut presses twice into
 * the wrong time, then sees the clock set right and presses once more. `log` is in order of true time.
 */
export function withPowerCut(log: readonly DemoPunch[], events: ClockEvents, random: Random): DemoPunch[] {
  const at = log.findIndex(({ trueTime }) => trueTime >= events.powerCutAt);
  const arrival = log[at];
  if (!arrival) return [...log];
  const sinceBoot = random.integer(900, 1900);
  const lost = [95, 70].map((secondsBefore) => ({
    ...arrival,
    trueTime: addSeconds(arrival.trueTime, -secondsBefore),
    clockTime: localTime('2000-01-01', sinceBoot - secondsBefore),
  }));
  return [...log.slice(0, at), ...lost, ...log.slice(at)];
}
