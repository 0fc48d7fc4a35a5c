import type { Random } from './random.js';
import type { DemoCadre, DemoClock, DemoEnrolment, DemoVillage } from './town-types.js';
import { ALL_PLACED_DATE } from './villages.js';

/** Offices and how many sit in each: 47 in all. */
const OFFICES: readonly (readonly [string, number])[] = [
  ...([
    ['党政办', 5],
    ['党建办', 4],
    ['经济发展办', 5],
    ['社会事务办', 6],
    ['平安法治办', 5],
  ] as const),
  ...([
    ['农业农村办', 6],
    ['财政所', 3],
    ['司法所', 2],
    ['退役军人服务站', 2],
  ] as const),
  ...([
    ['综合执法队', 6],
    ['便民服务中心', 3],
  ] as const),
];

export const CADRE_COUNT = OFFICES.reduce((sum, [, count]) => sum + count, 0);

const RESIDENT_COUNT = 18;
const CONTRACT_COUNT = 4;
/** Offices that hire contract staff. */
const CONTRACT_OFFICES: readonly string[] = ['综合执法队', '便民服务中心'];

const MANAGED_FROM = '2026-01-01';
/** Thursday of W36. */
const JOINER_FROM = '2026-09-03';
/** Wednesday of W42. */
const LEAVER_UNTIL = '2026-10-14';
/** Monday of W38: an organ cadre becomes resident. */
const CATEGORY_CHANGE = '2026-09-14';

/** Post subsidy a month by identity, in fen. */
const SUBSIDIES: Readonly<Record<DemoCadre['identity'], readonly number[]>> = {
  'civil-servant': [90_000, 100_000, 110_000, 120_000],
  institution: [75_000, 80_000, 90_000, 100_000],
  contract: [60_000],
};

function dealIdentities(offices: readonly string[], random: Random): DemoCadre['identity'][] {
  const hiring = offices.flatMap((office, index) => (CONTRACT_OFFICES.includes(office) ? [index] : []));
  const contract = new Set(random.shuffled(hiring).slice(0, CONTRACT_COUNT));
  return offices.map((_, index) =>
    contract.has(index) ? 'contract' : random.chance(0.48) ? 'civil-servant' : 'institution',
  );
}

/**
 * The roster: every village proper has a resident cadre, some have two, the rest is organ. One joins on a
 * Thursday, one leaves on a Wednesday, one organ cadre becomes resident on a Monday. `names` has one for each of
 * the {@link CADRE_COUNT} seats.
 */
export function hireCadres(
  names: readonly string[],
  villages: readonly DemoVillage[],
  random: Random,
): DemoCadre[] {
  const offices = OFFICES.flatMap(([office, count]) => Array.from({ length: count }, () => office));
  const identities = dealIdentities(offices, random);
  const order = random.shuffled(offices.map((_, index) => index));
  const [joiner, leaver, changer, ...others] = order;
  const residents = others.slice(0, RESIDENT_COUNT);
  const proper = villages.filter(({ kind }) => kind === 'village').map(({ code }) => code);
  const homes = [...random.shuffled(proper), ...random.shuffled(proper)];
  const homeOf = new Map(residents.map((cadre, index) => [cadre, homes[index] as string]));

  return offices.map((office, index) => {
    const identity = identities[index] as DemoCadre['identity'];
    return {
      code: `C${String(index + 1).padStart(3, '0')}`,
      name: names[index] as string,
      office,
      category: homeOf.has(index) ? 'resident' : 'organ',
      categoryChanges: index === changer ? [{ category: 'resident', from: CATEGORY_CHANGE }] : [],
      identity,
      postSubsidyFen: random.pick(SUBSIDIES[identity]),
      managedFrom: index === joiner ? JOINER_FROM : MANAGED_FROM,
      managedUntil: index === leaver ? LEAVER_UNTIL : null,
      homeVillageCode: homeOf.get(index) ?? (index === changer ? (homes[RESIDENT_COUNT] as string) : null),
    };
  });
}

/**
 * One number a cadre for all clocks, 1 … 47. Two clocks were set up by somebody else: there a dozen cadres have
 * numbers of their own, from 501 and from 701.
 */
export function enrolCadres(
  cadres: readonly DemoCadre[],
  clocks: readonly DemoClock[],
  random: Random,
): DemoEnrolment[] {
  const since = (cadre: DemoCadre): string =>
    cadre.managedFrom > ALL_PLACED_DATE ? cadre.managedFrom : ALL_PLACED_DATE;
  const everywhere = cadres.map((cadre, index) => ({
    cadreCode: cadre.code,
    clockKey: 'all',
    number: String(index + 1),
    from: since(cadre),
  }));
  const own = random
    .shuffled(clocks)
    .slice(0, 2)
    .flatMap((clock, nth) =>
      random
        .shuffled(cadres)
        .slice(0, 12)
        .map((cadre, index) => ({
          cadreCode: cadre.code,
          clockKey: clock.key,
          number: String(501 + nth * 200 + index),
          from: since(cadre),
        })),
    );
  return [...everywhere, ...own];
}

/** Category of a cadre on a date: of its first managed date when that is later. */
export function categoryOn(cadre: DemoCadre, date: string): DemoCadre['category'] {
  const day = date < cadre.managedFrom ? cadre.managedFrom : date;
  return cadre.categoryChanges.reduce(
    (category, change) => (change.from <= day ? change.category : category),
    cadre.category,
  );
}

export function isManagedOn(cadre: DemoCadre, date: string): boolean {
  return cadre.managedFrom <= date && (cadre.managedUntil === null || date <= cadre.managedUntil);
}
