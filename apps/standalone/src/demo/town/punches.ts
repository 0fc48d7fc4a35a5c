import { punchAt, strayPunches, withPowerCut, type ClockEvents } from './clock-events.js';
import type { Habits, Visit } from './habits.js';
import type { Random } from './random.js';
import { localTime } from './town-calendar.js';
import type {
  DemoCadre,
  DemoClock,
  DemoClockLog,
  DemoEnrolment,
  DemoOutage,
  DemoPunch,
  LocalSpan,
} from './town-types.js';

const MINUTE = 60;
const HOUR = 3600;

export const FINGER = 1;
const PASSWORD = 3;
const CARD = 4;

/** State of the punch: 0 in, 1 out; some clocks are set to ask for none and write 255. */
const UNDEFINED_STATE = 255;

/** A finger, card or password put to a clock, at a true local time. */
export interface Press {
  readonly villageCode: string;
  readonly trueTime: string;
  readonly leaving: boolean;
  readonly verifyMode: number;
}

function within(seconds: number, least: number, most: number): number {
  return Math.round(Math.min(Math.max(seconds, least), most));
}

/** How the few prove who they are whose finger the clocks do not read; all others use a finger. */
export function dealVerifyModes(cadres: readonly DemoCadre[], random: Random): ReadonlyMap<string, number> {
  const modes = [CARD, CARD, PASSWORD];
  return new Map(random.shuffled(cadres).map(({ code }, index) => [code, modes[index] ?? FINGER] as const));
}

/** The presses of one day out: usually two, with what people forget, press twice or leave out. */
export function pressesOf(visit: Visit, habits: Habits, verifyMode: number, random: Random): Press[] {
  const mode = random.chance(0.02) ? PASSWORD : verifyMode;
  const presses: Press[] = [];
  const press = (villageCode: string, second: number, leaving: boolean): void => {
    const one = (at: number): Press => ({
      villageCode,
      trueTime: localTime(visit.date, at),
      leaving,
      verifyMode: mode,
    });
    presses.push(one(second));
    if (random.chance(0.04)) presses.push(one(second + random.integer(2, 9)));
  };

  const usualArrival = 8 * HOUR + 50 * MINUTE + habits.arrivesLaterMinutes * MINUTE;
  const arrival = within(random.normal(usualArrival, 20 * MINUTE), 7 * HOUR, 10 * HOUR + 50 * MINUTE);
  press(visit.morningVillage, arrival, false);
  if (random.chance(habits.leavesBeforeNoon)) {
    press(visit.morningVillage, random.integer(11 * HOUR + 15 * MINUTE, 12 * HOUR - 20), true);
    return presses;
  }
  if (visit.afternoonVillage !== visit.morningVillage) {
    if (random.chance(0.5))
      press(visit.morningVillage, random.integer(11 * HOUR, 11 * HOUR + 55 * MINUTE), true);
    if (random.chance(0.6)) press(visit.afternoonVillage, random.integer(13 * HOUR, 14 * HOUR), false);
  }
  if (random.chance(habits.forgetsSecondPunch)) return presses.filter(({ leaving }) => !leaving);
  const leaving = random.normal(15 * HOUR + 40 * MINUTE, 35 * MINUTE);
  press(visit.afternoonVillage, within(leaving, 14 * HOUR + 15 * MINUTE, 18 * HOUR + 30 * MINUTE), true);
  return presses;
}

/** The presses at a village's clock while it recorded nothing. */
export function lostPresses(presses: readonly Press[], villageCode: string, outage: LocalSpan): Press[] {
  return presses.filter(
    (press) =>
      press.villageCode === villageCode && outage.from <= press.trueTime && press.trueTime < outage.until,
  );
}

/** The number a cadre uses at a clock: the one for that clock, else the one for all. */
function numberAt(enrolments: readonly DemoEnrolment[], clockKey: string): string {
  const own = enrolments.find((row) => row.clockKey === clockKey);
  const number = (own ?? enrolments.find((row) => row.clockKey === 'all'))?.number;
  if (number === undefined) throw new RangeError(`no enrolment at clock ${clockKey}`);
  return number;
}

function byTrueTime(a: DemoPunch, b: DemoPunch): number {
  if (a.trueTime !== b.trueTime) return a.trueTime < b.trueTime ? -1 : 1;
  return a.number < b.number ? -1 : 1;
}

/** The log of one clock from all that was pressed at it. `presses` holds the presses of each cadre. */
export function recordLog(
  clock: DemoClock,
  presses: ReadonlyMap<string, readonly Press[]>,
  enrolments: readonly DemoEnrolment[],
  events: ClockEvents,
  outages: readonly DemoOutage[],
  random: Random,
): DemoClockLog {
  const asksForState = !random.chance(0.2);
  const visits = [...presses].flatMap(([cadreCode, all]) => {
    const own = enrolments.filter((row) => row.cadreCode === cadreCode);
    return all
      .filter(({ villageCode }) => villageCode === clock.villageCode)
      .map(({ trueTime, leaving, verifyMode }) => {
        const punchState = asksForState ? Number(leaving) : UNDEFINED_STATE;
        return punchAt(clock, { number: numberAt(own, clock.key), trueTime, verifyMode, punchState });
      });
  });
  const broken = outages.filter(({ clockKey }) => clockKey === clock.key);
  const log = [...visits, ...strayPunches(clock, events, random)]
    .filter(({ trueTime }) => !broken.some(({ from, until }) => from <= trueTime && trueTime < until))
    .sort(byTrueTime);
  return {
    clockKey: clock.key,
    log: clock.key === events.powerCutKey ? withPowerCut(log, events, random) : log,
  };
}
