import { type Correction, pairPunches, type VisitPunch } from '@cunqin/visit-days';
import { IsoWeek } from '@cunqin/work-calendar';
import { Temporal } from 'temporal-polyfill';
import type { Identity, Policy } from '../domain/policy.js';
import type { WeekFacts } from '../domain/week-facts.js';
import { day } from './week-facts.factory.js';

interface Slip {
  readonly date: string;
  readonly approved: boolean;
}

/** An acceptance case of a week, as `test/fixtures/*.json` state it. */
export interface Scenario {
  readonly id: string;
  readonly title: string;
  readonly week: string;
  readonly given: {
    readonly category: 'organ' | 'resident';
    readonly identity?: Identity;
    readonly homeVillage?: string;
    /** `2026-10-20T08:41:00 V03`. */
    readonly punches: readonly string[];
    readonly checklist?: readonly {
      due: string;
      resultAt: string | null;
      returnedAt?: string;
      carriedOverAt?: string;
      village?: string;
    }[];
    readonly leave?: readonly Slip[];
    readonly errands?: readonly Slip[];
    readonly enterpriseVisits?: readonly Slip[];
    readonly emergencyDuty?: readonly { from: string; until: string }[];
    readonly corrections?: readonly {
      date: string;
      half: Correction['half'];
      village: string;
      approvedAt: string | null;
    }[];
    readonly managedFrom?: string;
    readonly managedUntil?: string;
    readonly coverage?: Readonly<Record<string, string>>;
  };
  readonly expect: Readonly<Record<string, unknown>> & {
    readonly reasons?: readonly string[];
    readonly waitingFor?: readonly string[];
    readonly error?: string;
    readonly year?: number;
  };
}

/** V01 to V16, each with the clock of its number. */
export const villages = Array.from({ length: 16 }, (_, index) => `V${String(index + 1).padStart(2, '0')}`);

/** The facts of a case, its punches paired as the policy has it. */
export function factsOf({ week: weekText, given }: Scenario, policy: Policy): WeekFacts {
  const week = IsoWeek.parse(weekText);
  const afterTheWeek = week.end.add({ hours: 8 });
  return {
    week,
    timeZone: 'Asia/Shanghai',
    asOf: instant(week.end.add({ days: 14 }).toString()),
    cadre: {
      category: given.category,
      identity: given.identity ?? 'civil-servant',
      managedFrom: day(given.managedFrom ?? '2025-01-01'),
      managedUntil: given.managedUntil === undefined ? null : day(given.managedUntil),
      homeVillageCode: given.homeVillage ?? null,
    },
    visitDays: pairPunches(punchesOf(given), correctionsOf(given), policy.visitDay),
    enterpriseVisits: approved(given.enterpriseVisits).map((date) => ({ date, villageCode: null })),
    emergencyDuty: (given.emergencyDuty ?? []).flatMap(({ from, until }) =>
      week.dates.filter((date) => date.toString() >= from && date.toString() <= until),
    ),
    leave: approved(given.leave),
    errands: approved(given.errands),
    checklist: itemsOf(given, week),
    coverage: villages.map((code, index) => ({
      clockId: index + 1,
      neededUntil: week.end,
      coveredUntil: local(given.coverage?.[code] ?? given.coverage?.['default'] ?? afterTheWeek.toString()),
    })),
  };
}

function punchesOf({ punches }: Scenario['given']): VisitPunch[] {
  return punches.map((text, index) => {
    const [at = '', villageCode = ''] = text.split(' ');
    const time = local(at).toPlainTime().toString();
    return { id: `1-${index + 1}`, date: at.slice(0, 10), time, villageCode, standing: 'good' };
  });
}

function correctionsOf({ corrections = [] }: Scenario['given']): Correction[] {
  return corrections
    .filter(({ approvedAt }) => approvedAt !== null)
    .map(({ date, half, village }) => ({ date: day(date), half, villageCode: village }));
}

/** One item with a result on Sunday, unless the case says otherwise. */
function itemsOf({ checklist }: Scenario['given'], week: IsoWeek): WeekFacts['checklist'] {
  const items = checklist ?? [
    { due: week.end.toString(), resultAt: week.sunday.toPlainDateTime().toString() },
  ];
  return items.map(({ due, resultAt, returnedAt, carriedOverAt, village }, index) => ({
    position: index + 1,
    dueAt: instant(due),
    villageCode: village ?? null,
    reports: resultAt === null ? [] : [{ at: instant(resultAt), returnedAt: maybeInstant(returnedAt) }],
    carriedOverAt: maybeInstant(carriedOverAt),
  }));
}

function approved(slips: readonly Slip[] = []): Temporal.PlainDate[] {
  return slips.filter((slip) => slip.approved).map(({ date }) => day(date));
}

/** `2026-10-25T24:00:00` is the first moment of the next day. */
function local(text: string): Temporal.PlainDateTime {
  return text.endsWith('T24:00:00')
    ? day(text.slice(0, 10)).add({ days: 1 }).toPlainDateTime()
    : Temporal.PlainDateTime.from(text);
}

function instant(text: string): Temporal.Instant {
  return local(text).toZonedDateTime('Asia/Shanghai').toInstant();
}

function maybeInstant(text: string | undefined): Temporal.Instant | null {
  return text === undefined ? null : instant(text);
}
