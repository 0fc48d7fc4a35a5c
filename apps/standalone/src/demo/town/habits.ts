import { categoryOn, isManagedOn } from './cadres.js';
import type { Random } from './random.js';
import { dayOfWeek, isHoliday, isMakeupWorkday, isWorkday, type DemoWeek } from './town-calendar.js';
import type { DemoCadre, DemoVillage } from './town-types.js';

export type Personality = 'diligent' | 'ordinary' | 'forgetful' | 'careless';

/** How one kind of person lives. Probabilities unless said otherwise. */
export interface Habits {
  /** Goes to a village on an ordinary workday. */
  readonly visits: number;
  /** Goes on a free day, without need. */
  readonly visitsWeekend: number;
  /** Goes when the days left are just the days still owed: who watches the count, and who does not. */
  readonly watchesQuota: number;
  readonly forgetsSecondPunch: number;
  /** Comes, and is gone before noon. */
  readonly leavesBeforeNoon: number;
  /** A week's checklist has an item that comes late or never. */
  readonly lateWithList: number;
  /** Minutes after the usual time of arrival. */
  readonly arrivesLaterMinutes: number;
}

export const HABITS: Readonly<Record<Personality, Habits>> = {
  diligent: {
    visits: 0.87,
    visitsWeekend: 0.05,
    watchesQuota: 0.99,
    forgetsSecondPunch: 0.003,
    leavesBeforeNoon: 0.001,
    lateWithList: 0.003,
    arrivesLaterMinutes: -8,
  },
  ordinary: {
    visits: 0.78,
    visitsWeekend: 0.03,
    watchesQuota: 0.975,
    forgetsSecondPunch: 0.01,
    leavesBeforeNoon: 0.005,
    lateWithList: 0.009,
    arrivesLaterMinutes: 0,
  },
  forgetful: {
    visits: 0.72,
    visitsWeekend: 0.03,
    watchesQuota: 0.92,
    forgetsSecondPunch: 0.07,
    leavesBeforeNoon: 0.015,
    lateWithList: 0.07,
    arrivesLaterMinutes: 3,
  },
  careless: {
    visits: 0.64,
    visitsWeekend: 0.01,
    watchesQuota: 0.83,
    forgetsSecondPunch: 0.05,
    leavesBeforeNoon: 0.03,
    lateWithList: 0.1,
    arrivesLaterMinutes: 14,
  },
};

const DECK: readonly (readonly [Personality, number])[] = [
  ['diligent', 0.4],
  ['ordinary', 0.43],
  ['forgetful', 0.1],
  ['careless', 0.07],
];

/** One personality a cadre, in fixed shares, so that no seed gets a town full of careless people. */
export function dealPersonalities(
  cadres: readonly DemoCadre[],
  random: Random,
): ReadonlyMap<string, Personality> {
  const deck = DECK.flatMap(([personality, share]) =>
    Array.from({ length: Math.round(share * cadres.length) }, () => personality),
  );
  return new Map(
    random.shuffled(cadres).map((cadre, index) => [cadre.code, deck[index] ?? 'ordinary'] as const),
  );
}

/** A day in the villages: where in the morning and where after noon. */
export interface Visit {
  readonly date: string;
  readonly morningVillage: string;
  readonly afternoonVillage: string;
}

/**
 * The villages a cadre goes to, with weights: the own one, and three under the cadre's care. A community lies
 * next to the town hall and needs the fewest visits.
 */
export function dealBeat(
  cadre: DemoCadre,
  villages: readonly DemoVillage[],
  random: Random,
): (readonly [string, number])[] {
  const others = random.shuffled(villages.filter(({ code }) => code !== cadre.homeVillageCode)).slice(0, 3);
  const communitiesLast = others.sort(
    (a, b) => Number(a.kind === 'community') - Number(b.kind === 'community'),
  );
  const weights = cadre.homeVillageCode === null ? [5, 3, 2] : [1, 1, 0.5];
  const cared = communitiesLast.map(({ code }, index) => [code, weights[index] as number] as const);
  return cadre.homeVillageCode === null ? cared : [[cadre.homeVillageCode, 8], ...cared];
}

/** Monday has the town's staff meeting, Friday the paper work of the week. */
function weekdayFactor(date: string): number {
  if (isMakeupWorkday(date)) return 0.85;
  const day = dayOfWeek(date);
  return day === 1 ? 0.82 : day === 5 ? 0.94 : 1;
}

/**
 * The days a cadre goes out in one week. Habit decides first; who watches the count makes up for what is owed
 * when the workdays run out, and sometimes on the weekend. `isAway` tells the dates of leave and errands.
 */
export function planWeek(
  cadre: DemoCadre,
  week: DemoWeek,
  habits: Habits,
  beat: readonly (readonly [string, number])[],
  isAway: (date: string) => boolean,
  random: Random,
): Visit[] {
  const present = week.dates.filter((date) => isManagedOn(cadre, date) && !isAway(date));
  const workdays = present.filter(isWorkday);
  const monday = week.dates[0] as string;
  const owed = Math.min(categoryOn(cadre, monday) === 'resident' ? 3 : 2, workdays.length);
  // In a short week everybody warns everybody.
  const watches = workdays.length < 4 ? 1 - (1 - habits.watchesQuota) * 0.4 : habits.watchesQuota;
  const visits: Visit[] = [];
  for (const date of present) {
    const stillOwed = owed - visits.length;
    const left = workdays.filter((day) => day >= date).length;
    let probability = isHoliday(date) ? 0.01 : habits.visitsWeekend;
    if (isWorkday(date)) {
      probability = habits.visits * weekdayFactor(date);
      if (stillOwed > 0 && stillOwed >= left) probability = Math.max(probability, watches);
    } else if (stillOwed > 0 && left === 0 && !isHoliday(date)) {
      probability = watches * 0.5;
    }
    if (!random.chance(probability)) continue;
    const morningVillage = random.pickWeighted(beat);
    const moves = random.chance(0.07);
    visits.push({
      date,
      morningVillage,
      afternoonVillage: moves ? random.pickWeighted(beat) : morningVillage,
    });
  }
  return visits;
}
