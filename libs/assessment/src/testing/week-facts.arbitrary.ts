import { type Correction, pairPunches, type VisitPunch } from '@cunqin/visit-days';
import fc from 'fast-check';
import type { Policy } from '../domain/policy.js';
import type { WeekFacts } from '../domain/week-facts.js';
import { aCadre, aClock, anItem, aPolicy, DUE, on, someFacts, WEEK } from './week-facts.factory.js';

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
    at: on(n).toPlainDateTime(time),
    villageCode,
    standing: how,
  }));

export const anyCorrection: fc.Arbitrary<Correction> = fc.record({
  date: weekday.map((n) => on(n)),
  half: fc.constantFrom<Correction['half']>('morning', 'afternoon'),
  villageCode: village,
});

/** Every combination of settings the product offers. */
export const anyPolicy: fc.Arbitrary<Policy> = fc
  .record({
    quota: fc.record({ organ: fc.integer({ min: 0, max: 4 }), resident: fc.integer({ min: 0, max: 7 }) }),
    visitDay: fc.record({
      afternoonFrom: fc.constant('12:00:00'),
      pairing: fc.constantFrom<Policy['visitDay']['pairing']>('any-village', 'same-village'),
    }),
    residentPlace: fc.constantFrom<Policy['residentPlace']>('any-village', 'home-village'),
    daysOff: fc.constantFrom<Policy['daysOff']>('count', 'workdays-only'),
    relief: fc.constantFrom<Policy['relief']>('min', 'none'),
    failedBy: fc.constantFrom<Policy['failedBy']>('visits-or-checklist', 'visits', 'checklist'),
    charge: fc.constantFrom<Policy['charge']>('per-week', 'per-cause', 'per-item-and-day'),
    unitFen: fc.constantFrom(0, 5_000, 10_000),
    contractStaff: fc.constantFrom<Policy['contractStaff']>('counted-only', 'charged'),
  })
  .map(aPolicy);

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
    excused: fc.array(weekday, { maxLength: 5 }),
    results: fc.array(fc.constantFrom(null, -1, 0, 1), { maxLength: 3 }),
    unread: fc.array(fc.boolean(), { maxLength: 3 }),
  })
  .map((drawn) => {
    const { visitDays: _, ...facts } = someFacts({
      cadre: aCadre({
        category: drawn.category,
        identity: drawn.identity,
        homeVillageCode: drawn.home,
        managedFrom: on(drawn.managedFrom),
      }),
      enterpriseVisits: drawn.enterpriseVisits.map((n) => on(n)),
      excused: drawn.excused.map((n) => on(n)),
      checklist: drawn.results.map((seconds) =>
        anItem({ resultAt: seconds === null ? null : DUE.add({ seconds }) }),
      ),
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
