import { isManagedOn } from './cadres.js';
import type { Random } from './random.js';
import {
  addDays,
  DEMO_WEEKS,
  isMakeupWorkday,
  isWorkday,
  localTime,
  type DemoWeek,
} from './town-calendar.js';
import type { DemoAbsence, DemoAbsenceKind, DemoCadre } from './town-types.js';

const SHORT_LEAVE_COUNT = 15;
const LONGEST_SHORT_LEAVE = 3;
const DUTY_COUNT = 18;
const LEAVE_KINDS: readonly DemoAbsenceKind[] = ['annual', 'sick', 'personal', 'childcare', 'comp-off'];
const DUTY_KINDS: readonly DemoAbsenceKind[] = ['errand', 'training', 'meeting'];

/** Slips that take all workdays of their weeks: kind and how many weeks running. */
const WHOLE_WEEKS: readonly (readonly [DemoAbsenceKind, number])[] = [
  ['sick', 2],
  ['annual', 1],
  ['training', 1],
];

/** One slip a cadre and week at most: two for the same day would be refused at the desk. */
class SlipBook {
  readonly slips: DemoAbsence[] = [];
  private readonly taken = new Set<string>();

  constructor(private readonly random: Random) {}

  /** Writes the slip unless the cadre has one in any of these weeks or is not managed throughout it. */
  write(
    cadre: DemoCadre,
    weeks: readonly DemoWeek[],
    slip: Pick<DemoAbsence, 'kind' | 'from' | 'until' | 'approved'>,
  ): boolean {
    const keys = weeks.map(({ week }) => `${cadre.code} ${week}`);
    const managed = weeks.every(({ dates }) => dates.every((date) => isManagedOn(cadre, date)));
    if (!managed || keys.some((key) => this.taken.has(key))) return false;
    keys.forEach((key) => this.taken.add(key));
    this.slips.push({ cadreCode: cadre.code, ...slip, filedAt: this.filedAt(slip.kind, slip.from) });
    return true;
  }

  /** Who is ill writes on the morning itself, the others some days before. */
  private filedAt(kind: DemoAbsenceKind, from: string): string {
    if (kind === 'sick') return localTime(from, this.random.integer(7 * 3600 + 1800, 8 * 3600 + 1800));
    let date = addDays(from, -this.random.integer(1, 5));
    while (!isWorkday(date)) date = addDays(date, -1);
    return localTime(date, this.random.integer(8 * 3600 + 1800, 17 * 3600));
  }
}

/** Up to `most` workdays running from a random day of the week, or `null` when they would cross a free day. */
function pickSpan(week: DemoWeek, most: number, random: Random): { from: string; until: string } | null {
  const from = random.pick(week.dates.slice(0, 5));
  const until = addDays(from, random.integer(1, most) - 1);
  const free = week.dates.some((date) => date >= from && date <= until && !isWorkday(date));
  return free || until > (week.dates[4] as string) ? null : { from, until };
}

function isOrdinary(week: DemoWeek): boolean {
  return week.dates.slice(0, 5).every(isWorkday) && !week.dates.some(isMakeupWorkday);
}

/**
 * The slips of the period: leave and duties elsewhere, nearly all approved; a few that take a whole week, one of
 * which hangs the three workdays after National Day onto the holiday; one that nobody approved.
 */
export function fileAbsences(cadres: readonly DemoCadre[], random: Random): DemoAbsence[] {
  const book = new SlipBook(random);
  const someWeek = (): number => random.integer(0, DEMO_WEEKS.length - 1);
  const untilWritten = (write: () => boolean): void => {
    while (!write());
  };

  for (const [kind, count] of WHOLE_WEEKS) {
    untilWritten(() => {
      const first = someWeek();
      const weeks = DEMO_WEEKS.slice(first, first + count);
      const from = weeks[0]?.dates[0];
      const until = weeks.at(-1)?.dates[4];
      if (weeks.length < count || !weeks.every(isOrdinary) || !from || !until) return false;
      return book.write(random.pick(cadres), weeks, { kind, from, until, approved: true });
    });
  }
  const afterHoliday = DEMO_WEEKS.filter(({ week }) => week === '2026-W41');
  untilWritten(() =>
    book.write(random.pick(cadres), afterHoliday, {
      kind: 'home-leave',
      from: '2026-10-08',
      until: '2026-10-10',
      approved: true,
    }),
  );

  const short = (kind: DemoAbsenceKind, most: number, approved: boolean): void =>
    untilWritten(() => {
      const week = DEMO_WEEKS[someWeek()] as DemoWeek;
      const span = pickSpan(week, most, random);
      return span !== null && book.write(random.pick(cadres), [week], { kind, ...span, approved });
    });
  for (let i = 0; i < SHORT_LEAVE_COUNT; i += 1) short(random.pick(LEAVE_KINDS), LONGEST_SHORT_LEAVE, true);
  for (let i = 0; i < DUTY_COUNT; i += 1) short(random.pick(DUTY_KINDS), 2, true);
  short('personal', 2, false);

  return book.slips.sort((a, b) => (a.from + a.cadreCode < b.from + b.cadreCode ? -1 : 1));
}
