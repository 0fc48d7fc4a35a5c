import { fileAbsences } from './absences.js';
import { CADRE_COUNT, enrolCadres, hireCadres } from './cadres.js';
import { writeChecklist } from './checklists.js';
import { chooseClockEvents, withFault } from './clock-events.js';
import { dealBeat, dealPersonalities, HABITS, planWeek } from './habits.js';
import { inventNames } from './names.js';
import { dealVerifyModes, FINGER, pressesOf, recordLog, type Press } from './punches.js';
import { randomStream } from './random.js';
import { tellStory } from './story.js';
import { DEMO_WEEKS } from './town-calendar.js';
import { type DemoAbsence, type DemoChecklist, type DemoTown, NO_STORY } from './town-types.js';
import { DEMO_VILLAGES, placeClocks } from './villages.js';

export type * from './town-types.js';

/**
 * The seed of `npm run demo`, picked among those whose week 43, which the demo prints, has a miss of either cause
 * and whose October waits for no reviewer.
 */
export const DEMO_SEED = 1418;

const TOWNSHIP = { code: 'T01', name: '示范镇' };

/** The dates on which a cadre is elsewhere, approved or not: the slip decides what is owed, not where one is. */
function awayOf(absences: readonly DemoAbsence[], cadreCode: string): (date: string) => boolean {
  const own = absences.filter((absence) => absence.cadreCode === cadreCode);
  return (date) => own.some(({ from, until }) => from <= date && date <= until);
}

/**
 * The demo town of a seed: 16 villages, 47 cadres and twelve weeks of what they did. The same seed gives the same
 * town to the byte, on every machine.
 */
export function generateTown(seed: number): DemoTown {
  const villages = DEMO_VILLAGES;
  const placed = placeClocks(villages, randomStream(seed, 'clocks'));
  const quiet = villages.filter(({ kind }) => kind === 'community').map(({ code }) => code);
  const events = chooseClockEvents(placed, quiet, randomStream(seed, 'clock-events'));
  const clocks = placed.map((clock) => withFault(clock, events));
  const names = inventNames(CADRE_COUNT, randomStream(seed, 'names'));
  const cadres = hireCadres(names, villages, randomStream(seed, 'cadres'));
  const enrolments = enrolCadres(cadres, clocks, randomStream(seed, 'enrolments'));
  const personalities = dealPersonalities(cadres, randomStream(seed, 'personalities'));
  const verifyModes = dealVerifyModes(cadres, randomStream(seed, 'verify-modes'));
  const absences = fileAbsences(cadres, randomStream(seed, 'absences'));

  const presses = new Map<string, readonly Press[]>();
  const checklists: DemoChecklist[] = [];
  for (const cadre of cadres) {
    const habits = HABITS[personalities.get(cadre.code) ?? 'ordinary'];
    const isAway = awayOf(absences, cadre.code);
    const visitRandom = randomStream(seed, 'visits', cadre.code);
    const listRandom = randomStream(seed, 'checklists', cadre.code);
    const verifyMode = verifyModes.get(cadre.code) ?? FINGER;
    const beat = dealBeat(cadre, villages, visitRandom);
    const caredFor = beat.map(([code]) => code);
    presses.set(
      cadre.code,
      DEMO_WEEKS.flatMap((week) => planWeek(cadre, week, habits, beat, isAway, visitRandom)).flatMap(
        (visit) => pressesOf(visit, habits, verifyMode, visitRandom),
      ),
    );
    for (const week of DEMO_WEEKS) {
      const list = writeChecklist(cadre, week, habits, caredFor, isAway, listRandom);
      if (list) checklists.push(list);
    }
  }
  // The story is about what the people of this seed did; in another town it would say nothing.
  const story = seed === DEMO_SEED ? tellStory(clocks, presses) : NO_STORY;
  const punches = clocks.map((clock) =>
    recordLog(clock, presses, enrolments, events, story.outages, randomStream(seed, 'log', clock.key)),
  );
  return {
    seed,
    township: TOWNSHIP,
    villages,
    clocks,
    cadres,
    enrolments,
    punches,
    checklists,
    absences,
    story,
  };
}
