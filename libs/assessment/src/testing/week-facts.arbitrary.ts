import { type Correction, pairPunches, type VisitPunch } from '@cunqin/visit-days';
import fc from 'fast-check';
import { contradictionsIn } from '../domain/policy-contradictions.js';
import type { Policy } from '../domain/policy.js';
import type { WeekFacts } from '../domain/week-facts.js';
import {
  aCadre,
  aClock,
  anItem,
  aPolicy,
  aReport,
  DUE,
  enterpriseOn,
  on,
  someFacts,
  WEEK,
} from './week-facts.factory.js';

/** Around noon the seconds matter; elsewhere any time will do. */
const timeOfDay = fc.constantFrom('08:41:00', '11:59:59', '12:00:00', '12:00:01', '15:10:00');
const village = fc.constantFrom('V03', 'V05');
const weekday = fc.integer({ min: 1, max: 7 });
const standing = fc.constantFrom<VisitPunch['standing']>('good', 'good', 'good', 'suspect', 'refused');

/** A punch of the week; ids are told apart by what was drawn, so that one drawn twice is one punch. */
export const anyPunch: fc.Arbitrary<VisitPunch> = fc
  .record({ weekday, time: timeOfDay, villageCode: village, standing })
  .map(({ weekday: n, time, villageCode, standing: how }) => ({
    id: `${n}-${time}-${villageCode}-${how}`,
    date: on(n).toString(),
    time,
    villageCode,
    standing: how,
  }));

export const anyCorrection: fc.Arbitrary<Correction> = fc.record({
  date: weekday.map((n) => on(n)),
  half: fc.constantFrom<Correction['half']>('morning', 'afternoon'),
  villageCode: village,
});

/** Every combination of settings the product offers that it would not refuse as contradictory. */
export const anyPolicy: fc.Arbitrary<Policy> = fc
  .record({
    quota: fc.record({ organ: halfSteps(4), resident: halfSteps(7) }),
    visitDay: fc.record({
      afternoonFrom: fc.constantFrom('12:00:00', '12:00:01'),
      windows: fc.constantFrom<Policy['visitDay']['windows']>(null, null, {
        morning: { from: '08:00:00', until: '12:00:00' },
        afternoon: { from: '12:00:01', until: '24:00:00' },
      }),
      unit: fc.constantFrom<Policy['visitDay']['unit']>('whole-days', 'half-days'),
      pairing: fc.constantFrom<Policy['visitDay']['pairing']>('any-village', 'same-village'),
    }),
    residentPlace: fc.constantFrom<Policy['residentPlace']>('any-village', 'home-village'),
    enterpriseVisits: fc.constantFrom<Policy['enterpriseVisits']>('counts', 'does-not-count'),
    daysOff: fc.constantFrom<Policy['daysOff']>('count', 'workdays-only'),
    relief: fc.constantFrom<Policy['relief']>('min', 'pro-rata', 'none'),
    errands: fc.constantFrom<Policy['errands']>('excused', 'credited'),
    emergencyDuty: fc.constantFrom<Policy['emergencyDuty']>('credited', 'excused'),
    checklistDue: fc.constantFrom<Policy['checklistDue']>('week-end', 'until-summary'),
    unsupportedItem: fc.constantFrom<Policy['unsupportedItem']>('marked', 'counts-as-missing'),
    failedBy: fc.constantFrom<Policy['failedBy']>('visits-or-checklist', 'visits', 'checklist'),
    charge: fc.constantFrom<Policy['charge']>('per-week', 'per-cause', 'per-item-and-day'),
    unitFen: fc.constantFrom(0, 5_000, 10_000),
    monthOf: fc.constantFrom<Policy['monthOf']>('thursday', 'sunday', 'monday'),
    ceiling: fc.constantFrom<Policy['ceiling']>('post-subsidy', 'none'),
    contractStaff: fc.constantFrom<Policy['contractStaff']>('counted-only', 'charged'),
  })
  .map(aPolicy)
  .filter((policy) => contradictionsIn(policy).length === 0);

function halfSteps(most: number): fc.Arbitrary<number> {
  return fc.oneof(
    fc.integer({ min: 0, max: most }),
    fc.integer({ min: 0, max: 2 * most }).map((n) => n / 2),
  );
}

/** Reports so many seconds before the due time, some returned before or after it. */
const anyReport = fc
  .record({ at: fc.constantFrom(7200, 1, 0, -1), returned: fc.constantFrom(null, null, 3600, -3600) })
  .map(({ at, returned }) => aReport(at, returned));

const anyItem = fc
  .record({
    villageCode: fc.constantFrom(null, null, 'V03', 'V09'),
    reports: fc.array(anyReport, { maxLength: 2 }),
    carriedOverAt: fc.constantFrom(null, null, null, DUE.subtract({ hours: 1 }), DUE),
  })
  .map(anItem);

/** A cadre-week but for its visits. */
export const anySurroundings: fc.Arbitrary<Omit<WeekFacts, 'visitDays'>> = fc
  .record({
    category: fc.constantFrom<'organ' | 'resident'>('organ', 'resident'),
    identity: fc.constantFrom<'civil-servant' | 'institution' | 'contract'>(
      'civil-servant',
      'institution',
      'contract',
    ),
    home: fc.option(village),
    managedFrom: weekday,
    enterpriseVisits: fc.array(weekday, { maxLength: 1 }),
    emergencyDuty: fc.array(weekday, { maxLength: 1 }),
    leave: fc.array(weekday, { maxLength: 5 }),
    errands: fc.array(weekday, { maxLength: 1 }),
    checklist: fc.array(anyItem, { maxLength: 3 }),
    hoursAfterDue: fc.constantFrom(-1, 1, 24),
    doubtfulPunches: fc.constantFrom(0, 0, 0, 1),
    // Most weeks are proven: only then can anything be charged.
    unread: fc.oneof(
      { weight: 4, arbitrary: fc.constant<boolean[]>([false]) },
      { weight: 1, arbitrary: fc.array(fc.boolean(), { maxLength: 3 }) },
    ),
  })
  .map((drawn) => {
    const { visitDays: _, ...facts } = someFacts({
      asOf: DUE.add({ hours: drawn.hoursAfterDue }),
      cadre: aCadre({
        category: drawn.category,
        identity: drawn.identity,
        homeVillageCode: drawn.home,
        managedFrom: on(drawn.managedFrom),
      }),
      enterpriseVisits: enterpriseOn(...drawn.enterpriseVisits),
      emergencyDuty: drawn.emergencyDuty.map((n) => on(n)),
      leave: drawn.leave.map((n) => on(n)),
      errands: drawn.errands.map((n) => on(n)),
      checklist: drawn.checklist.map((item, index) => ({ ...item, position: index + 1 })),
      doubtfulPunches: drawn.doubtfulPunches,
      coverage: drawn.unread.map((unread, index) =>
        aClock({ clockId: index + 1, coveredUntil: unread ? WEEK.end.subtract({ seconds: 1 }) : WEEK.end }),
      ),
    });
    return facts;
  });

/** The week as it would be computed from these punches. */
export function withPunches(
  surroundings: Omit<WeekFacts, 'visitDays'>,
  punches: readonly VisitPunch[],
  corrections: readonly Correction[],
  policy: Policy,
): WeekFacts {
  return { ...surroundings, visitDays: pairPunches(punches, corrections, policy.visitDay) };
}
